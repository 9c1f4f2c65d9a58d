import { clock, countDown, make } from "./dom";

/** Shows the time left, and says it aloud when little or nothing is left (R34). */
export function countdown(box: HTMLElement): void {
  const shown = box.querySelector<HTMLElement>(".countdown-left");
  if (!shown) return;
  const said = make("span", { class: "govuk-visually-hidden", "aria-live": "polite" });
  box.after(said);
  countDown(Number(box.dataset.seconds ?? 0), (left) => {
    shown.textContent = clock(left);
    if (left === 30) said.textContent = box.dataset.soon ?? "";
    if (left === 0) {
      box.textContent = box.dataset.over ?? "";
      said.textContent = box.dataset.over ?? "";
    }
  });
}

/** Keeps "send again" closed until sending again is allowed. */
export function resend(button: HTMLElement): void {
  if (!(button instanceof HTMLButtonElement)) return;
  const label = button.textContent ?? "";
  countDown(Number(button.dataset.seconds ?? 0), (left) => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${button.dataset.wait ?? label} ${clock(left)}` : label;
  });
}

/** Follows a link by itself after some seconds (R25), unless the person does something here or comes back to the page. */
export function moveOn(link: HTMLElement): void {
  if (!(link instanceof HTMLAnchorElement)) return;
  const timer = setTimeout(() => location.assign(link.href), Number(link.dataset.seconds ?? 0) * 1000);
  const stay = (): void => clearTimeout(timer);
  for (const act of ["pointerdown", "keydown", "focusin", "wheel", "touchstart"]) {
    document.addEventListener(act, stay, { once: true, passive: true });
  }
  // A page that comes back from the history is looked at on purpose.
  window.addEventListener("pagehide", stay);
  const [entry] = performance.getEntriesByType("navigation");
  if (entry instanceof PerformanceNavigationTiming && entry.type === "back_forward") stay();
}
