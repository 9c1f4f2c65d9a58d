// A visit that is booked: by its person with scripts and without, and taken in at the window (R132, C30).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { reachStandard } from "./lib/journeys.mjs";
import { compareAll, find, signIn } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

// Where it is about noon, so that what is booked for the coming hours is on the clerks' list of the same day.
const east = 12 - new Date().getUTCHours();
const ZONE = east === 0 ? "Etc/GMT" : `Etc/GMT${east > 0 ? "-" : "+"}${Math.abs(east)}`;
const CENTER = "moi-dela-01";

/** The center of the operators is always open, with one window. */
function always(text) {
  const lines = text.split("\n");
  const at = (name) => lines[0].split(",").indexOf(name);
  const changed = lines.map((line) => {
    if (!line.startsWith(`${CENTER},`)) return line;
    const fields = split(line);
    Object.assign(fields, {
      [at("time_zone")]: ZONE, [at("opening_hours")]: "24/7", [at("windows")]: "1", [at("visit_minutes")]: "20",
    });
    return fields.map((field) => (field.includes(",") ? `"${field}"` : field)).join(",");
  });
  return changed.join("\n");
}

function split(line) {
  const fields = [""];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === "," && !quoted) fields.push("");
    else fields[fields.length - 1] += letter;
  }
  return fields;
}

let world;
before(async () => {
  world = await startWorld({ centers: always });
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const NAME = { ru: "Центр «Мои дела» № 1", en: "My Affairs centre No. 1", fr: "Centre « Mes affaires » n° 1" };

/** From the way in person to the page on which a time is chosen. */
async function toTimes(person) {
  await person.open("/confirmation/in-person");
  await person.press("#submit");
  await person.fill({ town: "Москва" });
  await person.submit();
  await person.press(`.center-name a:text-is("${NAME[person.language]}")`);
  await person.press("#book");
}

const times = (person) => person.page.locator(".slots--times a");

for (const [language, key] of [["en", "boris"], ["fr", "maria"]]) {
  test(`R132: booked, moved and cancelled without scripts (${language})`, async () => {
    await withVisitor(world, { language, scripts: false, width: 360 }, async (person) => {
      const { contact } = await reachStandard(world, person, { key });
      await toTimes(person);
      await person.check("choose a time");
      await person.press(".slots a:has(.slot-note) >> nth=2");
      const label = await times(person).nth(3).innerText();
      await person.press(".slots--times a >> nth=3");
      await person.check("look it over");
      assert.ok((await person.page.locator("main").innerText()).includes(label));
      await person.submit();
      assert.equal(person.path(), "/appointment");
      await person.check("what is booked");
      assert.ok((await person.page.locator("main").innerText()).includes(label));
      await world.phone.told(contact, "booked");
      const file = await person.page.request.get("/appointment/visit.ics");
      assert.match(file.headers()["content-type"], /^text\/calendar/);
      assert.match(await file.text(), /^BEGIN:VCALENDAR\r\n[^]*DTSTART:\d{8}T\d{6}Z\r\n/);

      await person.press("#move");
      await person.press(".slots--times a >> nth=8");
      await person.check("moved to");
      await person.submit();
      assert.equal(person.path(), "/appointment");
      await world.phone.told(contact, "moved");
      // Back leads to the pages of before, and sending one of them again says what is booked.
      await person.page.goBack();
      assert.equal(await person.page.locator("h1").count(), 1);

      await person.open("/appointment");
      await person.press("#cancel");
      await person.check("cancel");
      await person.submit();
      assert.equal(person.path(), "/appointment");
      assert.equal(await person.page.locator("#move").count(), 0);
      await person.check("nothing booked");
    });
  });
}

test("R132: somebody was quicker: the nearest times are offered, and one of them is booked", async () => {
  await withVisitor(world, { language: "ru" }, async (first) => {
    await withVisitor(world, { language: "ru" }, async (second) => {
      await reachStandard(world, first, { key: "zhanna" });
      await reachStandard(world, second, { key: "fyodor" });
      for (const person of [first, second]) {
        await toTimes(person);
        await person.press(".slots a:has(.slot-note) >> nth=3");
        await person.press(".slots--times a >> nth=5");
      }
      await first.submit();
      assert.equal(first.path(), "/appointment");
      await second.submit();
      assert.match(await second.refused(), /уже занято/);
      await second.check("taken");
      await second.press("#others + .slots a");
      await second.submit();
      assert.equal(second.path(), "/appointment");
    });
  });
});

test("R126, R132, R135: booked, taken in by the clerk, and confirmed; the clerk's own record says so", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    await withVisitor(world, { language: "ru" }, async (clerk) => {
      await reachStandard(world, person, { key: "anna" });
      await toTimes(person);
      const time = await times(person).first().innerText();
      await person.press(".slots--times a");
      await person.submit();
      await person.open("/confirmation");
      assert.ok((await person.page.locator("#booked").count()) === 1);
      await person.check("/confirmation (booked)");

      await signIn(world, clerk, "a.petrova");
      await clerk.open("/operator/visits");
      await clerk.check("/operator/visits (booked)");
      const list = await clerk.page.locator("main").innerText();
      assert.ok(list.includes(time.padStart(5, "0")), `${time} in ${list}`);
      assert.ok(!list.includes(world.person("anna").snils));
      await clerk.press(`.card:has-text("${time.padStart(5, "0")}") button`);
      await compareAll(clerk);
      await clerk.submit();
      assert.match(await clerk.page.locator("main").innerText(), /Личность подтверждена/);
      assert.equal(await person.level(), "confirmed");
      await person.open("/appointment");
      assert.equal(await person.page.locator("#move").count(), 0);
      await clerk.open("/operator");
      await clerk.press("#record");
      await clerk.check("/operator/record");
      assert.match(await clerk.page.locator("main").innerText(), /Открыты данные человека/);
    });
  });
});

test("R132: nobody needs to book: a visitor without a time is served", async () => {
  await withVisitor(world, { language: "ru" }, async (clerk) => {
    await signIn(world, clerk, "b.sidorova");
    await find(clerk, "confirm_identity", world.person("anna").snils);
    assert.match(clerk.path(), /^\/operator\/visits\//);
  });
});
