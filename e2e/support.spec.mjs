// Writing to the support, with files, as a visitor and as a person; pages are looked at on the way.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { freshEmail, freshPhone, registerByPhone } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

// The test text of virus scanners, in two parts so that no scanner minds this file.
const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const journey = (title, options, steps) => test(title, () => withVisitor(world, options, steps));

const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

/** Opens the page again until the scanner has looked at every file. */
async function scanned(person, path, waiting) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await person.open(path);
    if (!(await person.page.locator("main").textContent()).includes(waiting)) return;
  }
  throw new Error("the scanner looks at nothing");
}

for (const options of [{ language: "en" }, { language: "ru", width: 360 }, { language: "fr", scripts: false }]) {
  const how = `${options.language}${options.scripts === false ? ", no scripts" : ""}`;
  journey(`R223, R224, R226: a visitor writes and comes back by the link (${how})`, options, async (person) => {
    await person.open("/support?topic=confirmation");
    assert.ok(await person.page.locator("#ways").count(), "the ways to confirm are there at once");
    await person.check("form");
    await person.submit();
    await person.check("faults");
    assert.equal(await person.page.locator("#message-error").count(), 1);
    await person.page.selectOption("#topic", "other");
    await person.fill({ message: "Line one\nline two", contact: freshEmail() });
    await person.page.setInputFiles("#attachment", [file("note.txt", "harmless"), file("bad.txt", EICAR)]);
    await person.submit();
    assert.equal(person.path().split("?")[0], "/support/request");
    await person.check("request");
    const here = new URL(person.page.url());
    const waiting = { en: "is being checked", ru: "проверяется", fr: "examen antivirus" }[options.language];
    await scanned(person, `${here.pathname}${here.search}`, waiting);
    assert.equal(await person.page.locator("main a[download]").count(), 1, "only the harmless file is open");
    await person.check("scanned");
  });
}

journey("R223, R224: a person at level Simplified writes and finds the request again", { language: "en" }, async (person) => {
  await registerByPhone(world, person, { phone: freshPhone() });
  await person.open("/support");
  assert.notEqual(await person.page.inputValue("#contact"), "", "the contact is filled in");
  await person.page.selectOption("#topic", "access");
  await person.fill({ message: "Where is my letter?" });
  await person.submit();
  assert.match(person.path(), /^\/account\/support\//);
  await person.check("own request");
  await person.open("/account/support");
  await person.check("own requests");
  await person.page.locator("main .card a").first().click();
  await person.fill({ message: "It has come." });
  await person.submit();
  await person.check("written more");
});
