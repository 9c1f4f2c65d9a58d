// The whole way from "Register" to level Standard by Tab, Enter, Space and letters: no mouse.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import { freshPhone, PASSWORD, verified } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

/** Somebody who has a keyboard only. */
function typist(page) {
  const press = (key) => page.keyboard.press(key);
  /** Tabs on until the element has the focus; each stop on the way must show where one is. */
  const reach = async (selector) => {
    for (let step = 0; step < 80; step += 1) {
      const here = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
      if (here) {
        const marked = await page.evaluate(() => {
          const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
          return outlineStyle !== "none" || boxShadow !== "none";
        });
        assert.ok(marked, `${selector} shows that it has the focus`);
        return;
      }
      await press("Tab");
    }
    assert.fail(`${selector} cannot be reached by Tab on ${page.url()}`);
  };
  return {
    press,
    reach,
    async write(name, text) {
      await reach(`[name="${name}"]`);
      await press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    /** Picks from a menu by typing the beginning of the words, and by arrows from there. */
    async pick(name, text) {
      await reach(`[name="${name}"]`);
      await page.keyboard.type(text);
      const chosen = page.locator(`[name="${name}"] option:checked`);
      for (let step = 0; step < 5; step += 1) {
        if ((await chosen.innerText()).trim().toLowerCase() === text.toLowerCase()) return;
        // Typing one character twice goes through what begins with it.
        await press("ArrowDown");
      }
      assert.fail(`${text} cannot be picked for ${name}`);
    },
    async go(selector, key = "Enter") {
      await reach(selector);
      await moved(page, () => press(key));
    },
  };
}

test("R12, R20, R40, R51, R75, R88, R246: to level Standard by keyboard alone", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    const one = world.person("boris");
    const hand = typist(person.page);
    const phone = freshPhone();
    await person.open("/");
    await hand.press("Tab");
    await hand.press("Enter");
    // The first stop skips the frame.
    await person.page.waitForURL((url) => url.hash === "#main");
    await hand.go("#register");
    await hand.go("#submit");
    assert.equal(await person.page.evaluate(() => document.activeElement.getAttribute("role")), "alert", "faults are read first");
    await hand.write("family_name", one.family_name);
    await hand.write("given_name", one.given_name);
    await hand.write("mobile_phone", phone);
    await hand.press("Tab");
    await hand.go("#submit");
    await hand.write("code", await world.phone.smsCode(phone));
    await moved(person.page, () => hand.press("Enter"));
    await hand.reach("details.generator summary");
    await hand.press("Space");
    await hand.reach("[name=special]");
    await hand.press("Space");
    await hand.press("Space");
    await hand.go("#create_password", "Space");
    assert.ok((await person.page.locator("[name=candidate]").count()) > 1);
    await hand.write("password", PASSWORD);
    await hand.write("password_repeat", PASSWORD);
    await hand.go("#submit");
    await hand.go("#submit");
    assert.equal(person.path(), "/profile/edit");
    await hand.write("patronymic", one.patronymic);
    await hand.pick("sex", "Male");
    await hand.pick("birth_date_day", "3");
    await hand.pick("birth_date_month", "November");
    await hand.pick("birth_date_year", "1971");
    await hand.write("birth_place", one.birth_place);
    await hand.write("snils", one.snils);
    await hand.pick("citizenship", "Russia");
    await hand.write("document_number", `${one.passport.series} ${one.passport.number}`);
    await hand.pick("issue_date_day", "22");
    await hand.pick("issue_date_month", "November");
    await hand.pick("issue_date_year", "2016");
    await hand.write("issued_by", one.passport.issued_by);
    await hand.write("unit_code", one.passport.unit_code);
    // Enter in a field means "continue".
    await moved(person.page, () => hand.press("Enter"));
    assert.equal(person.path(), "/profile/review");
    await hand.go("#submit");
    await verified(world, person, { contact: phone });
    await hand.go("#submit");
    assert.equal(person.path(), "/login");
    await hand.write("login", phone);
    await hand.write("password", PASSWORD);
    await moved(person.page, () => hand.press("Enter"));
    await hand.reach("header .user-menu summary");
    await hand.press("Enter");
    await hand.press("Escape");
    assert.equal(await person.level(), "standard");
    await hand.go("#logout", "Space");
    assert.equal(person.path(), "/");
  });
});
