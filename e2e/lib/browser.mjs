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

const heightOf = (width) => (width < 600 ? 740 : 900);

let browser;
// The window for pages without scripts.
let copies;

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
  copies = undefined;
}

/**
 * Somebody with a browser of their own: no cookies, one page.
 * `leave()` closes it and fails if any page misbehaved.
 * `thorough: false` is for a journey that goes once more in another language: the colours are the same and so is what is
 * in a narrow window, so axe looks once at each page, for its words.
 */
export async function visitor(world, {
  scripts = true, width = 1280, language = "ru", dark = false, elsewhere = [], userAgent, thorough = true,
} = {}) {
  const context = await (await started()).newContext({
    baseURL: world.url,
    // Nobody's browser knows the authority of a portal on this machine.
    ignoreHTTPSErrors: world.url.startsWith("https:"),
    javaScriptEnabled: scripts,
    locale: { ru: "ru-RU", en: "en-GB", fr: "fr-FR" }[language],
    viewport: { width, height: heightOf(width) },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    ...(userAgent && { userAgent }),
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = [];
  const origin = new URL(world.url).origin;
  context.on("request", (request) => {
    const url = new URL(request.url());
    // Where a journey leads through another site, that site's pages may be opened, and ask for what is theirs.
    const asks = request.isNavigationRequest() || new URL(request.frame().url()).origin === url.origin;
    if (elsewhere.includes(url.origin) && asks) return;
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
    dark,
    thorough,
    /** Opens a path of the portal, or a link from a letter. */
    open: (path) => page.goto(path),
    /** Chooses the language by the portal's own switch. */
    async speak(code) {
      await self.press(`header a[hreflang="${code}"]:visible, footer a[hreflang="${code}"]:visible`);
      assert.equal(await self.spoken(), code);
    },
    fill: (values) => fill(page, values),
    submit: () => submit(page),
    /** Follows a link or presses a button that leads to another page. */
    press: (selector) => moved(page, () => page.locator(selector).first().click()),
    /** Looks at the page by axe, narrow and wide; what is found fails the journey at its end, so that all is told. */
    async check(name) {
      faults.push(...(await accessible(self, name)));
    },
    faults,
    heading: () => page.locator("h1").first().innerText(),
    /** The language that the page says it is in. */
    spoken: () => page.locator("html").getAttribute("lang"),
    path: () => new URL(page.url()).pathname,
    /** The page must say what is wrong, with a link to the field if it is about one; returns what it says. */
    async refused(field) {
      const summary = page.locator(".govuk-error-summary, [role=alert]").first();
      await summary.waitFor();
      if (field) {
        assert.ok((await summary.locator(`a[href="#${field}"]`).count()) > 0, `the summary links to ${field}`);
        const invalid = page.locator(`#${field}[aria-invalid=true], fieldset[aria-invalid=true]:has(#${field})`);
        assert.equal(await invalid.count(), 1, `${field} is marked`);
        const reasons = (await invalid.getAttribute("aria-describedby")) ?? "";
        assert.match(reasons, new RegExp(`\\b${field}-error\\b`), `${field} says what is wrong`);
      }
      assert.match(await page.title(), { ru: /^Ошибка: /, en: /^Error: /, fr: /^Erreur\s: / }[await self.spoken()]);
      return summary.innerText();
    },
    /** The level of the account, from the mark in the personal area. */
    async level() {
      await page.goto("/account");
      assert.equal(self.path(), "/account", "signed in");
      const mark = await page.locator("main .level").first().getAttribute("class");
      return /level--(\w+)/.exec(mark)?.[1];
    },
    async logOut() {
      await self.press("#logout");
    },
    async leave() {
      await context.close();
      assert.equal(faults.join("\n"), "", "a page misbehaved");
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
    error.message += `\n  ${person.faults.join("\n  ")}\n  at ${where}\n  ${text.slice(0, 1500).replaceAll("\n", "\n  ")}`;
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

/** Does what leads to another page, and waits until that page is there. */
export async function moved(page, act) {
  const isMain = (frame) => frame === page.mainFrame();
  // Longer than the act may take, so that its failure is the one that is told.
  const another = page.waitForEvent("framenavigated", { predicate: isMain, timeout: 20_000 });
  another.catch(() => undefined);
  await act();
  await another;
  await page.waitForLoadState();
}

/** Presses the main button and waits for the next page. */
export async function submit(page) {
  await moved(page, () => page.locator("#submit").click());
}

/**
 * What axe finds on the page, words wider than the window, and whether its frame is whole; in a narrow window and in a
 * wide one, in the light colours and in the dark ones. Without scripts in the window as it is: the pages are the same.
 */
async function accessible(person, name = person.path()) {
  const { page } = person;
  const told = [];
  if ((await page.locator("h1").count()) !== 1) told.push(`${name} has not one main heading`);
  const before = page.viewportSize();
  for (const width of person.scripts ? WIDTHS : [before.width]) {
    await page.setViewportSize({ width, height: heightOf(width) });
    const found = person.scripts ? await violations(person, width) : await violationsWithoutScripts(page);
    told.push(...found.told.map((one) => `${name} at ${width} px: ${one}`));
    if (found.content > width) told.push(`${name} is ${found.content} wide in a window of ${width}`);
  }
  await page.setViewportSize(before);
  return told;
}

async function violations({ page, dark, thorough }, width) {
  const told = [];
  if (thorough || width === Math.max(...WIDTHS)) {
    if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axeSource);
    told.push(...(await foundByAxe(page, {})));
    if (thorough) told.push(...(await foundInOtherColours(page, dark)));
  }
  return { told, content: await page.evaluate(() => document.documentElement.scrollWidth) };
}

// The rules whose outcome depends on colours.
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** The same page in the colours that it is not in now; nothing but them can differ. */
async function foundInOtherColours(page, dark) {
  const [now, other] = dark ? ["dark", "light"] : ["light", "dark"];
  await page.emulateMedia({ colorScheme: other });
  const told = await foundByAxe(page, { runOnly: { type: "rule", values: COLOUR_RULES } });
  await page.emulateMedia({ colorScheme: now });
  return told.map((one) => `in ${other} colours: ${one}`);
}

async function foundByAxe(page, options) {
  const found = await page.evaluate(
    async (chosen) => (await window.axe.run(document, { resultTypes: ["violations"], elementRef: false, ...chosen })).violations,
    options,
  );
  return found.map(
    (one) => `${one.id} (${one.impact}): ${one.help}\n    ${one.nodes.map((node) => `${node.html} ${reason(node)}`).join("\n    ")}`,
  );
}

/** The two colours of a contrast that is too low. */
function reason(node) {
  const { fgColor, bgColor, contrastRatio } = node.any[0]?.data ?? {};
  return fgColor ? `(${fgColor} on ${bgColor}: ${contrastRatio})` : "";
}

/**
 * axe is a script and cannot run where there are none: the page as it stands is shown once more in a window that runs
 * axe, but none of the page's own scripts.
 */
async function violationsWithoutScripts(page) {
  const html = (await page.content()).replaceAll(/<(\/?)noscript\b/g, "<$1div");
  copies ??= await openCopies();
  copies.html = html;
  await copies.page.setViewportSize(page.viewportSize());
  await copies.page.goto(page.url());
  return violations({ page: copies.page, dark: false, thorough: true }, page.viewportSize().width);
}

async function openCopies() {
  // A colour that fades in would be seen half-way.
  const looks = { colorScheme: "light", reducedMotion: "reduce" };
  const page = await (await (await started()).newContext(looks)).newPage();
  const self = { page, html: "" };
  await page.route("**/*", (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ contentType: "text/html; charset=utf-8", body: self.html });
    return request.resourceType() === "script" ? route.abort() : route.continue();
  });
  return self;
}
