// Ways that several journeys go: registration, login, the form for personal data, confirmation by a bank.

import assert from "node:assert/strict";
import { moved } from "./browser.mjs";

export const PASSWORD = "Ohne.Fenster-7";
export const NEW_PASSWORD = "Neues.Fenster-8";

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

/** Types the code of the last message and goes on. */
export async function enterCode(person, code) {
  await person.fill({ code });
  await person.submit();
}

/** Types the password twice; the account is there afterwards. */
export async function choosePassword(person, password = PASSWORD) {
  await person.fill({ password, password_repeat: password });
  await person.submit();
}

/** From the form to an account at level Simplified, by phone. */
export async function registerByPhone(world, person, { key = "anna", phone = freshPhone() } = {}) {
  await askForRegistration(world, person, { key, phone });
  await enterCode(person, await world.phone.smsCode(phone));
  await choosePassword(person);
  return { key, contact: phone, password: PASSWORD };
}

/** The same by e-mail, with the link of the letter. */
export async function registerByEmail(world, person, { key = "anna", email = freshEmail() } = {}) {
  await askForRegistration(world, person, { key, email });
  await followLink(person, await world.phone.mailLink(email));
  await choosePassword(person);
  return { key, contact: email, password: PASSWORD };
}

/** Opens the link of a letter and presses the one button of its page. */
export async function followLink(person, link) {
  await person.open(link);
  await person.submit();
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
  await person.press("main a[href*='by=snils']");
  await person.fill({ snils, password });
  await person.submit();
}

/** Finds the account for a new password. */
export async function askForRecovery(person, contact) {
  await person.open("/login");
  await person.press("main a[href='/recovery']");
  await person.fill({ contact });
  await person.submit();
}

/** From anywhere to the form for personal data, in the three steps of R6. */
export async function openPersonalData(person) {
  await person.open("/account");
  await person.press("main a[href='/account/data']");
  await person.press("main a[href='/profile/edit']");
}

/** Fills the form with what a person of the population has in hand, looks it over and sends it. */
export async function sendPersonalData(world, person, key, changes = {}) {
  await openPersonalData(person);
  await typePersonalData(world, person, key, changes);
  await person.submit();
  await person.submit();
}

export async function typePersonalData(world, person, key, changes = {}) {
  const one = { ...world.person(key), ...changes };
  const { passport } = one;
  await person.fill({
    family_name: one.family_name,
    given_name: one.given_name,
    patronymic: one.patronymic ?? "",
    sex: one.sex,
    ...dateParts("birth_date", one.birth_date),
    birth_place: one.birth_place,
    snils: one.snils,
    citizenship: one.citizenship,
    document_type: "internal_passport",
    document_number: `${passport.series}${passport.number}`,
    ...dateParts("issue_date", passport.issue_date),
    issued_by: passport.issued_by,
    unit_code: passport.unit_code,
  });
}

/** What to pick in the three menus of a date. */
function dateParts(name, date) {
  const [year, month, day] = date.split("-").map(Number);
  return { [`${name}_day`]: day, [`${name}_month`]: month, [`${name}_year`]: year };
}

/**
 * Waits on the page of the verification until it is over. With scripts the page changes by itself; without, the person
 * looks again when the message has come.
 */
export async function verified(world, person, { contact }) {
  await seeOutcome(world, person, contact, "verified", ".said--success");
}

/** The same for data that a registry does not confirm. */
export async function rejected(world, person, { contact }) {
  await seeOutcome(world, person, contact, "rejected", ".state--error");
}

async function seeOutcome(world, person, contact, kind, sign) {
  await world.phone.told(contact, kind);
  if (!person.scripts) await moved(person.page, () => person.open("/profile/verification"));
  // A page that still waits for news may yet change under our hands.
  await person.page.locator(`main:not(:has([data-module="live"])) ${sign}`).first().waitFor();
}

/** From nothing to level Standard, signed in anew as the page of success asks for. */
export async function reachStandard(world, person, { key }) {
  const account = await registerByPhone(world, person, { key });
  await sendPersonalData(world, person, key);
  await verified(world, person, account);
  return account;
}

/** The same, signed in whichever way the page of success leads. */
export async function signedInAtStandard(world, person, key) {
  await reachStandard(world, person, { key });
  await person.press("#submit");
  if (person.path() === "/login") await logInBySnils(person, world.person(key).snils, PASSWORD);
}

/** From the page of methods to the bank's login page; `check` looks at our pages on the way. */
export async function goToBank(world, person, bank, { check = async () => undefined } = {}) {
  await person.open("/confirmation");
  await person.press("main a[href='/confirmation/online-bank']");
  await check("banks");
  await person.press(`main a[href='/confirmation/online-bank/${bank}']`);
  await check("consent");
  await person.submit();
  await check("leaving for the bank");
  await person.submit();
  assert.equal(new URL(person.page.url()).origin, world.banks[bank], "at the bank");
}

/** At the bank: login, the portal profile where it is asked for, access granted. */
export async function proveAtBank(world, person, key, { login = key } = {}) {
  await person.fill({ login, password: `${login}-bank` });
  await person.submit();
  if ((await person.page.locator("#portal_profile").count()) > 0) {
    await person.fill({ portal_profile: world.person(key).snils });
  }
  await person.submit();
}

/**
 * Has a developer's site checked by the button on its page, and returns what was found. With scripts the page changes by
 * itself, and whoever opens it meanwhile meets that change; without, the person comes back.
 */
export async function checked(person, path) {
  await person.open(path);
  await person.press("#check");
  const found = person.page.locator("#check-done");
  if (person.scripts) await found.waitFor();
  else for (let look = 0; look < 200 && (await found.count()) === 0; look += 1) await person.open(path);
  return person.page.locator(".findings > li").evaluateAll((lines) => lines.map((line) => [line.dataset.verdict, line.innerText]));
}
