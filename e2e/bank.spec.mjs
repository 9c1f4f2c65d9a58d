// The way through the two online banks: to Confirmed, to data that differ, and to every other end.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { goToBank, proveAtBank, reachStandard } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const BANKS = { "blue-bridge": "blue_bridge", rowan: "rowan" };

let world;
before(async () => {
  world = await startWorld();
});
afterEach(async () => {
  for (const name of Object.values(BANKS)) await world.bank(name, undefined);
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const journey = (title, options, steps) =>
  test(title, () => withVisitor(world, { elsewhere: Object.values(world.banks), ...options }, steps));

for (const [bank, key, options] of [
  ["blue-bridge", "maria", { language: "en" }],
  ["rowan", "boris", { language: "ru", width: 360 }],
  ["blue-bridge", "anna", { language: "fr", scripts: false }],
  ["rowan", "elchin", { language: "en", scripts: false, width: 360 }],
]) {
  const how = `${options.language}${options.scripts === false ? ", no scripts" : ""}`;
  journey(`R116, R120, R165 to R168, R170, R171: ${key} is confirmed by ${bank} (${how})`, options, async (person) => {
    const account = await reachStandard(world, person, { key });
    await goToBank(world, person, bank, { check: (name) => person.check(name) });
    await proveAtBank(world, person, key);
    assert.equal(person.path(), "/confirmation/done");
    await person.check("confirmed");
    assert.equal(await person.level(), "confirmed");
    await world.phone.told(account.contact, "confirmed");
  });
}

journey("R166: who is no client of the bank does not get past its login; R170: refusing there", { language: "en" }, async (person) => {
  await reachStandard(world, person, { key: "sonya" });
  await goToBank(world, person, "rowan");
  await person.fill({ login: "sonya", password: "sonya-bank" });
  await person.submit();
  assert.equal(await person.page.locator("#login-error").count(), 1, "no client");
  await person.press("#cancel");
  assert.match(person.path(), /\/outcome\//);
  assert.equal(await person.heading(), "You refused at the bank");
  await person.check("refused at the bank");
  assert.equal(await person.level(), "standard");
});

journey("R169: data at the bank that differ confirm nothing, and the page says what to do", { language: "en" }, async (person) => {
  await reachStandard(world, person, { key: "zhanna" });
  await goToBank(world, person, "blue-bridge");
  await proveAtBank(world, person, "zhanna");
  assert.equal(await person.heading(), "The data do not match");
  await person.check("data differ");
  // Another person's login is no better.
  await goToBank(world, person, "blue-bridge");
  await proveAtBank(world, person, "zhanna", { login: "anna" });
  assert.equal(await person.heading(), "The data do not match");
  assert.equal(await person.level(), "standard");
});

journey("a bank that lies, is slow or down; the back button", { language: "ru" }, async (person) => {
  await reachStandard(world, person, { key: "fyodor" });
  for (const [switches, heading] of [
    [{ wrong_signature: true }, "Ответ банка не принят"],
    [{ wrong_nonce: true }, "Ответ банка не принят"],
    [{ delay_ms: 20_000 }, "Банк не отвечает"],
  ]) {
    await world.bank("blue_bridge", switches);
    await goToBank(world, person, "blue-bridge");
    await proveAtBank(world, person, "fyodor");
    assert.equal(await person.heading(), heading);
    await person.check(heading);
    await world.bank("blue_bridge", undefined);
  }
  // Back from the bank, before anything was done there: the page before is still good.
  await goToBank(world, person, "blue-bridge");
  await person.page.goBack();
  assert.match(person.path(), /\/leave\//);
  await person.submit();
  await proveAtBank(world, person, "fyodor");
  assert.equal(person.path(), "/confirmation/done");
  // Back after success leads to no second confirmation.
  await person.open("/confirmation/online-bank/blue-bridge/callback?code=x&state=forged");
  assert.equal(await person.heading(), "Этот ответ нам не известен");
  await person.check("unknown answer");
});
