// Pictures of the main pages for the README, from a demonstration of its own.

import { mkdir } from "node:fs/promises";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import {
  askForRegistration, choosePassword, enterCode, openPersonalData, PASSWORD, typePersonalData, verified,
} from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const FOLDER = new URL("../docs/screenshots/", import.meta.url).pathname;
const PHONE = "+70001112233";

const REGISTRIES = ["pension_fund", "interior_ministry"];

// The page of success stays until we leave it.
const world = await startWorld({ settings: "[registration]\nredirect_seconds = 600" });

/** What is in view. */
async function picture({ page }, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: "disabled", caret: "hide" });
}

async function wide(person) {
  const key = "anna";
  await person.open("/");
  await picture(person, "main-page");
  await askForRegistration(world, person, { key, phone: PHONE });
  await picture(person, "code");
  await person.open("/registration?change=1");
  await picture(person, "registration");
  await person.open("/registration/code");
  await enterCode(person, await world.phone.smsCode(PHONE));
  await person.page.locator("#password").pressSequentially(PASSWORD.slice(0, 9));
  await picture(person, "password");
  await choosePassword(person);
  await openPersonalData(person);
  await typePersonalData(world, person, key);
  await person.page.evaluate(() => scrollTo(0, 0));
  await picture(person, "personal-data");
  await person.submit();
  await world.registry("pension_fund", { delay_ms: 100 });
  await world.registry("interior_ministry", { manual: true });
  await person.submit();
  await person.page.locator("#check-1 .state--success").waitFor();
  await picture(person, "verification");
  await world.asked("interior_ministry");
  await world.release("interior_ministry");
  await verified(world, person, { contact: PHONE });
  await person.open("/account");
  await picture(person, "personal-area");
}

async function narrow(person) {
  await person.open("/");
  await picture(person, "main-page-narrow");
  await person.open("/login");
  await person.fill({ login: PHONE, password: PASSWORD });
  await person.submit();
  await picture(person, "personal-area-narrow");
}

try {
  await mkdir(FOLDER, { recursive: true });
  for (const name of REGISTRIES) await world.forget(name);
  await withVisitor(world, { language: "en", width: 1280 }, wide);
  await withVisitor(world, { language: "ru", width: 360 }, narrow);
} finally {
  await closeBrowser();
  await world.stop();
}
