// From "Register" to an account and on to level Standard, by phone and by e-mail.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import {
  askForRegistration, choosePassword, enterCode, followLink, freshEmail, freshPhone, logIn, PASSWORD, registerByEmail, registerByPhone,
  sendPersonalData, verified,
} from "./lib/journeys.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

test("R12, R20, R24 to R27, R63, R88, R96, R246: by phone, from the main page to level Standard", async () => {
  await withVisitor(world, { language: "ru" }, async (person) => {
    await person.open("/");
    await person.press("#register");
    const account = await registerByPhone(world, person, { key: "anna" });
    assert.equal(person.path(), "/registration/done");
    await person.page.waitForURL("**/profile/edit");
    assert.equal(await person.level(), "simplified");
    await sendPersonalData(world, person, "anna");
    assert.equal(person.path(), "/profile/verification");
    await verified(world, person, account);
    assert.equal(await person.level(), "standard");
  });
});

test("R21, R38, R39: by e-mail, with the link followed in another browser", async () => {
  const email = freshEmail();
  await withVisitor(world, { language: "en" }, async (desk) => {
    await askForRegistration(world, desk, { key: "boris", email });
    const link = await world.phone.mailLink(email);
    await withVisitor(world, { language: "fr", width: 360 }, async (pocket) => {
      await followLink(pocket, link);
      assert.equal(pocket.path(), "/registration/password");
      await choosePassword(pocket);
      assert.equal(await pocket.level(), "simplified");
      await sendPersonalData(world, pocket, "boris");
      await verified(world, pocket, { contact: email });
      assert.equal(await pocket.level(), "standard");
    });
    await desk.open("/account");
    assert.equal(desk.path(), "/login", "the first browser is not signed in by that");
    const answer = await desk.open(link);
    assert.equal(answer.status(), 410, "a link works once");
  });
});

test("R38, R40: by e-mail, with the code of the letter typed", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    const email = freshEmail();
    await askForRegistration(world, person, { key: "maria", email });
    const code = await world.phone.mailCode(email);
    await enterCode(person, ` ${code.slice(0, 3)} ${code.slice(3)} `);
    await choosePassword(person);
    assert.equal(await person.level(), "simplified");
  });
});

for (const scripts of [true, false]) {
  test(`R23: with both contacts each code is typed at its own field (scripts ${scripts ? "on" : "off"})`, async () => {
    await withVisitor(world, { scripts, width: 360, language: "en" }, async (person) => {
      const [phone, email] = [freshPhone(), freshEmail()];
      await askForRegistration(world, person, { key: "olga", phone, email });
      const [sms, letter] = [await world.phone.smsCode(phone), await world.phone.mailCode(email)];
      await person.fill({ email_code: letter === "111111" ? "222222" : "111111" });
      await person.submit();
      await person.refused("email_code");
      await person.fill({ email_code: letter });
      await person.submit();
      assert.equal(person.path(), "/registration/password", "one is enough");
      await person.press("main a[href='/registration/code']");
      await person.fill({ code: sms });
      await person.submit();
      await choosePassword(person);
      assert.equal(await person.level(), "simplified");
      await person.logOut();
      for (const contact of [phone, email]) {
        await logIn(person, contact);
        assert.equal(person.path(), "/account", `${contact} is confirmed`);
        await person.logOut();
      }
    });
  });
}

test("R51, R52: the generator at the change of the password", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    const { page } = person;
    const { contact } = await registerByPhone(world, person, { key: "olga" });
    await person.open("/account/security/password");
    await page.locator("details.generator summary").click();
    await person.press("#create_password");
    await page.locator(".candidate-use").nth(2).click();
    const chosen = await page.locator("#password").inputValue();
    await person.fill({ present_password: PASSWORD });
    await person.submit();
    assert.equal(person.path(), "/account/security");
    await person.logOut();
    await logIn(person, contact, chosen);
    assert.equal(person.path(), "/account");
  });
});

test("R15, R17: a form without contacts and one with a malformed contact are refused at the field", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await askForRegistration(world, person, {});
    await person.refused("mobile_phone");
    await askForRegistration(world, person, { email: "nobody" });
    await person.refused("email");
    assert.equal(await person.page.locator("#email").inputValue(), "nobody", "what was typed is kept");
  });
});

test("R33, R36: a wrong code is refused at its field, the right one still works", async () => {
  await withVisitor(world, { scripts: false }, async (person) => {
    const phone = freshPhone();
    await askForRegistration(world, person, { phone });
    const code = await world.phone.smsCode(phone);
    await enterCode(person, code === "111111" ? "222222" : "111111");
    await person.refused("code");
    await enterCode(person, "");
    await person.refused("code");
    await enterCode(person, code);
    assert.equal(person.path(), "/registration/password");
  });
});

test("R34: the page counts down what is left of the code, and opens the repeat later", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await askForRegistration(world, person, { phone: freshPhone() });
    const left = person.page.locator(".countdown-left");
    const first = await left.innerText();
    assert.match(first, /^(5:00|4:5\d)$/);
    await person.page.waitForFunction((seen) => document.querySelector(".countdown-left")?.textContent !== seen, first);
    assert.ok(await person.page.locator("#resend").isDisabled());
  });
});

test("R41 to R46, R50: a weak password and two different ones are refused at the field", async () => {
  await withVisitor(world, { scripts: false, language: "en" }, async (person) => {
    const phone = freshPhone();
    await askForRegistration(world, person, { phone });
    await enterCode(person, await world.phone.smsCode(phone));
    await choosePassword(person, "short");
    await person.refused("password");
    await person.fill({ password: PASSWORD, password_repeat: `${PASSWORD}x` });
    await person.submit();
    await person.refused("password_repeat");
    assert.equal(await person.page.locator("#password").inputValue(), "", "a password is never sent back");
  });
});

test("R47, R48, R51 to R53: the strength is shown while one types, and a made-up password is taken over", async () => {
  await withVisitor(world, { language: "fr" }, async (person) => {
    const { page } = person;
    const phone = freshPhone();
    await askForRegistration(world, person, { phone });
    await enterCode(person, await world.phone.smsCode(phone));
    const meter = page.locator(".strength-meter");
    await page.locator("#password").pressSequentially("ab");
    assert.ok(["1", "2", "3"].includes(await meter.getAttribute("data-band")));
    await page.locator("#password").fill(PASSWORD);
    assert.equal(await meter.getAttribute("data-band"), "5");
    await page.locator("details.generator summary").click();
    await person.fill({ length: 20 });
    await person.press("#create_password");
    const candidates = await page.locator("[name=candidate]").count();
    assert.ok(candidates > 1, "several to pick from");
    await page.locator(".candidate-use").nth(1).click();
    const chosen = await page.locator("#password").inputValue();
    assert.equal(chosen.length, 20);
    assert.equal(await page.locator("#password_repeat").inputValue(), chosen);
    await person.submit();
    assert.equal(await person.level(), "simplified");
    await person.logOut();
    await logIn(person, phone, chosen);
    assert.equal(person.path(), "/account");
  });
});

test("R29: a contact that is in use gets its message there, and the page betrays nothing", async () => {
  await withVisitor(world, { scripts: false }, async (person) => {
    const { contact } = await registerByPhone(world, person, { key: "irina" });
    await person.logOut();
    await askForRegistration(world, person, { key: "fyodor", phone: contact });
    assert.equal(person.path(), "/registration/code");
    const known = (await person.page.locator("main").innerText()).replaceAll(/[\d:]+/g, "");
    const { codes } = await world.phone.sms(contact);
    assert.deepEqual(codes, [], "the owner is told, without a code");
    await askForRegistration(world, person, { key: "fyodor", phone: freshPhone() });
    const unknown = (await person.page.locator("main").innerText()).replaceAll(/[\d:]+/g, "");
    assert.equal(known, unknown);
  });
});

for (const scripts of [true, false]) {
  test(`R26, R35: the back button after a step leads to the step that is due (scripts ${scripts ? "on" : "off"})`, async () => {
    await withVisitor(world, { scripts, language: "en" }, async (person) => {
      const phone = freshPhone();
      await askForRegistration(world, person, { key: "zhanna", phone });
      await enterCode(person, await world.phone.smsCode(phone));
      await person.page.goBack();
      await person.page.reload();
      assert.equal(person.path(), "/registration/password", "the code is behind us");
      await choosePassword(person);
      await person.page.goBack();
      await person.page.reload();
      assert.equal(person.path(), "/registration/done", "the password is behind us");
      assert.equal(await person.level(), "simplified");
    });
  });
}
