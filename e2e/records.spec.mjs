// The administration of the installation: the directory, those who work there, and what is changed at run time.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, moved, withVisitor } from "./lib/browser.mjs";
import { reachStandard } from "./lib/journeys.mjs";
import { agree, signIn, totp } from "./lib/operators.mjs";
import { startWorld } from "./lib/world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(async () => {
  await closeBrowser();
  await world?.stop();
});

const PASSWORD = "Birken am Fluss 77";
const today = () => new Date().toISOString().slice(0, 10);

/** Two browsers that stand side by side. */
function beside(first, second, journey) {
  return withVisitor(world, first, (one) => withVisitor(world, second, (other) => journey(one, other)));
}

/** The key that the page of the second factor shows for typing. */
async function keyOf(person) {
  return (await person.page.locator("main .key").first().innerText()).replaceAll(/\s/g, "");
}

test("R122, R133, R135: an administrator adds an organization, a center and a clerk, who gets in there", async () => {
  await beside({ language: "ru" }, { language: "ru" }, async (admin, clerk) => {
    await signIn(world, admin, "e.smirnov");
    await admin.open("/operator");
    await admin.check("/operator (administrator)");
    await admin.press('a[href="/operator/organizations"]');
    await admin.check("/operator/organizations");
    await admin.press("#new");
    await admin.check("/operator/organizations/new");
    await admin.submit();
    await admin.refused("external_id");
    await admin.check("/operator/organizations/new (faulty)");
    await admin.fill({
      external_id: "krai-post", kind: "post", name_ru: "Почта края", name_en: "Post", name_fr: "Poste", valid_from: "2024-01-01",
    });
    await admin.submit();
    await admin.check("/operator/organizations (one)");

    await admin.open("/operator/centers/new");
    await admin.page.locator("[name=organization]").selectOption({ label: "Почта края" });
    await admin.fill({
      external_id: "krai-07", name: "Отделение 7", town: "Казань", address: "ул. Баумана, 12", latitude: "55.79",
      longitude: "49.12", time_zone: "Europe/Moscow", center_phone: "+7 000 200-10-11",
      opening_hours: "Mo-Su 09:00-20:00", owner: "registry@example.org", last_checked_on: today(),
      from_account_confirmation: "2024-01-01",
    });
    await admin.press("#preview");
    assert.equal(await admin.page.locator(".work-week > div").count(), 7);
    await admin.check("/operator/centers/new (week)");
    await admin.submit();
    await admin.check("/operator/centers (one)");
    await admin.open("/operator/centers?query=Баумана");
    await admin.check("/operator/centers");
    await admin.open("/operator/centers/import");
    await admin.check("/operator/centers/import");

    // By the keyboard alone.
    await admin.open("/operator/operators/new");
    await admin.check("/operator/operators/new");
    const { keyboard } = admin.page;
    await admin.page.locator("#login_name").focus();
    for (const text of ["n.novikova", "Новикова Н. Н.", "112-233-445 95"]) {
      await keyboard.type(text);
      await keyboard.press("Tab");
    }
    await admin.page.locator("#role").selectOption("clerk");
    await admin.page.locator("#center").focus();
    await keyboard.type("krai-07");
    await moved(admin.page, () => keyboard.press("Enter"));
    const link = await admin.page.locator("#link").innerText();
    await admin.check("/operator/operators (link)");

    await clerk.open(link);
    await clerk.fill({ password: PASSWORD, password_repeat: PASSWORD });
    await clerk.submit();
    await clerk.fill({ login: "n.novikova", password: PASSWORD });
    await clerk.submit();
    assert.equal(clerk.path(), "/operator/login/setup");
    const key = await keyOf(clerk);
    await clerk.fill({ code: totp(key, Math.floor(Date.now() / 30_000)) });
    await clerk.submit();
    assert.equal(clerk.path(), "/operator");
    assert.match(await clerk.page.locator(".work-center").innerText(), /Отделение 7/);

    await admin.open("/operator/operators?query=novikova");
    await admin.check("/operator/operators");
    await admin.press('a:text("n.novikova")');
    await admin.check("/operator/operators (one)");
  });
});

test("R110, R111: a method is switched off with a colleague's consent, and an announcement tells why", async () => {
  await beside({ language: "ru" }, { language: "ru" }, async (citizen, second) => {
    await reachStandard(world, citizen, { key: "boris" });
    await citizen.open("/confirmation");
    assert.equal(await citizen.page.locator('a[href="/confirmation/online-bank"]').count(), 1);
    await withVisitor(world, { language: "ru" }, async (admin) => {
      await signIn(world, admin, "e.smirnov");
      await admin.open("/operator/settings");
      await admin.check("/operator/settings");
      const bank = admin.page.locator('form[action="/operator/settings/confirmation.online_bank"]');
      await admin.page.locator("section.work-setting", { has: bank }).locator("summary").click();
      await bank.locator("select").selectOption("no");
      await moved(admin.page, () => bank.locator("button").click());
      await admin.check("/operator/settings (asked)");

      await signIn(world, second, "f.zueva");
      await second.open("/operator/approvals");
      await second.check("/operator/approvals (setting)");
      await agree(second);

      await admin.open("/operator/settings");
      await admin.press('form[action="/operator/settings/confirmation.online_bank/execute"] button');
      await citizen.open("/confirmation");
      assert.equal(await citizen.page.locator('a[href="/confirmation/online-bank"]').count(), 0);

      await admin.open("/operator/announcements");
      await admin.check("/operator/announcements");
      await admin.fill({
        text_ru: "Через банки сейчас нельзя.", text_en: "No way through banks now.", text_fr: "Pas de banques pour le moment.",
        severity: "warning", shown_until: `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T12:00`,
      });
      await admin.submit();
      await admin.check("/operator/announcements (one)");
      await citizen.open("/");
      const region = citizen.page.getByRole("region", { name: "Объявления" });
      assert.match(await region.innerText(), /Через банки сейчас нельзя/);
      await citizen.check("/ (announcement)");
    });
  });
});
