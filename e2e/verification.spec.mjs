// What registries say no to, what heals, and how a person hears of it.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import {
  logIn, logInBySnils, openPersonalData, PASSWORD, reachStandard, registerByEmail, registerByPhone, rejected, sendPersonalData,
  typePersonalData, verified,
} from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const REGISTRIES = ["pension_fund", "interior_ministry"];

let world;
before(async () => {
  world = await startWorld();
});
afterEach(async () => {
  for (const name of REGISTRIES) await world.registry(name, undefined);
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

test("R92, R106: the interior ministry refuses; the level stays, the number is corrected and sent again", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    const { passport } = world.person("boris");
    const account = await registerByPhone(world, person, { key: "boris" });
    await sendPersonalData(world, person, "boris", { passport: { ...passport, number: "999999" } });
    await rejected(world, person, account);
    assert.equal(await person.page.locator("#check-1 .state--success").count(), 1, "the SNILS is confirmed");
    assert.equal(await person.page.locator("#check-2 .state--error").count(), 1, "the passport is not");
    assert.equal(await person.level(), "simplified");
    await person.open("/profile/verification");
    await person.press("#submit");
    assert.equal(person.path(), "/profile/edit");
    assert.equal(await person.page.locator("#snils").inputValue(), world.person("boris").snils, "what was sent is kept");
    await typePersonalData(world, person, "boris");
    await person.submit();
    await person.submit();
    await verified(world, person, account);
    assert.equal(await person.level(), "standard");
  });
});

test("R92, R106: the pension fund refuses and names the fields; corrected without scripts", async () => {
  await withVisitor(world, { language: "en", scripts: false }, async (person) => {
    const account = await registerByPhone(world, person, { key: "maria" });
    await world.registry("pension_fund", { refusal: ["family_name"] });
    await sendPersonalData(world, person, "maria");
    await rejected(world, person, account);
    assert.match(await person.page.locator("#check-1").innerText(), /Surname|Family name/i, "the field is named");
    assert.equal(await person.level(), "simplified");
    await world.registry("pension_fund", { refusal: null });
    await openPersonalData(person);
    await person.fill({ birth_place: `${world.person("maria").birth_place} ` });
    await person.submit();
    await person.submit();
    await verified(world, person, account);
    assert.equal(await person.level(), "standard");
  });
});

test("R97, R99, R100: an outage of both registries heals by itself, with the page closed", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    for (const name of REGISTRIES) await world.registry(name, { outage: "unavailable" });
    const account = await registerByPhone(world, person, { key: "anna" });
    await sendPersonalData(world, person, "anna");
    await person.page.waitForFunction(() => document.querySelectorAll("#check-1 p, #check-2 p").length === 2);
    assert.equal(await person.level(), "simplified");
    await person.logOut();
    for (const name of REGISTRIES) await world.registry(name, { outage: "off" });
    await world.phone.told(account.contact, "verified");
    await logIn(person, account.contact);
    assert.equal(await person.level(), "standard");
  });
});

test("R101 to R105: the open page changes by itself, the letter leads on, a new login shows the way", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    for (const name of REGISTRIES) {
      await world.forget(name);
      await world.registry(name, { manual: true });
    }
    const { contact } = await registerByEmail(world, person, { key: "zhanna" });
    await sendPersonalData(world, person, "zhanna");
    const running = await person.heading();
    for (const name of REGISTRIES) await world.asked(name);
    for (const name of REGISTRIES) await world.release(name);
    await person.page.waitForFunction((old) => document.querySelector("h1")?.innerText !== old, running);
    assert.equal(await person.page.locator(".said--success").count(), 1);
    await person.submit();
    const letter = await world.phone.told(contact, "verified");
    await person.open(letter.links[0]);
    assert.equal(person.path(), "/login");
    await person.fill({ login: contact, password: PASSWORD });
    await person.submit();
    await person.open("/account");
    assert.equal(await person.page.locator("#submit").getAttribute("href"), "/confirmation");
    await person.press("#cancel");
    assert.equal(person.path(), "/account");
  });
});

test("R101, R189, R190: an open page whose session is ended elsewhere leads to the login by itself, and back", async () => {
  await withVisitor(world, { language: "en" }, async (pocket) => {
    for (const name of REGISTRIES) {
      await world.forget(name);
      await world.registry(name, { manual: true });
    }
    const { contact } = await registerByPhone(world, pocket, { key: "olga" });
    await sendPersonalData(world, pocket, "olga");
    const waiting = pocket.path();
    await withVisitor(world, { language: "fr" }, async (desk) => {
      await logIn(desk, contact);
      await desk.open("/account/sessions");
      await desk.press("form[action^='/account/sessions/'][action$='/end'] button");
    });
    await pocket.page.waitForURL((url) => url.pathname === "/login");
    await pocket.fill({ login: contact, password: PASSWORD });
    await pocket.submit();
    assert.equal(pocket.path(), waiting);
  });
});

test("R107: a SNILS of another account leads to the ways out", async () => {
  await withVisitor(world, {}, async (first) => {
    await reachStandard(world, first, { key: "irina" });
  });
  await withVisitor(world, { language: "en", scripts: false }, async (second) => {
    await registerByPhone(world, second, { key: "irina" });
    await openPersonalData(second);
    await typePersonalData(world, second, "irina");
    await second.submit();
    assert.equal(second.path(), "/profile/snils-taken");
    assert.equal(await second.page.locator("main a[href='/recovery']").count(), 1, "the way to recovery is offered");
    await second.press("#login");
    await logInBySnils(second, world.person("irina").snils);
    assert.equal(await second.level(), "standard");
  });
});

test("R89, R93: formal faults are told at their fields, and a draft is found again", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    const { contact } = await registerByPhone(world, person, { key: "fyodor" });
    await openPersonalData(person);
    await typePersonalData(world, person, "fyodor", { snils: "112-233-445 96" });
    await person.fill({ unit_code: "12" });
    await person.submit();
    await person.refused("snils");
    await person.refused("unit_code");
    await person.press("#save");
    await person.logOut();
    await logIn(person, contact);
    await openPersonalData(person);
    assert.equal(await person.page.locator("#birth_place").inputValue(), world.person("fyodor").birth_place);
  });
});

test("R79: a date is picked in the calendar, by keyboard", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await registerByPhone(world, person, { key: "vera" });
    await openPersonalData(person);
    await person.fill({ birth_date_day: 8, birth_date_month: 10, birth_date_year: 1995 });
    const { page } = person;
    await page.locator("fieldset:has(#birth_date) .date-open").focus();
    for (const key of ["Enter", "ArrowRight", "ArrowDown", "PageDown", "Enter"]) await page.keyboard.press(key);
    assert.deepEqual(
      await page.locator("fieldset:has(#birth_date) .date-parts select").evaluateAll((all) => all.map((one) => one.value)),
      ["16", "11", "1995"],
    );
  });
});

test("R209 to R211: a foreign citizen's document goes to an operator", async () => {
  await withVisitor(world, { language: "en", scripts: false }, async (person) => {
    await registerByPhone(world, person, { key: "aigerim" });
    await openPersonalData(person);
    await person.fill({ document_type: "foreign_identity_document" });
    await person.press("#change_type");
    const { foreign_document: document, ...one } = world.person("aigerim");
    const date = (name, text) => {
      const [year, month, day] = text.split("-").map(Number);
      return { [`${name}_day`]: day, [`${name}_month`]: month, [`${name}_year`]: year };
    };
    await person.fill({
      sex: one.sex,
      ...date("birth_date", one.birth_date),
      birth_place: one.birth_place,
      snils: one.snils,
      citizenship: one.citizenship,
      document_number: document.number,
      ...date("issue_date", document.issue_date),
      issued_by: document.issued_by,
      issuing_state: one.citizenship,
      ...date("expiry_date", document.expires),
    });
    await person.submit();
    await person.submit();
    assert.equal(person.path(), "/profile/verification");
    assert.equal(await person.page.locator("#check-2 .state--progress, #check-2 .state--neutral").count(), 1);
  });
});
