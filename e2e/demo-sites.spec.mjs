// The demonstration's three sites: who may sign in where, how one is refused and let in, one sign-in for all.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { agree, back, begin, elsewhere, isSignedIn, text } from "./lib/demo-sites.mjs";
import { FACTORS, setUpElsewhere, totp } from "./lib/factors.mjs";
import { goToBank, PASSWORD, proveAtBank, reachStandard, registerByPhone } from "./lib/journeys.mjs";
import { codeIn, letterOf, move, orderLetter } from "./lib/letter.mjs";
import { compareAll, find, signIn } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
let pension;
let tax;
let shop;
before(async () => {
  world = await startWorld({ sites: true });
  ({ pension_site: pension, tax_site: tax, shop } = world.sites);
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const journey = (title, options, steps) =>
  test(title, () => withVisitor(world, { elsewhere: elsewhere(world), ...options }, steps));

/** How many sessions a site has ended at the portal's word; by a query, once there are so many. */
const ended = async (site, query = "") => (await (await fetch(`${site}/api/ended${query}`)).json()).count;

for (const [language, scripts, width] of [["ru", true, 360], ["en", false, 1280], ["fr", true, 1280]]) {
  journey(`R212, R216: a Simplified account signs in at the shop (${language}${scripts ? "" : ", no scripts"})`, { language, scripts, width }, async (person) => {
    const { contact } = await registerByPhone(world, person);
    await person.logOut();
    await person.open(`${shop}/`);
    await person.check("the shop");
    await person.press("#submit");
    // R216: the password is typed on the portal's page.
    assert.equal(new URL(person.page.url()).origin, world.url);
    assert.equal(person.path(), "/login");
    await person.fill({ login: contact, password: PASSWORD });
    await person.submit();
    await person.check("consent for the shop");
    await agree(person, shop);
    await isSignedIn(person, shop);
    await person.check("the shop, signed in");
    assert.ok((await text(person)).includes(contact), "the phone for the delivery");
    // Out here and at the portal.
    await back(person, shop, () => person.press("#logout"));
    assert.equal(await person.page.locator("#signed-out").count(), 1);
    await person.open("/account");
    assert.equal(person.path(), "/login");
  });
}

journey("R213: the pension fund refuses a Standard account with reason and way out, and takes it once it is Confirmed; one sign-in for all", { language: "en" }, async (person) => {
  const key = "maria";
  await reachStandard(world, person, { key });
  await begin(person, pension);
  await person.check("below the level");
  assert.match(await text(person), /Confirmed/);
  assert.equal(await person.page.locator("#submit").getAttribute("href"), "/confirmation");
  await back(person, pension, () => person.page.locator("#cancel").click());
  assert.equal(await person.page.locator("#code").innerText(), "unmet_authentication_requirements");
  await person.check("the pension fund, not signed in");

  await goToBank(world, person, "blue-bridge");
  await proveAtBank(world, person, key);
  await begin(person, pension);
  await agree(person, pension);
  await isSignedIn(person, pension);
  await person.check("the pension fund, signed in");
  // Another site asks for no password, only for agreement; and the second time for nothing.
  await begin(person, shop);
  await agree(person, shop);
  await isSignedIn(person, shop);
  await person.press("#leave");
  assert.equal(await person.page.locator("#signed-out").count(), 1);
  await begin(person, shop);
  await isSignedIn(person, shop);
  // The portal's own list leads there as well, and the site begins the sign-in by itself.
  await person.press("#leave");
  await person.open("/account/sites");
  await person.check("sites with access");
  await back(person, shop, () => person.page.locator(`a[href^="${shop}/sign-in?iss="]`).click());
  await isSignedIn(person, shop);
});

journey("R66, R151, R214: confirmed by letter only is refused at the tax site, which names what counts; confirmed in person as well it is let in", { language: "ru" }, async (person) => {
  const key = "boris";
  await reachStandard(world, person, { key });
  await orderLetter(person);
  const { number } = await letterOf(world, key);
  await move(world, number, "in_transit");
  await move(world, number, "awaiting_pickup");
  await move(world, number, "handed_over");
  await person.open("/confirmation");
  await person.fill({ confirmation_code: await codeIn(world, number) });
  await person.press("form[action='/confirmation/code'] button[type='submit']");
  assert.equal(person.path(), "/confirmation/done");

  // Good enough for the pension fund.
  await begin(person, pension);
  await agree(person, pension);
  await isSignedIn(person, pension);
  assert.ok((await text(person)).includes(world.person(key).snils.slice(0, 3)));

  await begin(person, tax);
  await person.check("refused for the method");
  assert.match(await text(person), /только заказным письмом/);
  const ways = await person.page.locator("#methods li").allInnerTexts();
  assert.ok(ways.length > 0 && !ways.join().includes("письм"), ways.join());
  assert.equal(await person.page.locator("#submit").getAttribute("href"), "/confirmation");
  await back(person, tax, () => person.page.locator("#cancel").click());
  assert.equal(await person.page.locator("#code").innerText(), "access_denied");
  await person.check("the tax site, not signed in");

  await withVisitor(world, { language: "ru" }, async (clerk) => {
    await signIn(world, clerk, "a.petrova");
    await find(clerk, "confirm_identity", world.person(key).snils);
    await compareAll(clerk);
    await clerk.submit();
    assert.match(await clerk.page.locator("main").innerText(), /Личность подтверждена/);
  });
  await begin(person, tax);
  await agree(person, tax);
  await isSignedIn(person, tax);
  await person.check("the tax site, signed in");
});

journey("the pension fund insists on two factors for the payment: without them the portal says how to get them", { language: "en" }, async (person) => {
  const key = "fyodor";
  const { contact } = await reachStandard(world, person, { key });
  await goToBank(world, person, "blue-bridge");
  await proveAtBank(world, person, key);
  await begin(person, pension);
  await agree(person, pension);
  await person.press("#change-payout");
  assert.equal(await person.page.locator("#submit").getAttribute("href"), FACTORS);
  await person.check("two factors wanted, none set");
  await back(person, pension, () => person.page.locator("#cancel").click());
  assert.equal(await person.page.locator("#code").innerText(), "unmet_authentication_requirements");
  const before = await ended(pension);
  const application = await setUpElsewhere(world, contact);
  // The factor was set on another device, which ended the session here, and the site heard of it: password, second factor, and
  // back to the site, which may have the payment changed now.
  assert.equal(await ended(pension, `?count=${before + 1}&wait=30`), before + 1);
  await person.open(`${pension}/`);
  assert.equal(await person.page.locator("#ended-elsewhere").count(), 1);
  await person.press("#submit");
  assert.equal(person.path(), "/login");
  await person.fill({ login: contact, password: PASSWORD });
  await person.submit();
  await person.fill({ code: totp(application.key, 1) });
  await back(person, pension, () => person.page.locator("#submit").click());
  await isSignedIn(person, pension);
  await back(person, pension, () => person.press("#change-payout"));
  assert.equal(await person.page.locator("#payout").count(), 1);
  await person.check("the pension fund, two factors");
});

journey("R217: whoever signs out at one site is signed out at all, in under two seconds, and the others say why", { language: "en" }, async (person) => {
  const key = "anna";
  await reachStandard(world, person, { key });
  await goToBank(world, person, "blue-bridge");
  await proveAtBank(world, person, key);
  for (const site of [pension, tax, shop]) {
    await begin(person, site);
    await agree(person, site);
    await isSignedIn(person, site);
  }
  const before = await Promise.all([pension, tax].map((site) => ended(site)));
  const left = performance.now();
  const hears = async (site, at) => {
    assert.equal(await ended(site, `?count=${before[at] + 1}&wait=30`), before[at] + 1);
    return performance.now() - left;
  };
  const [after] = await Promise.all([
    Promise.all([pension, tax].map(hears)),
    back(person, shop, () => person.press("#logout")),
  ]);
  assert.ok(Math.max(...after) < 2000, `told after ${after.join(" and ")} ms`);
  for (const site of [pension, tax]) {
    await person.open(`${site}/`);
    assert.equal(await person.page.locator("#ended-elsewhere").count(), 1);
    await person.check("ended elsewhere");
  }
});

journey("a visitor who refuses is told so by the site, in plain words and with the code", { language: "fr" }, async (person) => {
  await registerByPhone(world, person);
  await begin(person, shop);
  await back(person, shop, () => person.page.locator("#cancel").click());
  assert.equal(await person.page.locator("#code").innerText(), "access_denied");
  await person.check("the shop, refused");
  // An answer that nobody asked for, and one of another portal to a request that was made here.
  await person.open(`${shop}/callback?code=x&state=y`);
  assert.equal(await person.page.locator("#code").innerText(), "not_asked");
  const asked = await person.page.request.get(`${shop}/sign-in`, { maxRedirects: 0 });
  const state = new URL(asked.headers().location).searchParams.get("state");
  const foreign = new URLSearchParams({ code: "x", state, iss: "https://portal.example" });
  await person.open(`${shop}/callback?${foreign}`);
  assert.equal(await person.page.locator("#code").innerText(), "unsound_answer");
});
