// The registered letter: order, batch, the PDF at the carrier's, delivery, the code, and what a letter alone does not open.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { reachStandard } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const run = promisify(execFile);
const PAGE = "/confirmation/registered-letter";
const ADDRESS = { locality: "г. Новосибирск", street: "Красный проспект", house: "18", apartment: "7" };

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const journey = (title, options, steps) => test(title, () => withVisitor(world, { elsewhere: [world.carrier], ...options }, steps));

/** From the page of methods to the ordered letter, by way of the index finder. */
async function orderLetter(person) {
  await person.open("/confirmation");
  await person.press(`main a[href='${PAGE}']`);
  await person.check("order form");
  await person.press("#find-index");
  await person.fill({ locality: ADDRESS.locality, street: ADDRESS.street });
  await person.submit();
  await person.check("index found");
  await person.press("main .tiles a");
  assert.equal(await person.page.inputValue("#postal_index"), "630099");
  assert.equal(await person.page.inputValue("#region"), "Новосибирская область");
  await person.fill({ house: ADDRESS.house, apartment: ADDRESS.apartment });
  await person.submit();
  assert.equal(person.path(), PAGE);
  await person.check("ordered");
}

/** The letter of this person at the carrier's, once the batch was taken. */
async function letterOf(key) {
  const { family_name } = world.person(key);
  const wanted = new URLSearchParams({ name: `${family_name} `, wait: "30" });
  const { items } = await (await fetch(`${world.carrier}/api/items?${wanted}`)).json();
  assert.ok(items.length > 0, `a letter for ${key} came to the carrier`);
  return items.at(-1);
}

async function move(number, state) {
  const answer = await fetch(`${world.carrier}/api/items/${number}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ state }),
  });
  assert.equal(answer.status, 204);
}

/** Opens the envelope: the code as it is printed. */
async function codeIn(number) {
  const pdf = Buffer.from(await (await fetch(`${world.carrier}/letters/${number}.pdf`)).arrayBuffer());
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  const folder = await mkdtemp(join(tmpdir(), "okno-letter-"));
  try {
    const file = join(folder, "letter.pdf");
    await writeFile(file, pdf);
    await run("qpdf", ["--check", file]);
    const { stdout } = await run("pdftotext", ["-layout", file, "-"]);
    // Letters that stand wide apart may be read as words.
    const code = stdout.replaceAll(" ", "").match(/^[2-9A-Y]{5}-[2-9A-Y]{5}$/m);
    assert.ok(code, stdout);
    return code[0];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

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
    await orderLetter(person);
    // R146: another letter is 30 days away; the button is inactive and the date is shown.
    assert.ok(await person.page.locator("#order-again").isDisabled());
    await person.open(`${PAGE}/order`);
    assert.equal(person.path(), PAGE);

    const { number } = await letterOf(key);
    await move(number, "in_transit");
    await move(number, "awaiting_pickup");
    await seen(person, account.contact, "letter", words.pickup);
    await person.check("at the post office");
    // R145: the number and the carrier's page.
    assert.ok((await person.page.locator("main").innerText()).includes(number));
    await person.press("#track");
    assert.equal(person.page.url(), `${world.carrier}/track/${number}`);
    await move(number, "handed_over");
    await seen(person, account.contact, "handed", words.handed);

    const code = await codeIn(number);
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
