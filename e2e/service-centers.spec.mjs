// The finder of service centers: map and list side by side, and the list alone where scripts do not run.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, withVisitor } from "./lib/browser.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const lines = (person) => person.page.locator(".finder-results > .centers").first().locator(".center");

async function withMap(person) {
  await person.page.locator("#map[data-ready]").waitFor();
}

for (const language of LANGUAGES) {
  test(`R174 to R176, R179, R180, R182: a center is found without scripts (${language})`, async () => {
    await withVisitor(world, { language, scripts: false, width: 360 }, async (person) => {
      await person.open("/public/ra/");
      assert.equal(person.path(), "/service-centers");
      await person.check("finder");
      await person.fill({ town: "казань", saturday: true });
      await person.submit();
      assert.ok((await lines(person).count()) >= 2);
      assert.equal(await person.page.locator("#map").isVisible(), false, "no map without scripts");
      await person.check("list");
      await person.press(".center-name a");
      assert.match(person.path(), /^\/service-centers\/[0-9a-f-]{36}$/);
      assert.equal(await person.page.locator("main a[href^='tel:']").count(), 1);
      await person.check("center");
      await person.press(".govuk-back-link");
      assert.ok((await lines(person).count()) >= 4);
    });
  });
}

test("R175, R177 to R179: the map shows what fits the filter, and a click shows address, hours and phone", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    const { page } = person;
    await person.open("/service-centers");
    await withMap(person);
    await page.locator("summary:has(.finder-filter-title)").click();
    assert.ok(await page.locator("#map").isVisible(), "closing the filter shows the map");
    await person.fill({ town: "Москва" });
    await person.submit();
    await withMap(person);
    await person.check("map and list");
    const all = await lines(person).count();
    const points = async () => {
      const answer = await page.request.get(await page.locator("#map").getAttribute("data-points"));
      return (await answer.json()).points.length;
    };
    assert.equal(await points(), all, "map and list are one set");
    await page.locator("summary:has(.finder-filter-title)").click();
    await page.locator("#service").selectOption("account_deletion");
    await person.press("#apply");
    await withMap(person);
    assert.ok((await lines(person).count()) < all);
    assert.equal(await points(), await lines(person).count());
    const pin = page.locator(".map-pin").first();
    const name = await pin.getAttribute("aria-label");
    await pin.click();
    const card = page.locator(".map-card");
    await card.waitFor();
    assert.equal(await card.locator("h2").innerText(), name);
    assert.match(await card.innerText(), /Москва, .*\d+:\d\d.*\+7 000/s);
    await person.check("a marker's card");
  });
});

test("R180: the nearest come first when the browser may say where it is, and it says no more than a kilometer", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await person.context.grantPermissions(["geolocation"]);
    await person.context.setGeolocation({ latitude: 55.804321, longitude: 49.123456 });
    await person.open("/service-centers");
    await person.press("#locate");
    assert.equal(new URL(person.page.url()).searchParams.get("near"), "55.80,49.12");
    const far = await lines(person).locator(".center-distance").allInnerTexts();
    const km = far.map((text) => Number.parseFloat(text));
    assert.deepEqual(km, [...km].sort((one, other) => one - other));
    await withMap(person);
    assert.equal(await person.page.locator(".map-here").count(), 1);
    await person.check("nearest");
  });
});

test("R176: names of towns are suggested while typing", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    await person.open("/service-centers");
    await person.page.locator("#town").pressSequentially("nij");
    await person.page.locator("#town-list option[value='Nijni Novgorod']").waitFor({ state: "attached" });
  });
});

test("R183: certification centers are found in the same way", async () => {
  await withVisitor(world, { language: "ru", scripts: false }, async (person) => {
    await person.open("/certification-centers");
    await person.fill({ town: "Самара" });
    await person.submit();
    assert.match(await lines(person).first().innerText(), /Росчерк/);
    await person.check("certification centers");
  });
});
