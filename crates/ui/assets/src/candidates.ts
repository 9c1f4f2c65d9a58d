import { field, make } from "./dom";

/** "Use this": puts a generated password into both fields, where it can still be changed (R52). */
export function candidates(box: HTMLElement): void {
  const targets = (box.dataset.targets ?? "").split(" ").map(field);
  const use = (value: string): void => {
    for (const target of targets) {
      if (!target) continue;
      target.value = value;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
    targets[0]?.focus();
  };
  for (const radio of box.querySelectorAll<HTMLInputElement>("input[type=radio]")) {
    const text = box.dataset.use ?? "";
    const button = make("button", { type: "button", class: "candidate-use", "aria-label": `${text}: ${radio.value}` }, text);
    button.addEventListener("click", () => {
      radio.checked = true;
      use(radio.value);
    });
    radio.parentElement?.append(button);
  }
}
