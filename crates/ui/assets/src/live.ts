// Watches a state and shows the page anew when it has changed. The answer is JSON `{"state": "..."}`, as one event of a
// stream or as a plain answer. What somebody is typing is never thrown away: such a page stays as it is, and comes anew when it is sent.

const PAUSE = 15_000;
/** How long a page that is being left is not shown anew: that would undo the step that the person takes. */
const LEAVING = 5_000;

function stateOf(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === "object" && answer !== null && "state" in answer) return String(answer.state);
  } catch {
    // An answer of another shape is no news.
  }
  return undefined;
}

/** Whether a form of the page holds what the server has not seen. */
function isTouched(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("main input, main textarea")];
  return fields.some((field) =>
    field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")
      ? field.checked !== field.defaultChecked
      : field.type !== "hidden" && field.value !== field.defaultValue,
  );
}

export function live(box: HTMLElement): void {
  const url = box.dataset.url;
  if (!url) return;
  const source = new EventSource(url);
  let left = -LEAVING;
  addEventListener("beforeunload", () => {
    left = performance.now();
  });
  const anew = (): void => {
    const wait = left + LEAVING - performance.now();
    // Whoever only took a file is still here by then.
    if (wait > 0) setTimeout(anew, wait);
    else location.reload();
  };
  const seen = (text: string): void => {
    const state = stateOf(text);
    if (state === undefined || state === box.dataset.state) return;
    if (isTouched()) source.close();
    else anew();
  };
  const poll = async (): Promise<void> => {
    try {
      const answer = await fetch(url, { headers: { accept: "application/json" }, cache: "no-store" });
      // The session is over: the server leads to the login.
      if (answer.status === 401 || answer.redirected) return anew();
      if (answer.ok) seen(await answer.text());
    } catch {
      // The network may come back.
    }
    setTimeout(() => void poll(), PAUSE);
  };
  source.addEventListener("message", (event) => seen(String(event.data)));
  source.addEventListener("error", () => {
    // Closed for good: the server does not stream, or not to us any more. So ask, and ask again now and then.
    if (source.readyState === EventSource.CLOSED) void poll();
  });
}
