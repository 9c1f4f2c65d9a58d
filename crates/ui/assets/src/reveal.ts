import { make } from "./dom";

/** A button that shows the password; it is hidden again before the form is sent, so that browsers offer to keep it. */
export function reveal(box: HTMLElement): void {
  const input = box.querySelector("input");
  if (!input) return;
  const button = make("button", { type: "button", class: "reveal", "aria-controls": input.id, "aria-pressed": "false" });
  const set = (shown: boolean): void => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = (shown ? box.dataset.hide : box.dataset.show) ?? "";
  };
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
  set(false);
  box.append(button);
}
