import { field, make } from "./dom";

/** The active rules, as the server writes them. */
interface Rules {
  min_length: number;
  max_length: number;
  upper: boolean;
  lower: boolean;
  digit: boolean;
  mark: boolean;
  marks: string;
  forbidden: string;
  no_neighbors: boolean;
}

type Check = (password: string, rules: Rules) => boolean;

const CHECKS: Record<string, Check> = {
  length: (password, rules) => [...password].length >= rules.min_length && [...password].length <= rules.max_length,
  upper: (password) => /[A-Z]/.test(password),
  lower: (password) => /[a-z]/.test(password),
  digit: (password) => /[0-9]/.test(password),
  mark: (password, rules) => [...password].some((c) => rules.marks.includes(c)),
  forbidden: (password, rules) => password !== "" && ![...password].some((c) => rules.forbidden.includes(c)),
  neighbors: (password) => password !== "" && [...password].every((c, at, all) => at === 0 || c !== all[at - 1]),
};

/** From 1 to 5, as the server reckons it; a password that keeps all rules has the highest band (R48). */
export function band(met: number, of: number): number {
  if (met >= of) return 5;
  if (of - met === 1) return 4;
  return met * 2 >= of ? 3 : 2;
}

/** Marks kept rules and names the strength while one types; the password does not leave the page (R47). */
export function strength(box: HTMLElement): void {
  const input = field(box.dataset.for);
  if (!input) return;
  const rules = JSON.parse(box.dataset.rules ?? "{}") as Rules;
  const names = (box.dataset.bands ?? "").split("|");
  const items = [...box.querySelectorAll<HTMLElement>("[data-rule]")];

  // What the server said of the password that was sent is not about the one that is typed now.
  document.querySelector(".strength-judged")?.remove();
  const meter = make("div", { class: "strength-meter", "aria-hidden": "true" });
  for (const _ of names) meter.append(make("span"));
  const said = make("p", { class: "strength-said", "aria-live": "polite" });
  box.append(meter, said);
  const states = items.map((item) => {
    const state = make("span", { class: "govuk-visually-hidden" });
    item.append(state);
    return state;
  });

  const update = (): void => {
    const password = input.value;
    let met = 0;
    items.forEach((item, at) => {
      const kept = CHECKS[item.dataset.rule ?? ""]?.(password, rules) ?? false;
      if (kept) met += 1;
      item.classList.toggle("met", kept);
      const state = states[at];
      if (state) state.textContent = password === "" ? "" : ` (${(kept ? box.dataset.met : box.dataset.unmet) ?? ""})`;
    });
    const reached = password === "" ? 0 : band(met, items.length);
    meter.dataset.band = String(reached);
    [...meter.children].forEach((bar, at) => bar.classList.toggle("on", at < reached));
    said.textContent = reached === 0 ? "" : `${box.dataset.label ?? ""}: ${names[reached - 1] ?? ""}`;
  };
  input.addEventListener("input", update);
  update();
}
