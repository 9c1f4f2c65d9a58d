// A button that copies what stands beside it.

/** Adds the button where the browser can copy. */
export function copy(box: HTMLElement): void {
  const source = box.querySelector("code");
  if (!source || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = box.dataset.copy ?? "";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent ?? "");
    said.textContent = box.dataset.done ?? "";
  });
  box.append(button, " ", said);
}
