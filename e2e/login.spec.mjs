// Coming back: login, recovery, sessions on several devices.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, withVisitor } from "./lib/browser.mjs";
import {
  askForRecovery, choosePassword, enterCode, followLink, logIn, logInBySnils, NEW_PASSWORD, PASSWORD, reachStandard, registerByEmail,
  registerByPhone,
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

for (const scripts of [true, false]) {
  test(`R2, R5, R184, R187, R189: out and in again by phone (scripts ${scripts ? "on" : "off"})`, async () => {
    await withVisitor(world, { scripts }, async (person) => {
      const { contact, key } = await registerByPhone(world, person);
      assert.equal(await person.level(), "simplified");
      assert.match(await person.page.locator("header .user-name").innerText(), new RegExp(world.person(key).family_name));
      await person.page.locator("header .user-menu summary").click();
      await person.press("header .user-menu a[href='/account/data']");
      await person.logOut();
      await person.page.goBack();
      await person.page.reload();
      assert.equal(person.path(), "/login", "the back button shows nothing after logging out");
      await person.fill({ login: contact, password: PASSWORD });
      await person.submit();
      assert.equal(person.path(), "/account/data", "back to the page that was asked for");
    });
  });
}

test("R185: login by SNILS once the account is Standard", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    await reachStandard(world, person, { key: "boris" });
    await person.press("#submit");
    assert.equal(person.path(), "/login", "the page of success leads to a new login");
    await logInBySnils(person, world.person("boris").snils);
    assert.equal(await person.level(), "standard");
  });
});

for (const language of LANGUAGES) {
  test(`R191: a wrong name and a wrong password get the same answer (${language})`, async () => {
    await withVisitor(world, { language }, async (person) => {
      const { contact } = await registerByPhone(world, person);
      await person.logOut();
      await logIn(person, contact, "Falsches.Fenster-9");
      const wrongPassword = await person.refused();
      await logIn(person, "+70009999999", "Falsches.Fenster-9");
      assert.equal(await person.refused(), wrongPassword);
    });
  });
}

test("R188, R192, R194, R202: recovery by phone ends all sessions", async () => {
  await withVisitor(world, {}, async (person) => {
    const { contact } = await registerByPhone(world, person);
    await withVisitor(world, { scripts: false, language: "en" }, async (elsewhere) => {
      await askForRecovery(elsewhere, contact);
      await enterCode(elsewhere, await world.phone.smsCode(contact));
      await choosePassword(elsewhere, NEW_PASSWORD);
      await logIn(elsewhere, contact, NEW_PASSWORD);
      assert.equal(await elsewhere.level(), "simplified");
    });
    await person.open("/account");
    assert.equal(person.path(), "/login", "the older session is over");
    await logIn(person, contact, PASSWORD);
    await person.refused();
  });
});

test("R195: recovery by e-mail with the link of the letter, in another browser", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    const { contact } = await registerByEmail(world, person);
    await person.logOut();
    await askForRecovery(person, contact);
    await withVisitor(world, { language: "fr", width: 360 }, async (elsewhere) => {
      await followLink(elsewhere, await world.phone.mailLink(contact));
      await choosePassword(elsewhere, NEW_PASSWORD);
    });
    await logIn(person, contact, NEW_PASSWORD);
    assert.equal(await person.level(), "simplified");
  });
});

test("R196, R197: recovery by SNILS goes to the contact of the account, shown masked", async () => {
  await withVisitor(world, { scripts: false, language: "en" }, async (person) => {
    const { contact } = await reachStandard(world, person, { key: "maria" });
    await person.logOut();
    await person.open("/recovery");
    await person.press("main a[href*='by=snils']");
    await person.fill({ snils: world.person("maria").snils });
    await person.submit();
    const text = await person.page.locator("main").innerText();
    assert.ok(text.includes("***"), "the contact is masked");
    assert.ok(!text.replaceAll(/\D/g, "").includes(contact.replaceAll(/\D/g, "")), "and not shown");
    await enterCode(person, await world.phone.smsCode(contact));
    await choosePassword(person, NEW_PASSWORD);
    await logInBySnils(person, world.person("maria").snils, NEW_PASSWORD);
    assert.equal(await person.level(), "standard");
  });
});

test("R193, R198: a security question that was set is asked before a code goes out", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    const { contact } = await registerByPhone(world, person);
    await person.open("/account/security/question");
    await person.fill({ security_question: "first-pet", security_answer: "Мурка", password: PASSWORD });
    await person.submit();
    await person.logOut();
    await askForRecovery(person, contact);
    assert.equal(person.path(), "/recovery/question");
    await person.fill({ security_answer: "Барсик" });
    await person.submit();
    await person.refused("security_answer");
    await person.fill({ security_answer: " мурка. " });
    await person.submit();
    assert.equal(person.path(), "/recovery/code");
  });
});

test("R189, R190: a session is ended from another device", async () => {
  await withVisitor(world, {}, async (desk) => {
    const { contact } = await registerByPhone(world, desk);
    await withVisitor(world, { width: 360, language: "en" }, async (pocket) => {
      await logIn(pocket, contact);
      assert.equal(await pocket.level(), "simplified");
      await desk.open("/account/sessions");
      await desk.press("form[action^='/account/sessions/'][action$='/end'] button");
      await pocket.open("/account");
      assert.equal(pocket.path(), "/login");
    });
    assert.equal(await desk.level(), "simplified", "one's own session goes on");
  });
});

test("R94: an e-mail address is added in the personal area and then serves for login", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await registerByPhone(world, person);
    const email = "added@post.example";
    await person.open("/account/contacts/email");
    await person.fill({ email, password: "Falsches.Fenster-9" });
    await person.submit();
    await person.refused("password");
    await person.fill({ email, password: PASSWORD });
    await person.submit();
    await enterCode(person, await world.phone.mailCode(email));
    assert.equal(person.path(), "/account/contacts");
    await person.logOut();
    await logIn(person, email);
    assert.equal(person.path(), "/account");
  });
});
