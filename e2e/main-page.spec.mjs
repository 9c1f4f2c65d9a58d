// What a stranger meets: the main page, the catalogue, help, the ways in, and what is said when something is not there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, WIDTHS, withVisitor } from "./lib/browser.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

for (const width of WIDTHS) {
  test(`R1: log in and register stand side by side, in view at once (${width} px)`, async () => {
    await withVisitor(world, { width }, async (person) => {
      await person.open("/");
      const login = await person.page.locator("#login").boundingBox();
      const register = await person.page.locator("#register").boundingBox();
      assert.ok(login && register, "both buttons are shown");
      for (const button of [login, register]) {
        assert.ok(button.y + button.height <= person.page.viewportSize().height, "in view without scrolling");
        assert.ok(button.height >= 44, "large enough for a thumb");
      }
      assert.ok(Math.abs(login.y - register.y) < 100, "in one block");
    });
  });
}

test("R2: every page leads to the personal area, and a stranger to login with a way to register", async () => {
  await withVisitor(world, { scripts: false, language: "en" }, async (person) => {
    for (const path of ["/", "/help", "/category/", "/registration", "/nowhere"]) {
      await person.open(path);
      await person.press("header .site-login");
      assert.equal(person.path(), "/login", `from ${path}`);
      assert.equal(await person.page.locator("main a[href^='/registration']").count(), 1);
    }
  });
});

test("R3: a service is described to everybody; ordering it asks for login", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    await person.open("/category/");
    await person.press("main a.tile[href*='/services/my-fines']");
    await person.press("#submit");
    assert.equal(person.path(), "/login");
    assert.match(new URL(person.page.url()).searchParams.get("return"), /^\/services\/my-fines/);
  });
});

for (const language of LANGUAGES) {
  test(`R32: the browser's language is spoken, and the switch changes it for good (${language})`, async () => {
    await withVisitor(world, { language, scripts: language !== "fr" }, async (person) => {
      await person.open("/registration");
      assert.equal(await person.spoken(), language);
      for (const other of LANGUAGES.filter((one) => one !== language)) {
        const heading = await person.heading();
        await person.speak(other);
        assert.equal(person.path(), "/registration", "one stays on the page");
        assert.notEqual(await person.heading(), heading);
        await person.open("/help");
        assert.equal(await person.spoken(), other);
        await person.open("/registration");
      }
    });
  });
}

test("what is not there is said so, in the frame of the site and in the language of the reader", async () => {
  await withVisitor(world, { language: "fr", scripts: false }, async (person) => {
    for (const [path, status] of [["/nowhere", 404], ["/services/none", 404], ["/registration/link?token=gone", 410], ["/registration/code", 410]]) {
      const answer = await person.open(path);
      assert.equal(answer.status(), status, path);
      assert.equal(await person.spoken(), "fr");
      assert.ok((await person.page.locator("main a[href]").count()) > 0, `${path} offers a way on`);
    }
  });
});
