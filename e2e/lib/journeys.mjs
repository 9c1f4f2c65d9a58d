// Ways that several journeys go: registration, login, the form for personal data.

import assert from "node:assert/strict";

export const PASSWORD = "Ohne.Fenster-7";

let numbers = 0;

/** A phone number that nobody had before; +7 000 is never dialable. */
export function freshPhone() {
  numbers += 1;
  return `+7000${String(1_000_000 + numbers)}`;
}

/** An address that nobody had before. */
export function freshEmail() {
  numbers += 1;
  return `person${numbers}@post.example`;
}

function names(world, key) {
  const { family_name, given_name } = world.person(key);
  return { family_name, given_name };
}

/** Sends the registration form. */
export async function askForRegistration(world, person, { key = "anna", phone, email }) {
  await person.open("/registration");
  const contacts = { ...(phone && { mobile_phone: phone }), ...(email && { email }) };
  await person.fill({ ...names(world, key), ...contacts });
  await person.submit();
}

/** Types the password twice and is moved on to the form for personal data. */
export async function choosePassword(person, password = PASSWORD) {
  await person.fill({ password, password_repeat: password });
  await person.submit();
}

/** From the form to an account at level Simplified, by phone. */
export async function registerByPhone(world, person, { key = "anna", phone = freshPhone() } = {}) {
  await askForRegistration(world, person, { key, phone });
  await person.fill({ code: await world.phone.smsCode(phone) });
  await person.submit();
  await choosePassword(person);
  return { key, phone, password: PASSWORD };
}

/** The same by e-mail, following the link of the letter. */
export async function registerByEmail(world, person, { key = "anna", email = freshEmail() } = {}) {
  await askForRegistration(world, person, { key, email });
  await person.open(await world.phone.mailLink(email));
  if ((await person.page.locator("[name=password]").count()) === 0) await person.submit();
  await choosePassword(person);
  return { key, email, password: PASSWORD };
}

/** Signs in by phone or e-mail. */
export async function logIn(person, contact, password = PASSWORD) {
  await person.open("/login");
  await person.fill({ login: contact, password });
  await person.submit();
}

/** Signs in by SNILS, from the tab of the login page. */
export async function logInBySnils(person, snils, password = PASSWORD) {
  await person.open("/login");
  if ((await person.page.locator("[name=snils]:visible").count()) === 0) {
    await person.page.locator("main a[href*=snils]").first().click();
  }
  await person.fill({ snils, password });
  await person.submit();
}

/** From anywhere to the form for personal data, in the three steps of R6. */
export async function openPersonalData(person) {
  await person.open("/account");
  await person.page.locator("main a[href='/account/data']").first().click();
  await person.page.locator("main a[href='/profile/edit']").first().click();
}

/** Fills the form with what a person of the population has in hand, reviews and sends it. */
export async function fillPersonalData(world, person, key, changes = {}) {
  await openPersonalData(person);
  await typePersonalData(world, person, key, changes);
  await person.submit();
  // The review page has the same main button.
  if ((await person.page.locator("#submit").count()) > 0) await person.submit();
}

export async function typePersonalData(world, person, key, changes = {}) {
  const one = { ...world.person(key), ...changes };
  const passport = { ...one.passport, ...changes.passport };
  await person.fill({ family_name: one.family_name, given_name: one.given_name, patronymic: one.patronymic ?? "", sex: one.sex });
  await pickDate(person, "birth_date", one.birth_date);
  await person.fill({ birth_place: one.birth_place, snils: one.snils, citizenship: one.citizenship, document_type: "internal_passport" });
  await person.fill({ document_number: `${passport.series}${passport.number}` });
  await pickDate(person, "issue_date", passport.issue_date);
  await person.fill({ issued_by: passport.issued_by, unit_code: passport.unit_code });
}

/** Picks a date in its three menus. */
export async function pickDate(person, name, date) {
  const [year, month, day] = date.split("-").map(Number);
  await person.fill({ [`${name}_day`]: day, [`${name}_month`]: month, [`${name}_year`]: year });
}

/** Waits, as a person would by looking again, until the level is reached. */
export async function reachLevel(person, level, seconds = 30) {
  const deadline = Date.now() + seconds * 1000;
  while ((await person.level()) !== level) {
    assert.ok(Date.now() < deadline, `the level did not become ${level}: ${await person.page.locator("main").innerText()}`);
  }
}
