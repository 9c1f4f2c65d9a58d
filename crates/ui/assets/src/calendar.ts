// A calendar over the three selects of a date (R79): a dialog with a grid that keys move through. What is picked goes
// into the selects, which stay the truth.
import { make } from "./dom";

const DAY = 86_400_000;
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const utc = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month, day));
const daysIn = (year: number, month: number): number => utc(year, month + 1, 0).getUTCDate();

export function calendar(box: HTMLElement): void {
  const part = (name: string) => box.querySelector<HTMLSelectElement>(`select[data-part="${name}"]`);
  const [day, month, year] = [part("day"), part("month"), part("year")];
  const parts = box.querySelector(".date-parts");
  if (!day || !month || !year || !parts || typeof HTMLDialogElement === "undefined") return;

  const words = box.dataset;
  const years = [...year.options].map((option) => Number(option.value)).filter((value) => value > 0);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  let focused = utc(Math.max(first, last - 30), 0, 1);

  const dialog = make("dialog", { class: "calendar", "aria-label": words.title ?? "" });
  const head = make("div", { class: "calendar-head" });
  const before = make("button", { type: "button", "aria-label": words.previous ?? "" }, "‹");
  const after = make("button", { type: "button", "aria-label": words.next ?? "" }, "›");
  const months = make("select", { class: "govuk-select", "aria-label": words.month ?? "" });
  const allYears = make("select", { class: "govuk-select", "aria-label": words.year ?? "" });
  for (const option of month.options) if (option.value) months.append(new Option(option.text, option.value));
  for (const option of year.options) if (option.value) allYears.append(new Option(option.text, option.value));
  const grid = make("table", { role: "grid" });
  const close = make("button", { type: "button", class: "calendar-close" }, words.close);
  head.append(before, months, allYears, after);
  dialog.append(head, grid, close);

  const title = (date: Date): string =>
    date.toLocaleDateString(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" });

  const picked = (): number =>
    day.value && month.value && year.value ? utc(Number(year.value), Number(month.value) - 1, Number(day.value)).getTime() : NaN;

  const cell = (date: Date): HTMLElement => {
    const button = make("button", { type: "button", "aria-label": title(date), "data-time": String(date.getTime()) });
    button.textContent = String(date.getUTCDate());
    button.tabIndex = date.getTime() === focused.getTime() ? 0 : -1;
    button.addEventListener("click", () => pick(date));
    const box = make("td", { role: "gridcell", "aria-selected": String(date.getTime() === picked()) });
    box.append(button);
    return box;
  };

  const draw = (): void => {
    const [y, m] = [focused.getUTCFullYear(), focused.getUTCMonth()];
    months.value = String(m + 1);
    allYears.value = String(y);
    const names = make("tr", { role: "row" });
    const long = (words.weekdays ?? "").split("|");
    (words.weekdaysShort ?? "").split("|").forEach((short, at) => {
      names.append(make("th", { scope: "col", role: "columnheader", abbr: long[at] ?? "" }, short));
    });
    grid.replaceChildren(names);
    let row = make("tr", { role: "row" });
    // Weeks begin on Monday.
    for (let empty = (utc(y, m, 1).getUTCDay() + 6) % 7; empty > 0; empty -= 1) row.append(make("td"));
    for (let d = 1; d <= daysIn(y, m); d += 1) {
      if (row.children.length === 7) {
        grid.append(row);
        row = make("tr", { role: "row" });
      }
      row.append(cell(utc(y, m, d)));
    }
    grid.append(row);
  };

  const focusDay = (): void => grid.querySelector<HTMLElement>("button[tabindex='0']")?.focus();

  const go = (y: number, m: number, d: number): void => {
    const start = utc(y, m, 1);
    const [yy, mm] = [start.getUTCFullYear(), start.getUTCMonth()];
    if (yy < first || yy > last) return;
    focused = utc(yy, mm, Math.min(d, daysIn(yy, mm)));
    draw();
  };

  const pick = (date: Date): void => {
    day.value = String(date.getUTCDate());
    month.value = String(date.getUTCMonth() + 1);
    year.value = String(date.getUTCFullYear());
    dialog.close();
  };

  const turn = (by: number): void => go(focused.getUTCFullYear(), focused.getUTCMonth() + by, focused.getUTCDate());
  before.addEventListener("click", () => turn(-1));
  after.addEventListener("click", () => turn(1));
  months.addEventListener("change", () => go(focused.getUTCFullYear(), Number(months.value) - 1, focused.getUTCDate()));
  allYears.addEventListener("change", () => go(Number(allYears.value), focused.getUTCMonth(), focused.getUTCDate()));
  close.addEventListener("click", () => dialog.close());

  grid.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const weekday = (focused.getUTCDay() + 6) % 7;
    const date = (days: number): Date => new Date(focused.getTime() + days * DAY);
    const moved = (to: Date): void => go(to.getUTCFullYear(), to.getUTCMonth(), to.getUTCDate());
    if (step !== undefined) moved(date(step));
    else if (event.key === "Home") moved(date(-weekday));
    else if (event.key === "End") moved(date(6 - weekday));
    else if (event.key === "PageUp") turn(event.shiftKey ? -12 : -1);
    else if (event.key === "PageDown") turn(event.shiftKey ? 12 : 1);
    else return;
    event.preventDefault();
    focusDay();
  });

  const open = make("button", { type: "button", class: "date-open", "aria-haspopup": "dialog" }, words.open);
  open.addEventListener("click", () => {
    const now = picked();
    if (!Number.isNaN(now)) focused = new Date(now);
    draw();
    dialog.showModal();
    focusDay();
  });
  dialog.addEventListener("close", () => open.focus());
  parts.append(open);
  box.append(dialog);
}
