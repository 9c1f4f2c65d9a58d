/** Closes the menu of the header by Escape or by a click elsewhere. */
export function menu(element: HTMLElement): void {
  if (!(element instanceof HTMLDetailsElement)) return;
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !element.contains(event.target)) element.open = false;
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.open) {
      element.open = false;
      element.querySelector("summary")?.focus();
    }
  });
}
