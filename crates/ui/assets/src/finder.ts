// The finder's conveniences: names of towns while typing, "near me", and the map, which is fetched where it is shown.

/** Suggests names of towns for what is being typed. */
export function towns(input: HTMLElement): void {
  const list = document.getElementById("town-list");
  if (!(input instanceof HTMLInputElement) || !list) return;
  let asked = "";
  let timer = 0;
  const ask = async (): Promise<void> => {
    const typed = input.value.trim();
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    try {
      const service = document.querySelector<HTMLSelectElement>("[name=service]")?.value ?? "";
      const answer = await fetch(`${input.dataset.url}?town=${encodeURIComponent(typed)}&service=${service}`);
      const names: unknown = answer.ok ? await answer.json() : [];
      if (!Array.isArray(names) || typed !== asked) return;
      list.replaceChildren(
        ...names.map((name) => {
          const option = document.createElement("option");
          option.value = String(name);
          return option;
        }),
      );
    } catch {
      // Whoever types the whole name does as well.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 150);
  });
}

/** Asks the browser where it is, when the person says so; one kilometer is exact enough, and no more leaves the browser. */
export function locate(button: HTMLElement): void {
  const form = button.closest("form");
  if (!("geolocation" in navigator) || !form) return;
  button.hidden = false;
  const denied = (): void => {
    const said = document.getElementById("finder-said");
    if (said) said.textContent = button.dataset.denied ?? "";
  };
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const query = new URLSearchParams();
        for (const [name, value] of new FormData(form)) query.set(name, String(value));
        query.delete("town");
        query.set("near", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
        location.assign(`${form.getAttribute("action") ?? ""}?${query.toString()}`);
      },
      denied,
      { timeout: 10_000, maximumAge: 600_000 },
    );
  });
}

function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/** Shows the map beside the list where the browser can draw it. */
export function map(box: HTMLElement): void {
  const script = box.dataset.script;
  if (!script || !canDraw()) return;
  const start = async (): Promise<void> => {
    box.hidden = false;
    box.closest(".finder")?.classList.add("finder--map");
    try {
      const module: { show(box: HTMLElement): Promise<void> } = await import(new URL(script, location.href).href);
      await module.show(box);
    } catch {
      // The list says it all.
      box.hidden = true;
      box.closest(".finder")?.classList.remove("finder--map");
    }
  };
  void start();
}
