//! Texts in place of built-in ones.

use okno_app::{
    Error, approval, installation,
    operator::SignedIn,
    registration::{self, StartForm},
    wording::{self, BuiltIn},
};
use okno_domain::{approval::ApprovalId, locale::Locale, operator::Role, refusal::FieldFault, wording::field};
use okno_testkit::{World, citizen::refused, engine_test, operator::center};

use super::{acts, administrator, faults};

const KEY: &str = "home-title";

/// One built-in text, the same in every language; what has a `<` does not fit in its place.
struct One {
    key: &'static str,
    text: &'static str,
}

const ONE: One = One { key: KEY, text: "Built in" };

impl BuiltIn for One {
    fn has(&self, key: &str) -> bool {
        key == self.key
    }

    fn fit(&self, key: &str, locale: Locale, text: &str) -> Result<Option<String>, FieldFault> {
        assert_eq!(key, self.key);
        if text.contains('<') || (text.contains('$') && !self.text.contains('$')) {
            return Err(FieldFault::new(field(locale), "wording-html"));
        }
        Ok((text != self.text).then(|| text.to_owned()))
    }
}

fn typed(ru: &str, en: &str, fr: &str) -> [String; 3] {
    [ru, en, fr].map(str::to_owned)
}

/// The second administrator agrees to everything; the id of what the first asked for.
async fn agreed(world: &World, first: &SignedIn, second: &SignedIn) -> ApprovalId {
    for listed in approval::list(&world.cx(), second).await.unwrap() {
        if listed.may_decide {
            approval::decide(&world.cx(), second, (None, listed.approval.id), true).await.unwrap();
        }
    }
    asked(world, first).await
}

async fn asked(world: &World, first: &SignedIn) -> ApprovalId {
    let shown = wording::show(&world.cx(), first, &ONE, KEY).await.unwrap();
    shown.asked.unwrap().id
}

fn now(world: &World, locale: Locale) -> Option<String> {
    world.cx().in_force.texts.get(KEY).and_then(|text| text.get(locale)).map(str::to_owned)
}

/// Replaces the text with the second one's consent.
async fn replace(world: &World, (first, second): (&SignedIn, &SignedIn), seen: Option<i64>, typed: &[String; 3]) {
    wording::ask(&world.cx(), first, &ONE, (KEY, seen), typed).await.unwrap();
    let id = agreed(world, first, second).await;
    wording::execute(&world.cx(), first, &ONE, (KEY, id)).await.unwrap();
}

engine_test! {
    /// R32: a text is replaced by two administrators, in the languages that were typed; a request that has begun goes on in
    /// the words of its moment, another server takes the text in with its next look, and the built-in text comes back.
    async fn two_replace_a_text(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let before = world.cx();
        wording::ask(&before, &first, &ONE, (KEY, None), &typed(" Одно \r\n", "Built in", "")).await.unwrap();
        assert_eq!(now(&world, Locale::Ru), None, "nobody has agreed yet");
        let id = asked(&world, &first).await;
        let early = wording::execute(&world.cx(), &first, &ONE, (KEY, id)).await;
        assert_eq!(refused(early).code, "approval-not-approved");
        agreed(&world, &first, &second).await;
        let (one, other) = tokio::join!(
            wording::execute(&before, &first, &ONE, (KEY, id)),
            wording::execute(&before, &first, &ONE, (KEY, id))
        );
        assert!(one.is_ok() != other.is_ok());
        assert!(before.in_force.texts.is_empty(), "one snapshot per request");
        assert_eq!(now(&world, Locale::Ru).as_deref(), Some(" Одно"));
        assert_eq!(now(&world, Locale::En), None, "what says the same is the built-in text");
        let written = acts(&world, &first, 1).await.remove(0);
        assert_eq!(written, ("text-changed".to_owned(), format!("{KEY} 1 ru: - -> « Одно»")));

        let elsewhere = world.another_server();
        assert!(elsewhere.run_time.current().texts.is_empty());
        assert!(installation::refresh(&elsewhere).await.unwrap());
        assert_eq!(elsewhere.run_time.current().texts.get(KEY).unwrap().get(Locale::Ru), Some(" Одно"));
        assert_eq!(wording::replaced(&world.cx(), &first).await.unwrap().len(), 1);

        wording::ask_back(&world.cx(), &first, &ONE, (KEY, Some(1))).await.unwrap();
        let id = agreed(&world, &first, &second).await;
        wording::execute(&world.cx(), &first, &ONE, (KEY, id)).await.unwrap();
        assert!(world.cx().in_force.texts.is_empty());
        assert!(wording::replaced(&world.cx(), &first).await.unwrap().is_empty());
        assert!(installation::refresh(&elsewhere).await.unwrap());
        assert!(elsewhere.run_time.current().texts.is_empty());
        let nothing = wording::ask_back(&world.cx(), &first, &ONE, (KEY, Some(2))).await;
        assert_eq!(refused(nothing).code, "wording-same");
    }

    /// The history tells who changed what and who agreed, with the texts before.
    async fn the_history_stays(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        replace(&world, (&first, &second), None, &typed("Одно", "", "")).await;
        replace(&world, (&first, &second), Some(1), &typed("Другое", "Other", "")).await;
        let history = wording::show(&world.cx(), &first, &ONE, KEY).await.unwrap().history;
        let told: Vec<_> = history.iter().map(|one| (one.version, one.before.get(Locale::Ru), one.after.get(Locale::Ru))).collect();
        assert_eq!(told, [(2, Some("Одно"), Some("Другое")), (1, None, Some("Одно"))]);
        assert_eq!((history[0].by.as_str(), history[0].agreed_by.as_deref()), ("f.admin", Some("g.admin")));
        assert_eq!(history[0].after.get(Locale::En), Some("Other"));
    }

    /// Of two who replace one text, the second is told that it changed meanwhile: when asking, and when both had asked.
    async fn of_two_editors_one_is_told(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let third = administrator(&world, "h.admin").await;
        wording::ask(&world.cx(), &third, &ONE, (KEY, None), &typed("Третье", "", "")).await.unwrap();
        replace(&world, (&first, &second), None, &typed("Одно", "", "")).await;
        let late = wording::execute(&world.cx(), &third, &ONE, (KEY, asked(&world, &third).await)).await;
        assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
        let stale = wording::ask(&world.cx(), &third, &ONE, (KEY, None), &typed("Четвёртое", "", "")).await;
        assert!(matches!(stale, Err(Error::Conflict)));
        assert_eq!(now(&world, Locale::Ru).as_deref(), Some("Одно"));
        // Once they have seen what stands now, they can.
        replace(&world, (&third, &second), Some(1), &typed("Четвёртое", "", "")).await;
        assert_eq!(now(&world, Locale::Ru).as_deref(), Some("Четвёртое"));
        // Taken back and replaced anew, the number is another one: a page from before is out of date all the same.
        wording::ask_back(&world.cx(), &first, &ONE, (KEY, Some(2))).await.unwrap();
        let id = agreed(&world, &first, &second).await;
        wording::execute(&world.cx(), &first, &ONE, (KEY, id)).await.unwrap();
        let stale = wording::ask(&world.cx(), &third, &ONE, (KEY, None), &typed("Одно", "", "")).await;
        assert!(matches!(stale, Err(Error::Conflict)));
    }

    /// Everything that is wrong is said at once, at its field, and asks nobody.
    async fn what_does_not_fit_is_refused(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let long = "x".repeat(okno_domain::wording::LONGEST + 1);
        let wrong = wording::ask(&world.cx(), &first, &ONE, (KEY, None), &typed("<b>", "a\u{202e}b", &long)).await;
        let all = [("text_ru", "wording-html"), ("text_en", "wording-hidden"), ("text_fr", "wording-long")];
        assert_eq!(faults(wrong), all);
        let same = wording::ask(&world.cx(), &first, &ONE, (KEY, None), &typed("Built in", "", " ")).await;
        assert_eq!(refused(same).code, "wording-same");
        let unknown = wording::ask(&world.cx(), &first, &ONE, ("no-such", None), &typed("x", "", "")).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        assert!(matches!(wording::show(&world.cx(), &first, &ONE, "no-such").await, Err(Error::NotFound)));
        assert!(approval::list(&world.cx(), &second).await.unwrap().is_empty());
    }

    /// A consent that was given before the program had another built-in text does not put a text where it does not fit.
    async fn a_newer_program_judges_anew(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let older = One { key: KEY, text: "Built in { $n }" };
        wording::ask(&world.cx(), &first, &older, (KEY, None), &typed("Одно { $n }", "", "")).await.unwrap();
        let id = agreed(&world, &first, &second).await;
        let newer = wording::execute(&world.cx(), &first, &ONE, (KEY, id)).await;
        assert_eq!(refused(newer).code, "wording-unfit");
        assert!(world.cx().in_force.texts.is_empty());
        wording::execute(&world.cx(), &first, &older, (KEY, id)).await.unwrap();
    }

    /// Only administrators of the installation, and only with a fresh proof; a consent to something else does nothing here.
    async fn not_by_others(store: Store) {
        let world = World::new(store).await;
        world.operator("c.chief", Role::CenterAdministrator, &[center(1)]).await;
        let chief = world.operator_in("c.chief").await;
        let cx = world.cx();
        assert_eq!(refused(wording::replaced(&cx, &chief).await).code, "operator-role");
        assert_eq!(refused(wording::show(&cx, &chief, &ONE, KEY).await).code, "operator-role");
        assert_eq!(refused(wording::read(&chief, &ONE, KEY, &typed("x", "", ""))).code, "operator-role");
        assert_eq!(refused(wording::ask(&cx, &chief, &ONE, (KEY, None), &typed("x", "", "")).await).code, "operator-role");
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let limit = installation::Key::from_name("login.max_failures").unwrap();
        let four = installation::Typed { value: "4".to_owned(), ..installation::Typed::default() };
        installation::change(&world.cx(), &first, (limit, None), &four).await.unwrap();
        for listed in approval::list(&world.cx(), &second).await.unwrap() {
            approval::decide(&world.cx(), &second, (None, listed.approval.id), true).await.unwrap();
            let other = wording::execute(&world.cx(), &first, &ONE, (KEY, listed.approval.id)).await;
            assert!(matches!(other, Err(Error::NotFound)));
        }
        wording::ask(&world.cx(), &first, &ONE, (KEY, None), &typed("Одно", "", "")).await.unwrap();
        let id = agreed(&world, &first, &second).await;
        assert!(matches!(installation::execute(&world.cx(), &first, id).await, Err(Error::NotFound)));
        world.clock.advance_seconds(301);
        let late = wording::ask(&world.cx(), &first, &ONE, (KEY, None), &typed("Другое", "", "")).await;
        assert_eq!(refused(late).code, "operator-not-fresh");
        assert_eq!(refused(wording::execute(&world.cx(), &first, &ONE, (KEY, id)).await).code, "operator-not-fresh");
        let first = world.operator_in("f.admin").await;
        wording::execute(&world.cx(), &first, &ONE, (KEY, id)).await.unwrap();
        assert_eq!(now(&world, Locale::Ru).as_deref(), Some("Одно"));
    }

    /// R221: a message goes out in the texts of the moment at which it is sent, whatever stood when it was written.
    async fn messages_take_the_texts_along(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let start = StartForm {
            family_name: "Иванова".to_owned(),
            given_name: "Анна".to_owned(),
            mobile_phone: "+79123456789".to_owned(),
            email: String::new(),
            next: None,
        };
        registration::start(&world.cx(), &start).await.unwrap();
        replace(&world, (&first, &second), None, &typed("Одно", "", "")).await;
        world.drain().await;
        let sent = world.sms.last_to("+79123456789").unwrap();
        assert_eq!(sent.message.texts.get(KEY).unwrap().get(Locale::Ru), Some("Одно"));
    }
}
