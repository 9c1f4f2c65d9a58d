// Every page, in every language, narrow and wide, light and dark: no violation that axe finds, nothing wider than the
// window. `check` looks at all of them; what a page asks of other origins fails the journey when the visitor leaves.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { closeBrowser, LANGUAGES, withVisitor } from "./lib/browser.mjs";
import {
  askForRecovery, askForRegistration, choosePassword, enterCode, freshEmail, freshPhone, logIn, NEW_PASSWORD, PASSWORD,
  registerByPhone, rejected, sendPersonalData, typePersonalData, verified,
} from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

const REGISTRIES = ["pension_fund", "interior_ministry"];

let world;
before(async () => {
  // The page of success stays long enough to be looked at.
  world = await startWorld({ settings: "[registration]\nredirect_seconds = 600" });
});
afterEach(async () => {
  for (const name of REGISTRIES) await world.registry(name, undefined);
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const PUBLIC = [
  "/", "/login", "/login?by=snils", "/registration", "/recovery", "/recovery?by=snils", "/category/", "/services/my-fines",
  "/services/doctor-appointment", "/help", "/help/registration", "/help/lost-access", "/support", "/service-centers",
  "/service-centers?town=Казань", "/service-centers?town=Орёл", "/service-centers?town=Ново", "/certification-centers",
  "/accessibility", "/privacy",
];

const ACCOUNT = [
  "/account", "/account/data", "/account/documents", "/account/documents/add/driving_licence", "/account/contacts",
  "/account/contacts/email", "/account/security", "/account/security/password", "/account/security/question",
  "/account/sessions", "/account/history", "/account/history?part=levels", "/account/notices", "/account/support",
  "/confirmation", "/confirmation/in-person", "/profile/edit", "/services/my-fines",
];

// Where level Simplified looks different.
const BEFORE_STANDARD = ["/account", "/account/data", "/account/notices", "/confirmation", "/services/my-fines"];

/** Opens pages and looks at each. */
async function walk(person, paths) {
  for (const path of paths) {
    const answer = await person.open(path);
    assert.equal(answer.status(), 200, path);
    assert.equal(await person.spoken(), person.language, path);
    await person.check(path);
  }
}

// Everybody needs a SNILS of their own.
const people = { ru: ["anna", "boris"], en: ["maria", "elchin"], fr: ["zhanna", "irina"] };

for (const language of LANGUAGES) {
  const [key, otherKey] = people[language];
  const journey = (title, steps) =>
    test(`${title} (${language})`, () => withVisitor(world, { language, thorough: language === "ru" }, steps));

  journey("R2, R4, R9, R32: public pages", async (person) => {
    await walk(person, PUBLIC);
  });

  journey("pages that say what is not there", async (person) => {
    for (const [path, status] of [["/nowhere", 404], ["/registration/link?token=gone", 410], ["/recovery/code", 410]]) {
      const answer = await person.open(path);
      assert.equal(answer.status(), status, path);
      await person.check(path);
    }
    const sent = await person.page.request.post("/login", { form: { csrf: "forged" } });
    await person.page.setContent(await sent.text(), { waitUntil: "load" });
    await person.check("a form that was open for too long");
  });

  journey("R13, R20, R24, R25, R50: registration by phone, with its faults", async (person) => {
    await askForRegistration(world, person, {});
    await person.refused("mobile_phone");
    await person.check("registration with a fault");
    const phone = freshPhone();
    await askForRegistration(world, person, { phone });
    await person.check("code by SMS");
    const code = await world.phone.smsCode(phone);
    await enterCode(person, code === "111111" ? "222222" : "111111");
    await person.check("a wrong code");
    await enterCode(person, code);
    await person.check("password");
    await choosePassword(person, "short");
    await person.check("password with faults");
    await person.page.locator("details.generator summary").click();
    await person.press("#create_password");
    await person.check("made-up passwords");
    await person.page.locator(".candidate-use").first().click();
    await person.submit();
    assert.equal(person.path(), "/registration/done");
    await person.check("success");
    await person.open("/registration");
    await person.check("registration of one who is signed in");
  });

  journey("R21, R23, R38: registration by e-mail and by both", async (person) => {
    const email = freshEmail();
    const phone = freshPhone();
    await askForRegistration(world, person, { phone, email });
    await person.check("codes by SMS and in a letter");
    await person.fill({ code: "1", email_code: "1" });
    await person.submit();
    await person.refused("email_code");
    await person.check("two wrong codes");
    await enterCode(person, await world.phone.smsCode(phone));
    await person.check("password while the address is not confirmed");
    await person.press("main .note a[href='/registration/code']");
    await person.check("the second code");
    const other = freshEmail();
    await askForRegistration(world, person, { email: other });
    await person.check("after the letter was sent");
    await person.open(await world.phone.mailLink(other));
    await person.check("the link of the letter");
  });

  journey("R191, R192, R193, R194, R197: login and recovery, with their faults", async (person) => {
    const { contact } = await registerByPhone(world, person);
    await person.open("/account/security/question");
    await person.submit();
    await person.refused("security_question");
    await person.check("security question with faults");
    await person.fill({ security_question: "first-pet", security_answer: "Tom", password: PASSWORD });
    await person.submit();
    await person.check("security with a question");
    await person.open("/account/security/question/remove");
    await person.check("removing the question");
    await person.logOut();
    await person.check("main page after logging out");
    await logIn(person, contact, NEW_PASSWORD);
    await person.check("login refused");
    await logIn(person, "", "");
    await person.check("login with faults");
    await askForRecovery(person, "x");
    await person.check("recovery with a fault");
    await askForRecovery(person, contact);
    await person.check("security question asked");
    await person.fill({ security_answer: "Max" });
    await person.submit();
    await person.check("a wrong answer");
    await person.fill({ security_answer: "Tom" });
    await person.submit();
    await person.check("code of a recovery");
    await enterCode(person, await world.phone.smsCode(contact));
    await person.check("new password");
    await choosePassword(person, NEW_PASSWORD);
    await person.check("recovered");
  });

  journey("R75, R88, R92, R96, R106: personal data and their verification, with their faults", async (person) => {
    const account = await registerByPhone(world, person, { key });
    await walk(person, BEFORE_STANDARD);
    await person.open("/profile/edit");
    await person.submit();
    await person.refused("birth_date");
    await person.check("personal data with faults");
    await typePersonalData(world, person, key, { snils: "112-233-445 96" });
    await person.press("#save");
    await person.check("a draft");
    await person.page.locator(".date-open").first().click();
    await person.check("the calendar");
    await person.page.keyboard.press("Escape");
    await typePersonalData(world, person, key);
    await person.submit();
    await person.check("review");
    for (const name of REGISTRIES) {
      await world.forget(name);
      await world.registry(name, { manual: true });
    }
    // The page shall not change while it is looked at.
    await person.page.route("**/profile/verification/news*", (route) => route.fulfill({ status: 204 }));
    await person.submit();
    for (const name of REGISTRIES) await world.asked(name);
    await person.check("being verified");
    await person.page.unrouteAll();
    await person.open("/account/data");
    await person.check("data that are being verified");
    await person.open("/profile/verification");
    for (const name of REGISTRIES) {
      await world.registry(name, { manual: false });
      await world.release(name);
    }
    await verified(world, person, account);
    await person.check("verified");
    await person.open("/account");
    await person.check("personal area with the news");
    await walk(person, ACCOUNT);
  });

  journey("R94, R107: what is refused in the personal area", async (person) => {
    const account = await registerByPhone(world, person, { key: otherKey });
    await person.open("/account/contacts/email");
    await person.submit();
    await person.check("a new contact with faults");
    await person.fill({ email: freshEmail(), password: PASSWORD });
    await person.submit();
    await person.check("code of a new contact");
    await person.open("/account/contacts");
    await person.check("contacts, one of them unconfirmed");
    await person.press("main a[href^='/account/contacts/remove/']");
    await person.check("removing a contact");
    await person.open("/account/security/password");
    await person.submit();
    await person.check("change of the password with faults");
    await person.page.locator("details.generator summary").click();
    await person.press("#create_password");
    await person.check("made-up passwords in the personal account");
    await person.open("/profile/edit");
    await person.fill({ document_type: "foreign_identity_document" });
    await person.press("#change_type");
    await person.check("personal data with another document");
    await world.registry("pension_fund", { refusal: ["family_name", "birth_date"] });
    await sendPersonalData(world, person, otherKey);
    await rejected(world, person, account);
    await world.registry("pension_fund", { refusal: null });
    await person.check("rejected");
    await person.open("/account");
    await person.check("personal area after a rejection");
    await person.open("/account/data");
    await person.check("data after a rejection");
    await person.open("/profile/snils-taken");
    await person.check("SNILS taken");
    await withVisitor(world, { language, width: 360 }, async (pocket) => {
      await logIn(pocket, account.contact);
      await person.open("/account/sessions");
      await person.check("sessions on two devices");
    });
  });
}
