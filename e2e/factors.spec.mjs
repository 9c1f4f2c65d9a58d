// Second factors: passkeys with a virtual authenticator, an application with codes, saved codes, "it was not me".

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGUAGES, moved, withVisitor } from "./lib/browser.mjs";
import { FACTORS, setUpApplication, totp } from "./lib/factors.mjs";
import {
  askForRecovery, choosePassword, enterCode, logIn, NEW_PASSWORD, PASSWORD, registerByEmail, registerByPhone,
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

/** A device with passkeys in this window, as Chromium's developer tools make one. */
async function withDevice(person) {
  const tools = await person.context.newCDPSession(person.page);
  await tools.send("WebAuthn.enable");
  const { authenticatorId } = await tools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const knows = (isUserVerified) => tools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { knows };
}

for (const language of LANGUAGES) {
  test(`B1: a passkey is added, signs in alone, and proves (${language})`, async () => {
    await withVisitor(world, { language, thorough: language === "ru" }, async (person) => {
      const { contact } = await registerByPhone(world, person);
      const device = await withDevice(person);
      await person.open(FACTORS);
      await person.press("#passkey_add");
      await person.check("passkey, new");
      await person.submit();
      await person.refused("passkey_name");
      await person.fill({ passkey_name: "My phone" });
      await person.submit();
      assert.equal(person.path(), `${FACTORS}/recovery-codes`);
      await person.open(FACTORS);
      await person.check("factors, passkey");
      assert.match(await person.page.locator("main").innerText(), /My phone/);
      await person.logOut();

      // A device that refuses leaves the page as it is; then it is asked again.
      await device.knows(false);
      await person.open("/login");
      await person.check("login with passkeys");
      await person.press("#passkey");
      await person.page.locator("#submit:enabled").waitFor();
      await person.check("passkey, asked");
      await device.knows(true);
      await person.submit();
      assert.equal(await person.level(), "simplified");
      await person.logOut();

      // After the password it is the second factor.
      await logIn(person, contact, PASSWORD);
      assert.equal(person.path(), "/login/second-step");
      await person.check("second step, passkey");
      await moved(person.page, () => person.page.locator("#submit").click());
      await person.page.waitForURL("**/account");
      await person.open(FACTORS);
      await person.press("a[href$='/remove']");
      await person.check("passkey, remove");
      await person.submit();
      assert.equal(person.path(), FACTORS);
      assert.doesNotMatch(await person.page.locator("main").innerText(), /My phone/);
    });
  });

  test(`B1: an application with codes, and saved codes when it is lost (${language})`, async () => {
    await withVisitor(world, { language, scripts: false }, async (person) => {
      const { contact } = await registerByPhone(world, person);
      const { key, codes } = await setUpApplication(person, { check: true });
      assert.equal(codes.length, 10);
      await person.open(FACTORS);
      await person.check("factors, application");
      await person.logOut();
      await logIn(person, contact, PASSWORD);
      assert.equal(person.path(), "/login/second-step");
      await person.check("second step, code");
      await person.fill({ code: "000000" });
      await person.submit();
      await person.refused("code");
      // The step of the first code is used up; the next one is accepted early.
      await person.fill({ code: totp(key, 1) });
      await person.submit();
      assert.equal(await person.level(), "simplified");
      await person.logOut();
      await logIn(person, contact, PASSWORD);
      await person.press("main a[href*='by=recovery_code']");
      await person.check("second step, saved code");
      await person.fill({ recovery_code: codes[0].toLowerCase() });
      await person.submit();
      await person.open("/account/security");
      await person.check("security, restricted");
      await person.logOut();
      await logIn(person, contact, PASSWORD);
      await person.press("main a[href*='by=recovery_code']");
      await person.fill({ recovery_code: codes[0] });
      await person.submit();
      await person.refused("recovery_code");
    });
  });

  test(`B2, B5: "it was not me" locks the account, and recovery opens it (${language})`, async () => {
    await withVisitor(world, { language, scripts: false }, async (person) => {
      const { contact } = await registerByEmail(world, person);
      await withVisitor(world, { language: "en", userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0" }, async (thief) => {
        await logIn(thief, contact, PASSWORD);
        assert.equal(thief.path(), "/account");
        const link = await world.phone.mailLink(contact);
        await person.open(link);
        assert.equal(person.path(), "/not-me");
        await person.check("it was not me");
        await person.submit();
        assert.equal(person.path(), "/locked");
        await person.check("locked");
        await thief.open("/account");
        assert.equal(thief.path(), "/login", "the session of the other is over");
      });
      await logIn(person, contact, PASSWORD);
      await person.refused();
      await askForRecovery(person, contact);
      await enterCode(person, await world.phone.mailCode(contact));
      await choosePassword(person, NEW_PASSWORD);
      await logIn(person, contact, NEW_PASSWORD);
      assert.equal(await person.level(), "simplified");
    });
  });

  test(`B1, B5: the other pages of second factors (${language})`, async () => {
    await withVisitor(world, { language, thorough: language === "ru" }, async (person) => {
      await registerByPhone(world, person);
      await person.open("/account/security/lock");
      await person.check("lock");
      const { key } = await setUpApplication(person);
      await person.open(`${FACTORS}/app/remove`);
      await person.check("application, remove");
      await person.open("/account/security/lock");
      await person.check("lock, with a factor");
      await person.open("/help/second-factor");
      await person.check("help");
      assert.ok(key);
    });
  });
}

test("B1: without scripts the pages of passkeys say that they need them", async () => {
  await withVisitor(world, { language: "en", scripts: false }, async (person) => {
    await registerByPhone(world, person);
    await person.open(FACTORS);
    await person.press("#passkey_add");
    await person.check("passkey, new, without scripts");
    assert.match(await person.page.locator("main").innerText(), /needs scripts/);
    assert.equal(await person.page.locator("#submit").isVisible(), false);
    await person.logOut();
    await person.open("/login");
    await person.press("#passkey");
    await person.check("passkey, asked, without scripts");
    assert.match(await person.page.locator("main").innerText(), /needs scripts/);
  });
});

test("B1: a device that does not know its owner gets nobody in", async () => {
  await withVisitor(world, { language: "en" }, async (person) => {
    await registerByPhone(world, person);
    const device = await withDevice(person);
    await person.open(FACTORS);
    await person.press("#passkey_add");
    await person.fill({ passkey_name: "Key" });
    await person.submit();
    await person.logOut();
    await device.knows(false);
    await person.open("/login");
    await person.press("#passkey");
    await person.page.getByText("The device did not confirm").waitFor();
    await device.knows(true);
    await person.submit();
    assert.equal(await person.level(), "simplified");
  });
});
