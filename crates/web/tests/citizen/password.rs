//! The page for the password and its generator.

use http::StatusCode;
use okno_domain::{
    credential::password::{OwnData, PasswordPolicy},
    secret::Secret,
};
use okno_testkit::{TestStore, World};

use crate::browser::{Browser, PASSWORD, PHONE};

async fn at_the_password(world: &World) -> Browser {
    let mut person = Browser::new(world);
    person.register(PHONE, "").await;
    world.drain().await;
    let code = world.sms_code(PHONE);
    person.send("/registration/code", &[("code", code.expose())]).await.assert_at("/registration/password");
    person
}

/// The passwords offered, as they are.
fn offered(person: &Browser) -> Vec<String> {
    let tags = person.body.split("<input").filter(|tag| tag.contains("name=\"candidate\""));
    tags.map(|tag| unescape(tag.split(" value=\"").nth(1).unwrap().split('"').next().unwrap())).collect()
}

fn unescape(text: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// R41 to R46, R49, R50: a password that breaks the rules is refused at its field, and is not written back.
#[tokio::test]
async fn a_bad_password_is_told_at_its_field() {
    let database = TestStore::sqlite().await;
    let world = World::new(database.store()).await;
    let mut person = at_the_password(&world).await;
    for (password, repeat, field) in [
        ("", "", "password"),
        ("Zx9?qwe", "Zx9?qwe", "password"),
        ("zx9?qwer", "zx9?qwer", "password"),
        ("Zxu?qwer", "Zxu?qwer", "password"),
        ("Zx9?qqer", "Zx9?qqer", "password"),
        ("Zx9uqwer", "Zx9uqwer", "password"),
        ("Zx9?*qwer", "Zx9?*qwer", "password"),
        ("Qwerty123!", "Qwerty123!", "password"),
        ("Kedrova;79", "Kedrova;79", "password"),
        (PASSWORD, "Zx9?qweR", "password_repeat"),
    ] {
        person.send("/registration/password", &[("password", password), ("password_repeat", repeat)]).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert_ne!(person.error_at(field), "", "{password}");
        assert!(password.is_empty() || !person.has(password), "{password} was written back");
    }
}

/// R51 to R53: the generator makes several passwords that the rules take; one is picked, changed and used, all without
/// scripts.
#[tokio::test]
async fn generated_passwords_are_picked_and_changed() {
    let database = TestStore::sqlite().await;
    let world = World::new(database.store()).await;
    let mut person = at_the_password(&world).await;
    assert_eq!(person.value("length"), "8");
    let all = [("digits", "1"), ("capitals", "1"), ("small", "1"), ("special", "1"), ("length", "8")];
    person.send("/registration/password/generate", &all).await;
    let candidates = offered(&person);
    assert_eq!(candidates.len(), 5);
    for candidate in &candidates {
        let faults = PasswordPolicy::default().check(&Secret::new(candidate.as_str()), &OwnData::default());
        assert!(faults.is_empty(), "{candidate}: {faults:?}");
    }
    assert_eq!(person.header("cache-control"), "no-store");
    let picked = candidates[1].as_str();
    person.send("/registration/password/generate", &[("take", "1"), ("candidate", picked)]).await;
    assert_eq!(unescape(&person.value("password")), picked);
    assert_eq!(unescape(&person.value("password_repeat")), picked);
    let changed = format!("{picked}x7;W");
    let entries = [("password", changed.as_str()), ("password_repeat", changed.as_str())];
    person.send("/registration/password", &entries).await.assert_at("/registration/done");
    let mut again = Browser::new(&world);
    again.log_in(PHONE, &changed).await;
    assert_eq!(again.surname(), Some("Кедрова"));
}

/// R52: one who picks a password and presses "Done" has it.
#[tokio::test]
async fn picking_is_enough() {
    let database = TestStore::sqlite().await;
    let world = World::new(database.store()).await;
    let mut person = at_the_password(&world).await;
    let all = [("digits", "1"), ("capitals", "1"), ("small", "1"), ("special", "1"), ("length", "12")];
    person.send("/registration/password/generate", &all).await;
    let picked = offered(&person).remove(0);
    person.send("/registration/password", &[("candidate", &picked)]).await.assert_at("/registration/done");
    let mut again = Browser::new(&world);
    again.log_in(PHONE, &picked).await;
    assert_eq!(again.surname(), Some("Кедрова"));
}

/// R53: with boxes unticked the page warns; what cannot be made is told at its field.
#[tokio::test]
async fn the_generator_warns() {
    let database = TestStore::sqlite().await;
    let world = World::new(database.store()).await;
    let mut person = at_the_password(&world).await;
    person.send("/registration/password/generate", &[("small", "1"), ("digits", "1"), ("length", "8")]).await;
    assert!(person.has("Такой пароль не подойдёт") && person.has("Добавьте заглавную латинскую букву"));
    person.send("/registration/password/generate", &[("length", "8")]).await;
    assert_eq!(person.error_at("digits"), "Отметьте хотя бы один пункт");
    for length in ["", "x", "0", "-1", "4", "99999999999999999999", "1000"] {
        let fields = [("digits", "1"), ("capitals", "1"), ("small", "1"), ("special", "1"), ("length", length)];
        person.send("/registration/password/generate", &fields).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY, "{length}");
        assert_ne!(person.error_at("length"), "", "{length}");
    }
}

/// R57, C32: the page follows the settings.
#[tokio::test]
async fn the_page_follows_the_settings() {
    let database = TestStore::sqlite().await;
    let modern = |settings: &mut okno_app::Settings| {
        settings.password.profile = okno_app::settings::PasswordProfile::Modern;
        settings.password.generator = false;
    };
    let world = World::with(database.store(), modern, |_| {}).await;
    let person = at_the_password(&world).await;
    assert!(person.has("не меньше 12 символов") && !person.has("заглавная латинская буква"));
    assert!(!person.has("create_password"));
}
