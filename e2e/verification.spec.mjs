// What registries say no to, and what heals.

import assert from "node:assert/strict";
import { afterEach, after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { fillPersonalData, freshEmail, logInBySnils, reachLevel, registerByEmail, registerByPhone } from "./lib/journeys.mjs";
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

/** Looks at the data page until the text is there. */
async function dataPageShows(person, selector, seconds = 30) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    await person.open("/account/data");
    if ((await person.page.locator(selector).count()) > 0) return;
    assert.ok(Date.now() < deadline, `${selector} did not come: ${await person.page.locator("main").innerText()}`);
  }
}

test("R92, R106: the interior ministry refuses; the level stays, the data can be corrected and sent again", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    await registerByPhone(world, person, { key: "boris" });
    const { passport } = world.person("boris");
    await fillPersonalData(world, person, "boris", { passport: { ...passport, number: "999999" } });
    await dataPageShows(person, ".state--error");
    assert.equal(await person.level(), "simplified");
    await person.open("/account/data");
    await person.check("personal data, passport rejected");
    await fillPersonalData(world, person, "boris");
    await reachLevel(person, "standard");
  });
});

test("R92, R106: the pension fund refuses", async () => {
  await withVisitor(world, { language: "en", scripts: false }, async (person) => {
    await registerByPhone(world, person, { key: "olga" });
    await fillPersonalData(world, person, "olga");
    await dataPageShows(person, ".state--error");
    assert.equal(await person.level(), "simplified");
  });
});

test("R99, R100: an outage of both registries heals by itself", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    for (const name of REGISTRIES) await world.registry(name, { outage: "unavailable" });
    await registerByPhone(world, person, { key: "anna" });
    await fillPersonalData(world, person, "anna");
    assert.equal(await person.level(), "simplified");
    for (const name of REGISTRIES) await world.registry(name, { outage: "off" });
    await reachLevel(person, "standard", 60);
  });
});

test("R101 to R103: the open page changes by itself, the letter leads on", async () => {
  const email = freshEmail();
  await withVisitor(world, { language: "ru" }, async (person) => {
    for (const name of REGISTRIES) await world.registry(name, { manual: true });
    await registerByEmail(world, person, { key: "maria", email });
    await fillPersonalData(world, person, "maria");
    const before = await person.heading();
    for (const name of REGISTRIES) await world.release(name);
    await person.page.waitForFunction((old) => document.querySelector("h1")?.innerText !== old, before, { timeout: 30_000 });
    await person.check("verification completed");
    await person.open(await world.phone.mailLink(email));
    await person.logOut();
    await logInBySnils(person, world.person("maria").snils);
    assert.equal(await person.level(), "standard");
  });
});

test("R107: a SNILS of another account leads to the ways out", async () => {
  await withVisitor(world, {}, async (first) => {
    await registerByPhone(world, first, { key: "zhanna" });
    await fillPersonalData(world, first, "zhanna");
    await reachLevel(first, "standard");
  });
  await withVisitor(world, { language: "en" }, async (second) => {
    await registerByPhone(world, second, { key: "zhanna" });
    await fillPersonalData(world, second, "zhanna");
    assert.equal(await second.page.locator("main a[href='/recovery']").count(), 1, "the way to recovery is offered");
    assert.equal(await second.level(), "simplified");
  });
});
