// The clinic, whose site was written for ESIA: by the later paths of its protocol, beside the sites that speak OpenID Connect.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { agree, back, begin, elsewhere, isSignedIn, text } from "./lib/demo-sites.mjs";
import { goToBank, PASSWORD, proveAtBank, reachStandard, registerByPhone } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
let clinic;
let shop;
before(async () => {
  world = await startWorld({ sites: true });
  ({ clinic, shop } = world.sites);
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const journey = (title, options, steps) =>
  test(title, () => withVisitor(world, { elsewhere: elsewhere(world), ...options }, steps));

const digits = (said) => said.replace(/\D/g, "");
const code = (person) => person.page.locator("#code").innerText();

for (const [language, scripts, width] of [["ru", true, 360], ["en", false, 1280], ["fr", true, 1280]]) {
  journey(`R212, R217: whoever signs in at the clinic sees what it was told, and leaves it and all others (${language}${scripts ? "" : ", no scripts"})`, { language, scripts, width }, async (person) => {
    const { contact } = await registerByPhone(world, person);
    await person.logOut();
    await person.open(`${clinic}/`);
    await person.check("the clinic");
    await person.press("#submit");
    // The password is typed on the portal's page, and the person is asked as for any other site.
    assert.equal(person.path(), "/login");
    await person.fill({ login: contact, password: PASSWORD });
    await person.submit();
    await person.check("consent for the clinic");
    await agree(person, clinic);
    await isSignedIn(person, clinic);
    await person.check("the clinic, signed in");
    assert.ok(digits(await text(person)).includes(digits(contact)), "the phone, by `embed`");

    await begin(person, shop);
    await agree(person, shop);
    await isSignedIn(person, shop);
    const ended = async (query = "") => (await (await fetch(`${shop}/api/ended${query}`)).json()).count;
    const before = await ended();
    await person.open(`${clinic}/`);
    await back(person, clinic, () => person.press("#logout"));
    assert.equal(await person.page.locator("#signed-out").count(), 1);
    await person.check("the clinic, signed out");
    assert.equal(await ended(`?count=${before + 1}&wait=30`), before + 1);
    await person.open(`${shop}/`);
    assert.equal(await person.page.locator("#ended-elsewhere").count(), 1);
    await person.open("/account");
    assert.equal(person.path(), "/login");
  });
}

journey("R213: the medical record takes a confirmed account: refused with its code, let in once the identity is confirmed", { language: "en" }, async (person) => {
  const key = "maria";
  await reachStandard(world, person, { key });
  await begin(person, clinic);
  await agree(person, clinic);
  await isSignedIn(person, clinic);
  const shown = await text(person);
  assert.ok(digits(shown).includes(digits(world.person(key).snils)) && shown.includes("not confirmed"), shown);
  await person.press("#open-record");
  await person.check("below the level, for a system of ESIA");
  await back(person, clinic, () => person.page.locator("#cancel").click());
  assert.equal(await code(person), "ESIA-007055");
  await person.check("the clinic, not confirmed");
  // Whoever was signed in still is.
  await person.press("#submit");
  await isSignedIn(person, clinic);

  await goToBank(world, person, "blue-bridge");
  await proveAtBank(world, person, key);
  await person.open(`${clinic}/`);
  await back(person, clinic, () => person.press("#open-record"));
  assert.equal(await person.page.locator("#record").count(), 1);
  assert.ok(!(await text(person)).includes("not confirmed"));
  await person.check("the clinic, the record");
});

journey("R216, R217: a visitor who refuses is told so with the code of ESIA; whoever leaves on the portal is not shown at the clinic any more", { language: "ru" }, async (person) => {
  await registerByPhone(world, person);
  await begin(person, clinic);
  await back(person, clinic, () => person.page.locator("#cancel").click());
  assert.equal(await code(person), "ESIA-007004");
  await person.check("the clinic, refused");
  await person.open(`${clinic}/callback?code=x&state=y`);
  assert.equal(await code(person), "not_asked");

  await begin(person, clinic);
  await agree(person, clinic);
  await isSignedIn(person, clinic);
  await person.open("/account");
  await person.logOut();
  await person.open(`${clinic}/`);
  assert.equal(await person.page.locator("#ended-elsewhere").count(), 1);
  await person.check("the clinic, over");
});
