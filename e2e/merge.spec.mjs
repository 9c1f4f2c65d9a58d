// One person, two accounts, one SNILS: from the form that refuses to one account, with a colleague's consent.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, withVisitor } from "./lib/browser.mjs";
import {
  freshPhone, logIn, openPersonalData, PASSWORD, reachStandard, registerByPhone, typePersonalData,
} from "./lib/journeys.mjs";
import { agree, signIn } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

test("R107, R225: the SNILS has an account already; support compares both and makes them one", async () => {
  await withVisitor(world, { language: "en" }, async (former) => {
    const old = await reachStandard(world, former, { key: "anna" });
    await withVisitor(world, { language: "en", width: 360 }, async (person) => {
      const phone = freshPhone();
      await registerByPhone(world, person, { key: "anna", phone });
      // The form keeps the SNILS back and says which ways are open.
      await openPersonalData(person);
      await typePersonalData(world, person, "anna");
      await person.submit();
      assert.equal(person.path(), "/profile/snils-taken");
      await person.check("the SNILS is taken");
      await person.press("#support");
      await person.fill({ message: "I registered a second time. Both accounts are mine." });
      await person.submit();
      assert.match(person.path(), /^\/account\/support\//);

      await withVisitor(world, { language: "en" }, async (helper) => {
        await signIn(world, helper, "d.lebedev");
        await helper.open("/operator/support");
        await helper.check("queue");
        await helper.press("main form[action$='/take'] button");
        const request = helper.path();
        await helper.press("main a[href$='/accounts']");
        await helper.check("comparison");
        const text = await helper.page.locator("main").innerText();
        assert.match(text, /equal/);
        assert.ok(!text.includes(world.person("anna").snils), "how they compare, not what they hold");
        await helper.fill({ reason: "A photograph of the card; both phones answered." });
        await helper.submit();
        await helper.check("comparison (asked)");

        await withVisitor(world, { language: "en" }, async (administrator) => {
          await signIn(world, administrator, "e.smirnov");
          await agree(administrator);
        });
        await helper.open(`${request}/accounts`);
        await helper.check("comparison (agreed)");
        await helper.press("#merge");
        assert.equal(helper.path(), request);
        await helper.check("merged");
      });

      // Both windows are signed out; one account is left, with the phone that was first.
      await former.open("/account");
      assert.equal(former.path(), "/login");
      await person.open("/account");
      assert.equal(person.path(), "/login");
      await logIn(person, phone);
      await person.refused();
      await logIn(person, old.contact, PASSWORD);
      assert.equal(await person.level(), "standard");
      await person.open("/account/support");
      assert.equal(await person.page.locator("main .card a").count(), 1, "the request came along");
    });
  });
});
