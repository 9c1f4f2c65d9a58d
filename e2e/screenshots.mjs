// Pictures of the main pages for the README, from a demonstration of its own.

import { mkdir } from "node:fs/promises";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import { fillPersonalData, registerByPhone } from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const FOLDER = new URL("../docs/screenshots/", import.meta.url).pathname;

const world = await startWorld();
try {
  await mkdir(FOLDER, { recursive: true });
  await withVisitor(world, { language: "ru", width: 1280 }, async (person) => {
    const picture = (name, options = {}) => person.page.screenshot({ path: `${FOLDER}${name}.png`, ...options });
    await person.open("/");
    await picture("main-page");
    await registerByPhone(world, person, { key: "anna", phone: "+70001112233" });
    await person.open("/account");
    await picture("personal-area-simplified", { fullPage: true });
    await fillPersonalData(world, person, "anna");
    await picture("verification");
  });
  await withVisitor(world, { language: "en", width: 360 }, async (person) => {
    await person.open("/registration");
    await person.page.screenshot({ path: `${FOLDER}register-narrow.png`, fullPage: true });
  });
  await withVisitor(world, { language: "fr", width: 1280, dark: true }, async (person) => {
    await person.open("/login");
    await person.page.screenshot({ path: `${FOLDER}login-dark.png` });
  });
} finally {
  await closeBrowser();
  await world.stop();
}
