//! Texts of the portal, in browsers: looked for, replaced with a colleague's consent, and read by everybody.

use http::StatusCode;
use okno_domain::operator::Role;
use okno_testkit::{World, engine_test, operator::center};

use crate::{browser::Browser, signed_in};

const EDIT: &str = "/operator/texts/login-title";

async fn administrators(world: &World) -> (Browser, Browser) {
    for login in ["f.admin", "g.admin"] {
        world.operator(login, Role::Administrator, &[]).await;
    }
    (signed_in(world, "f.admin").await, signed_in(world, "g.admin").await)
}

/// The second administrator agrees to what waits, and reads it before.
async fn agree(second: &mut Browser, reads: &[&str]) {
    second.open("/operator/approvals").await;
    for words in reads {
        assert!(second.has(words), "{words}: {}", second.body);
    }
    let address = second.form_action("/operator/approvals/");
    second.send(&address, &[("decision", "agree")]).await;
    assert!(second.has("Вы согласились"), "{}", second.body);
}

/// What stands in a box of several lines.
fn boxed(browser: &Browser, name: &str) -> String {
    let area = browser.body.split("<textarea").skip(1).find(|area| area.contains(&format!("name=\"{name}\""))).unwrap();
    area.split_once('>').unwrap().1.split("</textarea>").next().unwrap().to_owned()
}

/// Sends what was typed on, as the page of the preview does.
async fn ask(admin: &mut Browser, texts: &[(&str, &str)]) {
    let seen = admin.hidden("seen");
    let mut fields = texts.to_vec();
    fields.push(("seen", &seen));
    admin.send(&format!("{EDIT}/ask"), &fields).await;
}

engine_test! {
    /// R32: a text is looked for, seen with its built-in words, read in a preview, replaced with a colleague's consent, and
    /// stands on the next page; then the built-in one again.
    async fn a_text_is_replaced(store: Store) {
        let world = World::new(store).await;
        let (mut admin, mut second) = administrators(&world).await;
        admin.open("/operator").await;
        assert!(admin.has("href=\"/operator/texts\""));
        admin.open("/operator/texts?query=login-title").await;
        assert!(admin.has(&format!("href=\"{EDIT}\"")), "{}", admin.body);
        admin.open("/operator/texts").await;
        assert!(admin.links().iter().any(|link| link.contains("after=")), "{}", admin.body);
        admin.open(EDIT).await;
        let before = boxed(&admin, "text_en");
        assert!(!before.is_empty() && admin.has(&before));

        let own = [("text_ru", boxed(&admin, "text_ru")), ("text_en", "Come in & see".to_owned()), ("text_fr", String::new())];
        let own: Vec<(&str, &str)> = own.iter().map(|(name, text)| (*name, text.as_str())).collect();
        admin.send(EDIT, &own).await;
        assert_eq!(admin.status, StatusCode::OK);
        assert!(admin.has("Как это будет выглядеть") && admin.has("Come in &#38; see"), "{}", admin.body);
        let mut visitor = Browser::new(&world).speaking("en");
        visitor.open("/login").await;
        assert!(!visitor.has("Come in"));

        ask(&mut admin, &own).await;
        admin.assert_at(EDIT);
        agree(&mut second, &["login-title", "Come in &#38; see", &before]).await;
        admin.open(EDIT).await;
        let approval = admin.hidden("approval");
        admin.send(&format!("{EDIT}/execute"), &[("approval", &approval)]).await;
        assert!(admin.has("Текст изменён") && admin.has("Согласился g.admin"), "{}", admin.body);
        visitor.open("/login").await;
        assert!(visitor.has("<h1>Come in &#38; see</h1>"), "{}", visitor.body);
        admin.open("/operator/texts?query=come+in+see&replaced=1").await;
        assert!(admin.has(&format!("href=\"{EDIT}\"")) && admin.has("изменён: en"), "{}", admin.body);

        admin.open(EDIT).await;
        let seen = admin.hidden("seen");
        admin.send(&format!("{EDIT}/back"), &[("seen", &seen)]).await;
        agree(&mut second, &[&before]).await;
        admin.open(EDIT).await;
        let approval = admin.hidden("approval");
        admin.send(&format!("{EDIT}/execute"), &[("approval", &approval)]).await;
        visitor.open("/login").await;
        assert!(visitor.has(&before) && !visitor.has("Come in"));
    }

    /// What does not fit is said at its field, and nothing that was typed is lost.
    async fn faults_stand_at_their_fields(store: Store) {
        let world = World::new(store).await;
        let (mut admin, _) = administrators(&world).await;
        admin.open(EDIT).await;
        let typed = [("text_ru", "<b>Вход</b>"), ("text_en", "Log { $in }"), ("text_fr", "Bien entrer")];
        admin.send(EDIT, &typed).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(admin.error_at("text_ru").contains("HTML"), "{}", admin.error_at("text_ru"));
        assert!(admin.error_at("text_en").contains("{ $in }") && admin.error_at("text_fr").is_empty());
        assert!(boxed(&admin, "text_fr") == "Bien entrer" && admin.has("Log { $in }"));
        admin.open("/operator/texts/no-such-text").await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
    }

    /// Of two who replace one text, the second sees what stands now beside what they typed, and can send it again.
    async fn a_text_that_changed_meanwhile_is_shown(store: Store) {
        let world = World::new(store).await;
        let (mut admin, mut second) = administrators(&world).await;
        world.operator("h.admin", Role::Administrator, &[]).await;
        let mut third = signed_in(&world, "h.admin").await;
        admin.open(EDIT).await;
        second.open(EDIT).await;
        ask(&mut admin, &[("text_en", "First")]).await;
        let typed = [("text_en", "Second")];
        second.send(EDIT, &typed).await;
        agree(&mut third, &["First"]).await;
        admin.open(EDIT).await;
        let approval = admin.hidden("approval");
        admin.send(&format!("{EDIT}/execute"), &[("approval", &approval)]).await;
        ask(&mut second, &typed).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.has("текст изменил кто-то другой") && second.has("First"), "{}", second.body);
        assert_eq!(boxed(&second, "text_en"), "Second");
        ask(&mut second, &typed).await;
        second.assert_at(EDIT);
        assert!(second.has("Ждёт согласия"), "{}", second.body);
    }

    /// Who has to show once more who they are does so beside the page, and what was typed stays on it.
    async fn a_proof_that_is_due_loses_nothing(store: Store) {
        let world = World::new(store).await;
        let (mut admin, _) = administrators(&world).await;
        admin.open(EDIT).await;
        world.clock.advance_seconds(301);
        ask(&mut admin, &[("text_en", "Come in")]).await;
        assert_eq!(admin.status, StatusCode::FORBIDDEN);
        assert!(boxed(&admin, "text_en") == "Come in" && admin.has("href=\"/operator/again\""), "{}", admin.body);
    }

    /// R133: nobody else finds or changes texts.
    async fn others_may_not(store: Store) {
        let world = World::new(store).await;
        world.operator("c.chief", Role::CenterAdministrator, &[center(1)]).await;
        let mut chief = signed_in(&world, "c.chief").await;
        chief.open("/operator").await;
        assert!(!chief.has("/operator/texts"));
        for page in ["/operator/texts", EDIT] {
            assert_eq!(chief.open(page).await.status, StatusCode::FORBIDDEN, "{page}");
        }
    }
}
