import { field, make } from "./dom";

/** Says that two entries of a password differ before the form is sent (R50); the server says so too. */
export function same(box: HTMLElement): void {
  const first = field(box.dataset.first);
  const second = field(box.dataset.second);
  if (!first || !second) return;
  const said = make("p", { class: "govuk-error-message", id: `${second.id}-differs`, "aria-live": "polite" });
  box.append(said);
  let touched = false;
  const differ = (): boolean => second.value !== "" && first.value !== second.value;
  const tell = (): void => {
    const text = touched && differ() ? (box.dataset.differs ?? "") : "";
    if (said.textContent !== text) said.textContent = text;
    second.classList.toggle("govuk-input--error", text !== "");
    if (text === "") {
      second.removeAttribute("aria-invalid");
    } else {
      second.setAttribute("aria-invalid", "true");
    }
  };
  // While one types the repetition is always shorter: told when the field is left, taken back at once.
  second.addEventListener("change", () => {
    touched = true;
    tell();
  });
  for (const input of [first, second]) input.addEventListener("input", tell);
  second.form?.addEventListener("submit", (event) => {
    touched = true;
    tell();
    if (!differ()) return;
    event.preventDefault();
    second.focus();
  });
}
