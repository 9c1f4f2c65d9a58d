// The window of a center, with the visitor's own browser open beside it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import {
  askForRecovery, choosePassword, enterCode, followLink, freshEmail, freshPhone, logIn, NEW_PASSWORD, PASSWORD, reachStandard,
  registerByPhone,
} from "./lib/journeys.mjs";
import { agree, compareAll, find, signIn } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

// R128: before the visitor leaves the window.
const WITHIN_MS = 10_000;
// The machine's share of serving a visitor, without the time in which people look and type.
const MACHINE_MS = 20_000;

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

/** Two browsers that stand side by side. */
function beside(first, second, journey) {
  return withVisitor(world, first, (one) => withVisitor(world, second, (other) => journey(one, other)));
}

async function addEmail(person) {
  const email = freshEmail();
  await person.open("/account/contacts/email");
  await person.fill({ email, password: PASSWORD });
  await person.submit();
  await followLink(person, await world.phone.mailLink(email));
  return email;
}

test("R126, R128: confirmed at a center, and the messages reach both channels within ten seconds", async () => {
  await beside({ language: "ru" }, { language: "ru" }, async (visitor, clerk) => {
    const { contact: phone } = await reachStandard(world, visitor, { key: "anna" });
    const email = await addEmail(visitor);
    assert.equal(await visitor.level(), "standard");

    await signIn(world, clerk, "a.petrova");
    await clerk.check("/operator");
    const begun = Date.now();
    await find(clerk, "confirm_identity", world.person("anna").snils);
    await clerk.check("/operator/visits (compare)");
    await compareAll(clerk);
    const clicked = Date.now();
    await clerk.submit();
    const took = Date.now() - begun;
    assert.ok(took < MACHINE_MS, `serving took ${took} ms`);
    await Promise.all([world.phone.told(phone, "confirmed"), world.phone.told(email, "confirmed")]);
    const told = Date.now() - clicked;
    assert.ok(told < WITHIN_MS, `the messages took ${told} ms`);
    console.log(`# served in ${took} ms, both messages after ${told} ms`);
    assert.match(await clerk.page.locator("main").innerText(), /Личность подтверждена/);
    await clerk.check("/operator/visits (done)");

    // The mark of the level changes in the visitor's own window, and their record says who looked, and where.
    assert.equal(await visitor.level(), "confirmed");
    await visitor.open("/account/history");
    const record = await visitor.page.locator("main").innerText();
    assert.match(record, /Сотрудник открыл ваши данные, чтобы подтвердить личность/);
    assert.match(record, /Мои дела/);
  });
});

test("R126: a visitor is confirmed by the keyboard alone, in each language", async () => {
  for (const [language, key, login] of [["en", "boris", "b.sidorova"], ["fr", "maria", "c.orlova"]]) {
    await beside({ language }, { language }, async (visitor, clerk) => {
      const { contact } = await reachStandard(world, visitor, { key });
      await signIn(world, clerk, login);
      const { keyboard } = clerk.page;
      await clerk.open("/operator/serve/confirm_identity");
      await clerk.check("/operator/serve");
      // The box has the focus.
      await keyboard.type(contact);
      await moved(clerk.page, () => keyboard.press("Enter"));
      // So has the first thing to compare; Chromium gives it once it has drawn the page.
      await clerk.page.locator("input[type=checkbox]:focus").waitFor();
      for (const next of ["Tab", "Tab", undefined]) {
        await keyboard.press("Space");
        if (next) await keyboard.press(next);
      }
      await moved(clerk.page, () => keyboard.press("Enter"));
      assert.equal(await clerk.page.locator(".box--success").count(), 1);
      assert.equal(await clerk.spoken(), language);
      assert.equal(await visitor.level(), "confirmed");
      // Enter leads to the next visitor.
      await moved(clerk.page, () => keyboard.press("Enter"));
      assert.equal(clerk.path(), "/operator/serve/confirm_identity");
      await clerk.press("#logout");
    });
  }
});

test("R125: an account that is not Standard shows what is missing, and nothing else", async () => {
  await beside({ language: "ru" }, { language: "ru" }, async (visitor, clerk) => {
    const { contact } = await registerByPhone(world, visitor, { key: "boris" });
    await signIn(world, clerk, "c.orlova");
    await find(clerk, "confirm_identity", contact);
    await clerk.check("/operator/visits (missing)");
    const text = await clerk.page.locator("main").innerText();
    assert.match(text, /стандартную/);
    assert.ok(!text.includes(world.person("boris").family_name), "the name is not shown");
    await find(clerk, "confirm_identity", "4000000000");
    assert.match(await clerk.refused("visitor"), /нет/);
    await clerk.check("/operator/serve (nobody)");
    await clerk.open("/operator/visits");
    await clerk.check("/operator/visits (booked)");
  });
});

test("R200, R202: one who lost phone and password gets the same account back, with a colleague's consent", async () => {
  await beside({ language: "ru" }, { language: "ru" }, async (visitor, clerk) => {
    const account = await reachStandard(world, visitor, { key: "irina" });
    await withVisitor(world, { language: "ru" }, async (colleague) => {
      await signIn(world, clerk, "a.petrova");
      await signIn(world, colleague, "b.sidorova");
      await find(clerk, "restore_access", world.person("irina").snils);
      await clerk.check("/operator/visits (restore)");
      const phone = freshPhone();
      await clerk.fill({ mobile_phone: phone });
      await clerk.press("#offer");
      await clerk.fill({ code: await world.phone.smsCode(phone) });
      await clerk.press("#prove");
      await compareAll(clerk);
      await clerk.submit();
      await clerk.check("/operator/visits (asked)");
      await colleague.open("/operator/approvals");
      await colleague.check("/operator/approvals");
      await agree(colleague);
      await clerk.submit();
      await clerk.submit();
      assert.match(await clerk.page.locator("main").innerText(), /Доступ можно восстановить/);

      // The window that was open is open no more.
      await visitor.open("/account");
      assert.equal(visitor.path(), "/login");
      await logIn(visitor, account.contact);
      await visitor.refused();
      await askForRecovery(visitor, phone);
      await enterCode(visitor, await world.phone.smsCode(phone));
      await choosePassword(visitor, NEW_PASSWORD);
      await logIn(visitor, phone, NEW_PASSWORD);
      assert.equal(await visitor.level(), "standard");
    });
  });
});
