// Those who look after the installation: what waits, and the numbers.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import { registerByPhone } from "./lib/journeys.mjs";
import { signIn } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

const ADMINISTRATOR = "e.smirnov";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

/** The records of all centers as they were so many days ago; the portal is down meanwhile, as SQLite wants it. */
async function recordsOf(daysAgo) {
  await world.stopPortal();
  await world.importCenters(daysAgo);
  await world.startPortal();
}

test("R181: an administrator begins with what waits, and a record that is checked waits no more", async () => {
  await recordsOf(400);
  await withVisitor(world, { language: "ru" }, async (admin) => {
    await signIn(world, admin, ADMINISTRATOR);
    assert.equal(admin.path(), "/operator/queues");
    await admin.check("/operator/queues (some)");
    await admin.press("#queue-stale_centers a");
    assert.equal(admin.path(), "/operator/queues/centers");
    await admin.check("/operator/queues/centers");
    assert.match(await admin.page.locator("main").innerText(), /moi-dela-01/);

    await recordsOf(1);
    await admin.open("/operator/queues/centers");
    // Two of the demonstration's records are old whenever it runs.
    assert.doesNotMatch(await admin.page.locator("main").innerText(), /moi-dela-01/);
    await admin.open("/operator/queues");
    await admin.check("/operator/queues");
    for (const page of ["/operator/jobs", "/operator/queues/messages"]) {
      await admin.open(page);
      await admin.check(page);
    }
  });
});

test("R133: numbers by the keyboard alone, and as a file; scripts are not needed", async () => {
  await withVisitor(world, { language: "en" }, (visitor) => registerByPhone(world, visitor, { key: "anna" }));
  await withVisitor(world, { language: "en", scripts: false }, async (center) => {
    await signIn(world, center, "c.orlova");
    await center.open("/operator/statistics");
    await center.check("/operator/statistics (center)");
    assert.equal(await center.page.locator("#s-registrations").count(), 0);
    await center.open("/operator/queues");
    await center.check("/operator/queues (center)");
  });
  await withVisitor(world, { language: "en" }, async (admin) => {
    // The session of the journey before is another browser's; a code counts once.
    await signIn(world, admin, ADMINISTRATOR);
    const { keyboard } = admin.page;
    await admin.page.locator('a[href="/operator/statistics"]').first().focus();
    await moved(admin.page, () => keyboard.press("Enter"));
    assert.equal(admin.path(), "/operator/statistics");
    await admin.check("/operator/statistics");
    const main = admin.page.locator("main");
    assert.match(await main.innerText(), /Registrations/);

    // The first preset is the last seven days.
    await admin.page.locator("#presets a").first().focus();
    await moved(admin.page, () => keyboard.press("Enter"));
    assert.match(admin.page.url(), /days=7/);
    const numbers = admin.page.locator("section:has(#s-registrations) details summary");
    await numbers.focus();
    await keyboard.press("Enter");
    assert.equal(await admin.page.locator("section:has(#s-registrations) details tbody tr").count(), 7);
    await admin.check("/operator/statistics (numbers)");

    await admin.page.locator("#export").focus();
    const [download] = await Promise.all([admin.page.waitForEvent("download"), keyboard.press("Enter")]);
    assert.match(download.suggestedFilename(), /^okno-statistics-.*\.csv$/);
    const table = (await readFile(await download.path(), "utf8")).split("\r\n");
    assert.equal(table[0], "kind,dimension,from,to,count");
    assert.ok(table.some((line) => line.startsWith("registration_finished,mobile_phone,")), table.join("\n"));

    // What is wrong with a period is told at its field.
    await admin.open("/operator/statistics?from_day=2&from_month=3&from_year=2025&to_day=1&to_month=3&to_year=2025&step=day");
    await admin.refused("from");
    await admin.check("/operator/statistics (faulty)");
  });
});
