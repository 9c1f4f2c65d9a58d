/** Puts a part of a form away while something is chosen that it does not concern; nothing chosen, everything is there. */
export function concerns(part: HTMLElement): void {
  const choices = [...document.querySelectorAll<HTMLInputElement>(`input[name="${part.dataset.of}"]`)];
  const wanted = (part.dataset.for ?? "").split(" ");
  const show = (): void => {
    const chosen = choices.find((choice) => choice.checked);
    part.hidden = chosen !== undefined && !wanted.includes(chosen.value);
  };
  for (const choice of choices) choice.addEventListener("change", show);
  // Browsers put back what was chosen when one comes back to the page.
  addEventListener("pageshow", show);
  show();
}
