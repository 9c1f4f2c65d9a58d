// Texts of the portal that administrators replace at run time.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import { agree, signIn } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

test("R32: a text is replaced with a colleague's consent, by the keyboard, and everybody reads it at once", async () => {
  await withVisitor(world, { language: "ru" }, async (second) => {
    await withVisitor(world, { language: "ru" }, async (admin) => {
      await signIn(world, admin, "e.smirnov");
      await admin.open("/operator/texts");
      await admin.check("/operator/texts");
      await admin.page.locator("#query").fill("login-title");
      await moved(admin.page, () => admin.page.keyboard.press("Enter"));
      await admin.press('a[href="/operator/texts/login-title"]');
      await admin.check("/operator/texts (one)");

      await admin.fill({ text_en: "<b>Come in</b>" });
      await admin.submit();
      assert.match(await admin.refused("text_en"), /HTML/);
      await admin.check("/operator/texts (faulty)");
      await admin.fill({ text_en: "Come in" });
      await admin.submit();
      await admin.check("/operator/texts (previewed)");
      assert.match(await admin.page.locator("section:has(#preview)").innerText(), /Come in/);
      await admin.submit();
      await admin.check("/operator/texts (asked)");

      await signIn(world, second, "f.zueva");
      await second.open("/operator/approvals");
      await second.check("/operator/approvals (text)");
      assert.match(await second.page.locator("main").innerText(), /login-title[\s\S]*Come in/);
      await agree(second);

      await admin.open("/operator/texts/login-title");
      await admin.press('form[action="/operator/texts/login-title/execute"] button');
      await admin.check("/operator/texts (replaced)");
    });
    await withVisitor(world, { language: "en" }, async (visitor) => {
      await visitor.open("/login");
      assert.equal(await visitor.heading(), "Come in");
    });
    await second.open("/operator/texts?replaced=1");
    assert.match(await second.page.locator("main").innerText(), /login-title/);
  });
});
