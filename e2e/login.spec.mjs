// Coming back: login, recovery, sessions on several devices.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, visitor, withVisitor } from "./lib/browser.mjs";
import { fillPersonalData, logIn, logInBySnils, PASSWORD, reachLevel, registerByEmail, registerByPhone } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const NEW_PASSWORD = "Neues.Fenster-8";

for (const scripts of [true, false]) {
  test(`R5, R184, R187, R189: out and in again by phone (scripts ${scripts ? "on" : "off"})`, async () => {
    await withVisitor(world, { scripts }, async (person) => {
      const { phone, key } = await registerByPhone(world, person);
      await person.level();
      assert.match(await person.page.locator("header .user-name").innerText(), new RegExp(world.person(key).family_name));
      await person.logOut();
      await person.open("/account");
      assert.match(person.path(), /^\/login/);
      await logIn(person, phone);
      assert.match(person.path(), /^\/account/);
    });
  });
}

test("R185: login by SNILS", async () => {
  await withVisitor(world, { scripts: false }, async (person) => {
    await registerByPhone(world, person, { key: "boris" });
    await fillPersonalData(world, person, "boris");
    await reachLevel(person, "standard");
    await person.logOut();
    await logInBySnils(person, world.person("boris").snils);
    assert.match(person.path(), /^\/account/);
  });
});

for (const language of LANGUAGES) {
  test(`R191: a wrong name and a wrong password get the same answer (${language})`, async () => {
    await withVisitor(world, { language }, async (person) => {
      const { phone } = await registerByPhone(world, person);
      await person.level();
      await person.logOut();
      await logIn(person, phone, "Falsches.Fenster-9");
      const wrongPassword = await person.refused();
      await person.check("login refused");
      await logIn(person, "+70009999999", "Falsches.Fenster-9");
      assert.equal(await person.refused(), wrongPassword);
    });
  });
}

test("R192, R194, R202: recovery by phone ends all sessions", async () => {
  await withVisitor(world, {}, async (person) => {
    const { phone } = await registerByPhone(world, person);
    await withVisitor(world, { scripts: false, language: "en" }, async (elsewhere) => {
      await elsewhere.open("/login");
      await elsewhere.page.locator("main a[href='/recovery']").click();
      await elsewhere.check("recovery");
      await elsewhere.fill({ contact: phone });
      await elsewhere.submit();
      await elsewhere.fill({ code: await world.phone.smsCode(phone) });
      await elsewhere.submit();
      await elsewhere.fill({ password: NEW_PASSWORD, password_repeat: NEW_PASSWORD });
      await elsewhere.submit();
      await elsewhere.check("recovered");
      await logIn(elsewhere, phone, NEW_PASSWORD);
      assert.equal(await elsewhere.level(), "simplified");
    });
    await person.open("/account");
    assert.match(person.path(), /^\/login/, "the older session is over");
    await logIn(person, phone, PASSWORD);
    await person.refused();
  });
});

test("R195: recovery by e-mail with the link of the letter", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    const { email } = await registerByEmail(world, person);
    await person.level();
    await person.logOut();
    await person.open("/recovery");
    await person.fill({ contact: email });
    await person.submit();
    await person.open(await world.phone.mailLink(email));
    if ((await person.page.locator("[name=password]").count()) === 0) await person.submit();
    await person.fill({ password: NEW_PASSWORD, password_repeat: NEW_PASSWORD });
    await person.submit();
    await logIn(person, email, NEW_PASSWORD);
    assert.equal(await person.level(), "simplified");
  });
});

test("R189, R190: a session is ended from another device", async () => {
  const desk = await visitor(world, {});
  const pocket = await visitor(world, { width: 360, language: "en" });
  const { phone } = await registerByPhone(world, desk);
  await logIn(pocket, phone);
  assert.equal(await pocket.level(), "simplified");
  await desk.open("/account/security");
  await desk.check("security with two sessions");
  await Promise.all([
    desk.page.waitForEvent("load"),
    desk.page.locator("form[action*='/sessions'] button").first().click(),
  ]);
  await pocket.open("/account");
  assert.match(pocket.path(), /^\/login/);
  assert.equal(await desk.level(), "simplified", "one's own session goes on");
  await desk.leave();
  await pocket.leave();
});
