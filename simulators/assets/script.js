// Two comforts: the page of messages follows what arrives, and a press on a code or field copies it.
// Without this file the page works by its reload link, and codes are selected as a whole.
"use strict";

document.addEventListener("click", async (event) => {
  const field = event.target.closest("[data-copy]");
  if (!field) return;
  try {
    await navigator.clipboard.writeText(field.textContent.trim());
    field.classList.add("copied");
    setTimeout(() => field.classList.remove("copied"), 800);
  } catch {
    // No permission: the text is selected, the keyboard does the rest.
  }
});

async function refresh() {
  const answer = await fetch(location.href);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = [...document.querySelectorAll("article:has(details[open])")].map((article) => article.id);
  for (const id of open) next.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
  document.getElementById("main").replaceWith(next.getElementById("main"));
  return Number(next.body.dataset.live);
}

async function follow() {
  let seen = Number(document.body.dataset.live);
  for (;;) {
    try {
      // The server answers when something has changed, or after half a minute.
      const answer = await fetch(`/api/changes?after=${seen}&wait=30`);
      const { count } = await answer.json();
      if (count !== seen) seen = await refresh();
    } catch {
      await new Promise((later) => setTimeout(later, 2000));
    }
  }
}

if (document.body.dataset.live !== undefined) follow();
