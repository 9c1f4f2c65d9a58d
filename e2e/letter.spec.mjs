// The registered letter: order, batch, the PDF at the carrier's, delivery, the code, and what a letter alone does not open.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { reachStandard } from "./lib/journeys.mjs";
import { codeIn, letterOf, move, orderLetter, PAGE } from "./lib/letter.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const journey = (title, options, steps) => test(title, () => withVisitor(world, { elsewhere: [world.carrier], ...options }, steps));

/** The letter's page says where the letter is, once its person was told of it. */
async function seen(person, contact, kind, words) {
  await world.phone.told(contact, kind);
  await person.open(PAGE);
  assert.equal(await person.page.locator("main .state").first().innerText(), words);
}

for (const [key, box, options, words] of [
  ["maria", PAGE, { language: "en" }, { pickup: "Waiting at the post office", handed: "Handed over" }],
  ["boris", "/confirmation", { language: "ru", width: 360 }, { pickup: "Ждёт вас на почте", handed: "Вручено" }],
  ["anna", "/account", { language: "fr", scripts: false }, { pickup: "Vous attend à la poste", handed: "Remise" }],
]) {
  const how = `${options.language}${options.scripts === false ? ", no scripts" : ""}`;
  journey(`R114, R136 to R148, R151: ${key} is confirmed by letter, the code entered at ${box} (${how})`, options, async (person) => {
    const account = await reachStandard(world, person, { key });
    await orderLetter(person, { check: (name) => person.check(name) });
    // R146: another letter is 30 days away; the button is inactive and the date is shown.
    assert.ok(await person.page.locator("#order-again").isDisabled());
    await person.open(`${PAGE}/order`);
    assert.equal(person.path(), PAGE);

    const { number } = await letterOf(world, key);
    await move(world, number, "in_transit");
    await move(world, number, "awaiting_pickup");
    await seen(person, account.contact, "letter", words.pickup);
    await person.check("at the post office");
    // R145: the number and the carrier's page.
    assert.ok((await person.page.locator("main").innerText()).includes(number));
    await person.press("#track");
    assert.equal(person.page.url(), `${world.carrier}/track/${number}`);
    await move(world, number, "handed_over");
    await seen(person, account.contact, "handed", words.handed);

    const code = await codeIn(world, number);
    await person.open(box);
    await person.fill({ confirmation_code: code.toLowerCase() });
    await person.press("form[action='/confirmation/code'] button[type='submit']");
    assert.equal(person.path(), "/confirmation/done");
    await person.check("confirmed by letter");
    assert.equal(await person.level(), "confirmed");
    // R151: the tax services say why not, and what to do.
    await person.open("/services/tax-debts");
    assert.equal(await person.page.locator("#submit").getAttribute("href"), "/confirmation");
    await person.check("tax service");
    // R148: the code is used up.
    await person.open(PAGE);
    assert.equal(await person.page.locator("#confirmation_code").count(), 0);
  });
}

journey("R137, R146: a faulty address is told at its fields; a second order within 30 days is refused", { language: "ru" }, async (person) => {
  await reachStandard(world, person, { key: "zhanna" });
  await person.open(`${PAGE}/order`);
  await person.fill({ postal_index: "99", house: "" });
  await person.submit();
  assert.ok((await person.page.locator(".govuk-error-summary a").count()) >= 3);
  await person.check("faulty address");
  // Two windows with the form: the second order is refused.
  const other = await person.page.context().newPage();
  await other.goto(`${world.url}${PAGE}/order`);
  const address = { postal_index: "420111", region: "Республика Татарстан", locality: "Казань", street: "Баумана", house: "1" };
  await person.fill(address);
  await person.submit();
  assert.equal(person.path(), PAGE);
  for (const [name, value] of Object.entries(address)) await other.fill(`#${name}`, value);
  const [answer] = await Promise.all([other.waitForResponse((response) => response.request().method() === "POST"), other.click("#submit")]);
  assert.equal(answer.status(), 409);
  await other.close();
});
