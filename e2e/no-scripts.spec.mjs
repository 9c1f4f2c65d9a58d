// The whole way from "Register" to level Standard where scripts do not run, in each language, on a phone's screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, withVisitor } from "./lib/browser.mjs";
import {
  askForRegistration, choosePassword, enterCode, freshPhone, logInBySnils, openPersonalData, typePersonalData, verified,
} from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const people = { ru: "anna", en: "boris", fr: "maria" };

for (const language of LANGUAGES) {
  test(`R10, R12, R20, R24 to R27, R47, R79, R88, R96, R185, R246: to level Standard without scripts (${language})`, async () => {
    await withVisitor(world, { language, scripts: false, width: 360 }, async (person) => {
      const key = people[language];
      const phone = freshPhone();
      await person.open("/");
      await person.check("main page");
      await person.press("#register");
      await person.check("registration");
      await askForRegistration(world, person, { key, phone });
      await person.check("code");
      await enterCode(person, await world.phone.smsCode(phone));
      await person.check("password");
      await choosePassword(person, "short");
      await person.refused("password");
      await choosePassword(person);
      await person.check("success");
      await person.press("#submit");
      assert.equal(person.path(), "/profile/edit");
      await person.check("personal data");
      await openPersonalData(person);
      await typePersonalData(world, person, key);
      await person.submit();
      await person.check("review");
      await person.submit();
      await person.check("being verified");
      await verified(world, person, { contact: phone });
      await person.check("verified");
      await person.submit();
      assert.equal(person.path(), "/login");
      await logInBySnils(person, world.person(key).snils, undefined);
      assert.equal(await person.level(), "standard");
    });
  });
}

test("R51 to R53: a made-up password is picked without scripts", async () => {
  await withVisitor(world, { language: "en", scripts: false }, async (person) => {
    const phone = freshPhone();
    await askForRegistration(world, person, { key: "zhanna", phone });
    await enterCode(person, await world.phone.smsCode(phone));
    await person.page.locator("details.generator summary").click();
    await person.press("#create_password");
    await person.page.locator("[name=candidate]").nth(1).check();
    const picked = await person.page.locator("[name=candidate]").nth(1).inputValue();
    await person.press("#take");
    assert.equal(await person.page.locator("#password").inputValue(), picked);
    await person.submit();
    assert.equal(await person.level(), "simplified");
  });
});
