// What a stranger meets: the main page and the public pages around it.

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

test("R1: log in and register stand side by side, in view at once", async () => {
  await withVisitor(world, { width: 1280 }, async (person) => {
    await person.open("/");
    const login = await person.page.locator("#login").first().boundingBox();
    const register = await person.page.locator("#register").first().boundingBox();
    assert.ok(login && register, "both buttons are shown");
    for (const button of [login, register]) {
      assert.ok(button.y + button.height <= 900, "in view without scrolling");
      assert.ok(button.height >= 44, "large enough for a thumb");
    }
    assert.ok(Math.abs(login.y - register.y) < 200, "in one block");
  });
});

const PUBLIC = [
  "/",
  "/login",
  "/registration",
  "/recovery",
  "/category/",
  "/help",
  "/accessibility",
  "/privacy",
  "/services/doctor-appointment",
  "/help/registration",
  "/support",
  "/service-centers",
];

for (const language of LANGUAGES) {
  for (const width of WIDTHS) {
    for (const scripts of [true, false]) {
      const how = `${language}, ${width} px, scripts ${scripts ? "on" : "off"}`;
      test(`R2, R4, R9, R32: public pages are accessible (${how})`, async () => {
        await withVisitor(world, { language, width, scripts }, async (person) => {
          for (const path of PUBLIC) {
            const answer = await person.open(path);
            assert.equal(answer.status(), 200, path);
            assert.equal(await person.page.locator("html").getAttribute("lang"), language, path);
            await person.check(`${path} (${how})`);
          }
        });
      });
    }
  }
}
