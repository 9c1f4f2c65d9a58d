// From "Register" to level Standard, by phone and by e-mail, in every language, with scripts and without.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, withVisitor } from "./lib/browser.mjs";
import {
  askForRegistration, choosePassword, fillPersonalData, freshEmail, freshPhone, PASSWORD, reachLevel, registerByEmail, registerByPhone,
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

// Everybody needs a SNILS of their own: one person of the population for each journey.
const people = ["anna", "boris", "maria", "elchin", "zhanna", "irina"];
let next = 0;

for (const language of LANGUAGES) {
  for (const scripts of [true, false]) {
    const how = `${language}, scripts ${scripts ? "on" : "off"}`;
    const key = people[next];
    next += 1;
    test(`R20, R24, R26, R63, R96, R246: by phone to level Standard, every page accessible (${how})`, async () => {
      await withVisitor(world, { language, scripts, width: scripts ? 1280 : 360 }, async (person) => {
        const phone = freshPhone();
        await person.open("/registration");
        await person.check("registration form");
        await askForRegistration(world, person, { key, phone });
        await person.check("code page");
        await person.fill({ code: await world.phone.smsCode(phone) });
        await person.submit();
        await person.check("password page");
        await choosePassword(person);
        await person.check("success page");
        assert.equal(await person.level(), "simplified");
        await person.check("personal area, simplified");
        await fillPersonalData(world, person, key);
        await person.check("after sending");
        await reachLevel(person, "standard");
        await person.check("personal area, standard");
        await person.open("/account/data");
        await person.check("personal data");
        await person.open("/account/security");
        await person.check("security");
      });
    });
  }
}

test("R21, R38: by e-mail, with the link of the letter", async () => {
  await withVisitor(world, {}, async (person) => {
    await registerByEmail(world, person);
    assert.equal(await person.level(), "simplified");
  });
});

test("R38: by e-mail, with the code of the letter and without scripts", async () => {
  await withVisitor(world, { scripts: false, language: "fr" }, async (person) => {
    const email = freshEmail();
    await askForRegistration(world, person, { email });
    await person.fill({ code: await world.phone.mailCode(email) });
    await person.submit();
    await choosePassword(person);
    assert.equal(await person.level(), "simplified");
  });
});

test("R25, R27: success moves on to the form for personal data by itself", async () => {
  await withVisitor(world, {}, async (person) => {
    await registerByPhone(world, person);
    await person.page.waitForURL(/\/profile\/edit/, { timeout: 10_000 });
  });
});

test("R15, R17: a form without contacts and one with a malformed contact are refused at the field", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await askForRegistration(world, person, {});
    await person.refused("mobile_phone");
    await person.check("registration form with an error");
    await askForRegistration(world, person, { email: "nobody" });
    await person.refused("email");
  });
});

test("R33, R36: a wrong code is refused at its field, the right one still works", async () => {
  await withVisitor(world, { scripts: false }, async (person) => {
    const phone = freshPhone();
    await askForRegistration(world, person, { phone });
    const code = await world.phone.smsCode(phone);
    await person.fill({ code: code === "111111" ? "222222" : "111111" });
    await person.submit();
    await person.refused("code");
    await person.check("code page with an error");
    await person.fill({ code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
    await person.submit();
    await person.page.locator("[name=password]").waitFor();
  });
});

test("R50: different passwords are refused", async () => {
  await withVisitor(world, { scripts: false }, async (person) => {
    const phone = freshPhone();
    await askForRegistration(world, person, { phone });
    await person.fill({ code: await world.phone.smsCode(phone) });
    await person.submit();
    await person.fill({ password: PASSWORD, password_repeat: `${PASSWORD}x` });
    await person.submit();
    await person.refused("password_repeat");
    await person.check("password page with an error");
  });
});

test("R12, R20: the whole way to an account by keyboard alone", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    const { page } = person;
    const phone = freshPhone();
    const press = (key) => page.keyboard.press(key);
    /** Tabs on until the element is reached. */
    const reach = async (selector) => {
      for (let step = 0; step < 60; step += 1) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
        await press("Tab");
      }
      assert.fail(`${selector} cannot be reached by Tab on ${page.url()}`);
    };
    const write = async (name, text) => {
      await reach(`[name="${name}"]`);
      await page.keyboard.type(text);
    };
    const send = async () => {
      await reach("#submit");
      await Promise.all([page.waitForEvent("load"), press("Enter")]);
    };
    await person.open("/");
    await reach("#register");
    await Promise.all([page.waitForEvent("load"), press("Enter")]);
    await write("family_name", "Keys");
    await write("given_name", "Only");
    await write("mobile_phone", phone);
    await send();
    await write("code", await world.phone.smsCode(phone));
    await send();
    await write("password", PASSWORD);
    await write("password_repeat", PASSWORD);
    await send();
    assert.equal(await person.level(), "simplified");
  });
});
