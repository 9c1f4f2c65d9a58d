// What people do at the demonstration's sites, whatever these speak to the portal.

import assert from "node:assert/strict";

const HELLO = { ru: /^Здравствуйте, /, en: /^Hello, /, fr: /^Bonjour, / };

/** Where else than at the portal pages of such a journey may be. */
export const elsewhere = (world) => [...Object.values(world.sites), ...Object.values(world.banks)];

/** From a site's front page to wherever its button leads. */
export async function begin(person, site) {
  await person.open(`${site}/`);
  await person.press("#submit");
}

/** The way back: with scripts the portal's last page moves on by itself, without them it has a link. */
export async function back(person, site, act) {
  await act();
  await person.page.waitForURL((url) => url.origin === site);
  await person.page.waitForLoadState();
}

/** Agrees to what the site asks for. */
export async function agree(person, site) {
  assert.match(person.path(), /^\/oauth2\/interaction\//);
  await back(person, site, () => person.page.locator("#submit").click());
}

export async function isSignedIn(person, site) {
  assert.equal(new URL(person.page.url()).origin, site);
  assert.match(await person.heading(), HELLO[person.language]);
}

/** What the page says. */
export const text = (person) => person.page.locator("main").innerText();
