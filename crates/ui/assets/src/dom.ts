// What the modules share: each takes hold of the elements that name it in data-module.

/** Runs `start` on every element whose data-module is `name`. */
export function each(name: string, start: (element: HTMLElement) => void): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-module="${name}"]`)) {
    start(element);
  }
}

/** A new element with attributes and text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  text = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.textContent = text;
  return element;
}

/** A field by its name, which is also its id. */
export function field(name: string | undefined): HTMLInputElement | null {
  const element = name ? document.getElementById(name) : null;
  return element instanceof HTMLInputElement ? element : null;
}

/** Seconds as minutes and seconds. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Calls `tick` each second with what is left, by the clock rather than by counting, until nothing is left. */
export function countDown(seconds: number, tick: (left: number) => void): void {
  const end = Date.now() + seconds * 1000;
  const step = (): void => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    tick(left);
    if (left > 0) setTimeout(step, 500);
  };
  step();
}
