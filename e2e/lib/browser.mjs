// Chromium as a person has it: wide or narrow, with scripts or without, in a language.
//
// Every visitor watches what the pages ask for: a request to another origin, a script error or a refused resource
// fails the journey when the visitor leaves.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export const LANGUAGES = ["ru", "en", "fr"];
export const WIDTHS = [360, 1280];

let browser;

/** The one Chromium of this process. */
async function started() {
  browser ??= await chromium.launch({
    executablePath: process.env.OKNO_CHROMIUM ?? "/usr/bin/chromium",
    // Chromium refuses its sandbox to root, who runs the unattended checks.
    chromiumSandbox: process.getuid?.() !== 0,
    args: FLAGS,
  });
  return browser;
}

/** Ends Chromium; for `after` of a file's journeys. */
export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/**
 * Somebody with a browser of their own: no cookies, one page.
 * `leave()` closes it and fails if any page misbehaved.
 */
export async function visitor(world, { scripts = true, width = 1280, language = "ru", dark = false } = {}) {
  const context = await (await started()).newContext({
    baseURL: world.url,
    javaScriptEnabled: scripts,
    locale: { ru: "ru-RU", en: "en-GB", fr: "fr-FR" }[language],
    viewport: { width, height: width < 600 ? 740 : 900 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = [];
  const origin = new URL(world.url).origin;
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin) faults.push(`asked ${url.origin} for ${url.pathname}`);
  });
  context.on("weberror", (error) => faults.push(`script error: ${error.error().message}`));
  context.on("console", (message) => {
    // A page that says 4xx on purpose is reported by Chromium as an error of loading; that is no fault of the page.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  const self = {
    page,
    context,
    language,
    scripts,
    /** Opens a path of the portal, or a link from a letter. */
    open: (path) => page.goto(path),
    /** Chooses the language by the portal's own switch. */
    async speak(code) {
      await page.locator(`header a[hreflang="${code}"]`).first().click();
      assert.equal(await page.locator("html").getAttribute("lang"), code);
    },
    fill: (values) => fill(page, values),
    submit: () => submit(page),
    check: (name) => accessible(self, name),
    heading: () => page.locator("h1").first().innerText(),
    path: () => new URL(page.url()).pathname,
    /** The page must say what is wrong, with a link to the field if it is about one; returns what it says. */
    async refused(field) {
      const summary = page.locator(".govuk-error-summary, [role=alert]").first();
      await summary.waitFor();
      if (field) {
        assert.equal(await summary.locator(`a[href="#${field}"]`).count(), 1, `the summary links to ${field}`);
        assert.equal(await page.locator(`#${field}`).count(), 1, `${field} is on the page`);
      }
      return summary.innerText();
    },
    /** The level of the account, from the mark in the personal area. */
    async level() {
      await page.goto("/account");
      const mark = await page.locator("main .level").first().getAttribute("class");
      return /level--(\w+)/.exec(mark)?.[1];
    },
    async logOut() {
      await Promise.all([page.waitForEvent("load"), page.locator("#logout").click()]);
    },
    async leave() {
      await context.close();
      assert.deepEqual(faults, [], "a page misbehaved");
    },
  };
  return self;
}

/** Runs a journey with a visitor and always closes the browser window. */
export async function withVisitor(world, options, journey) {
  const person = await visitor(world, options);
  try {
    await journey(person);
  } catch (error) {
    const where = person.page.url();
    const text = await person.page.locator("body").innerText().catch(() => "");
    error.message += `\n  at ${where}\n  ${text.slice(0, 1500).replaceAll("\n", "\n  ")}`;
    await person.context.close();
    throw error;
  }
  await person.leave();
}

/** Fills fields by name: text, menus, boxes and radio buttons. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]`);
    const first = field.first();
    const [tag, type] = await first.evaluate((node) => [node.tagName, node.type]);
    if (type === "radio") await page.locator(`[name="${name}"][value="${value}"]`).check();
    else if (type === "checkbox") await first.setChecked(Boolean(value));
    else if (tag === "SELECT") await first.selectOption(String(value));
    else await first.fill(String(value));
  }
}

/** Presses the main button and waits for the next page. */
export async function submit(page) {
  await Promise.all([page.waitForEvent("load"), page.locator("#submit").click()]);
}

/** Fails on any violation that axe finds, on words wider than the window, and on a page without its frame. */
export async function accessible(person, name = person.path()) {
  const { page } = person;
  const found = person.scripts ? await violations(page) : await violationsWithoutScripts(page);
  assert.deepEqual(found.told, [], `accessibility of ${name}`);
  assert.equal(await page.locator("h1").count(), 1, `${name} has one main heading`);
  assert.ok(found.content <= found.window, `${name} is ${found.content} wide in a window of ${found.window}`);
}

async function violations(page) {
  const { result, content, window } = await page.evaluate(`(async () => {
    ${axeSource};
    const result = await axe.run(document, { resultTypes: ["violations"] });
    return { result, content: document.documentElement.scrollWidth, window: innerWidth };
  })()`);
  const told = result.violations.map(
    (one) => `${one.id} (${one.impact}): ${one.help}\n    ${one.nodes.map((node) => node.html).join("\n    ")}`,
  );
  return { told, content, window };
}

/**
 * axe is a script and cannot run where there are none: the page as it stands is shown once more in a window that runs
 * axe, but none of the page's own scripts.
 */
async function violationsWithoutScripts(page) {
  const html = (await page.content()).replaceAll(/<(\/?)noscript\b/g, "<$1div");
  const context = await page.context().browser().newContext({ viewport: page.viewportSize(), colorScheme: "light" });
  try {
    const copy = await context.newPage();
    await copy.route("**/*", (route) => {
      const request = route.request();
      if (request.isNavigationRequest()) return route.fulfill({ contentType: "text/html; charset=utf-8", body: html });
      return request.resourceType() === "script" ? route.abort() : route.continue();
    });
    await copy.goto(page.url());
    return await violations(copy);
  } finally {
    await context.close();
  }
}
