//! Systems that speak ESIA at the technology portal: how they are entered and changed, what officers see, the log, the checks.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::{collections::BTreeMap, sync::Arc};

use okno_app::{
    App, Client, Cx, Error,
    developer::{self, Edited, EsiaForm, Form},
    esia::{Reading, Registration, TokenAlgorithm, trace},
    operator,
    ports::{CallFault, SiteReply},
    session::SignedIn,
};
use okno_domain::{
    account::AccountLevel,
    developer::SiteKind,
    locale::Locale,
    operator::Role,
    relying_party::{RelyingPartyId, SiteState, Stage},
    site_check::{FindingCode as Code, Part, Verdict, count},
    time::{DAY, after},
};
use okno_store::{Store, esia as rows, esia::TraceRow, relying_party as sites};
use okno_testkit::{
    World,
    citizen::{faults, refused},
    engine_test,
    esia::TestSystem,
    operator::PASSWORD as OPERATOR_PASSWORD,
};
use serde_json::json;

const ROUNDS: usize = 10;

async fn world(store: Store, enabled: bool) -> World {
    let settings = |settings: &mut okno_app::Settings| {
        settings.single_sign_on.developer_level = AccountLevel::Simplified;
        settings.esia.enabled = enabled;
    };
    World::with(store, settings, |_| {}).await
}

fn form(mnemonic: &str) -> Form {
    let purpose = ["Чтобы обратиться по имени".to_owned(), String::new(), String::new()];
    Form {
        kind: "esia".to_owned(),
        names: ["Клиника".to_owned(), String::new(), String::new()],
        scopes: BTreeMap::from([("fullname".to_owned(), purpose.clone()), ("profile".to_owned(), purpose)]),
        least_level: "simplified".to_owned(),
        policy_uri: "https://clinic.example/privacy".to_owned(),
        // What does not concern a system of ESIA is passed over.
        redirect_uris: "not an address".to_owned(),
        keys: "not a key".to_owned(),
        esia: EsiaForm {
            mnemonic: mnemonic.to_owned(),
            domains: "https://clinic.example".to_owned(),
            certificates: TestSystem::gost(1).pem(),
            algorithm: "RS256".to_owned(),
            mode: "strict".to_owned(),
            subject: "number".to_owned(),
            object: "number".to_owned(),
        },
        ..Form::default()
    }
}

fn with(form: Form, change: impl FnOnce(EsiaForm) -> EsiaForm) -> Form {
    let esia = change(form.esia.clone());
    Form { esia, ..form }
}

async fn enter(world: &World, owner: &SignedIn, form: &Form) -> String {
    let (site, secret) = developer::create(&world.cx(), owner, form).await.unwrap();
    assert!(secret.is_none());
    site
}

async fn edit(world: &World, owner: &SignedIn, site: &str, form: &Form) -> okno_app::Result<Edited> {
    let version = developer::get(&world.cx(), owner, site).await?.row.version;
    developer::edit(&world.cx(), owner, (site, version), form, "").await
}

async fn registration(world: &World, owner: &SignedIn, site: &str) -> Registration {
    developer::get(&world.cx(), owner, site).await.unwrap().esia.unwrap()
}

/// What an operator of the installation registers by a file besides.
async fn operator_adds(world: &World, site: &str, more: serde_json::Value) {
    let mut tx = world.app.store.write().await.unwrap();
    let row = sites::find(&mut tx, site).await.unwrap().unwrap();
    let mut written = rows::system(&mut tx, row.id).await.unwrap().unwrap();
    written.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rows::put_system(&mut tx, row.id, &written, world.cx().now).await.unwrap();
    sites::update(&mut tx, &row, world.cx().now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn id_of(world: &World, site: &str) -> RelyingPartyId {
    sites::find(&mut world.app.store.read().await.unwrap(), site).await.unwrap().unwrap().id
}

async fn officer(world: &World) -> operator::SignedIn {
    world.operator("admin", Role::Administrator, &[]).await;
    world.operator_by("admin", OPERATOR_PASSWORD).await
}

fn both(world: &World, other: &Arc<App>) -> (Cx, Cx) {
    (world.cx(), Cx::begin(other, Locale::default(), Client::default()))
}

engine_test! {
    /// A system is entered under its own mnemonic, which is given once and says nothing of whose it is; it has no secret, no keys
    /// of OpenID Connect, and nobody signs in at it but by the dialect.
    async fn a_system_is_entered_by_its_mnemonic(store: Store) {
        let world = world(store, true).await;
        let (owner, other) = (world.citizen("+79161234567").await, world.citizen("+79161234568").await);
        let site = enter(&world, &owner, &form(" CLINIC ")).await;
        assert_eq!(site, "CLINIC");
        let managed = developer::get(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!(managed.record.kind, SiteKind::Esia);
        assert_eq!(managed.row.rule.scopes.keys().collect::<Vec<_>>(), ["fullname", "openid"], "scopes of ESIA alone");
        assert_eq!(managed.row.metadata["grant_types"], json!(["client_credentials"]));
        assert!(managed.row.metadata.get("redirect_uris").is_none() && managed.row.metadata.get("jwks").is_none());
        let found = okno_app::relying_party::find(&mut world.app.store.read().await.unwrap(), &world.cx(), &site).await;
        assert_eq!(found.unwrap().unwrap().esia.as_ref().unwrap().registration, managed.esia.unwrap());
        for again in ["CLINIC", "CLINIC "] {
            let taken = developer::create(&world.cx(), &other, &form(again)).await;
            assert_eq!(faults(taken), [("mnemonic", "site-mnemonic-taken")]);
        }
        assert_eq!(faults(developer::create(&world.cx(), &other, &form("clinic")).await), [("mnemonic", "site-mnemonic-characters")]);
        // Of a site that is no system there is none of this.
        assert_eq!(refused(developer::rotate(&world.cx(), &owner, (&site, 1), false).await).code, "developer-no-secret");
        let keys = developer::put_keys(&world.cx(), &owner, (&site, 1), &rcgen::KeyPair::generate().unwrap().public_key_pem(), false).await;
        assert!(matches!(keys, Err(Error::NotFound)), "{keys:?}");
        // Deleted, it leaves nothing behind, and its name is free.
        let id = id_of(&world, &site).await;
        let mut tx = world.app.store.write().await.unwrap();
        let row = TraceRow { at: world.cx().now, is_refused: true, told: "no".to_owned() };
        rows::put_trace(&mut tx, id, 10, &row).await.unwrap();
        tx.commit().await.unwrap();
        developer::remove(&world.cx(), &owner, &site).await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(rows::system(&mut read, id).await.unwrap(), None);
        assert_eq!(rows::traces(&mut read, id, world.cx().now, 10).await.unwrap(), []);
        drop(read);
        enter(&world, &other, &form("CLINIC")).await;
    }

    /// Where the installation does not speak the dialect, no system of it is entered.
    async fn without_the_dialect_there_are_no_systems(store: Store) {
        let world = world(store, false).await;
        let owner = world.citizen("+79161234567").await;
        assert!(!developer::kinds(&world.cx()).contains(&SiteKind::Esia));
        let refused = developer::create(&world.cx(), &owner, &form("CLINIC")).await;
        assert_eq!(faults(refused), [("site_kind", "site-not-allowed")]);
    }

    /// Two servers, one mnemonic: one of two has it.
    async fn of_two_systems_one_has_the_mnemonic(store: Store) {
        let world = world(store, true).await;
        let (owner, rival) = (world.citizen("+79161234567").await, world.citizen("+79161234568").await);
        let other = world.another_server();
        for round in 0..ROUNDS {
            let wanted = form(&format!("CLINIC{round}"));
            let (one, two) = both(&world, &other);
            let (first, second) = tokio::join!(
                developer::create(&one, &owner, &wanted),
                developer::create(&two, &rival, &wanted),
            );
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
            let lost = if first.is_ok() { second } else { first };
            assert_eq!(faults(lost), [("mnemonic", "site-mnemonic-taken")]);
        }
    }

    /// A mnemonic is free again once its system is deleted. Whoever has it then is another system, on servers that knew the one
    /// before as well: nothing of that one counts.
    async fn a_mnemonic_that_is_free_again_leads_to_the_new_system(store: Store) {
        let world = world(store, true).await;
        let (owner, next) = (world.citizen("+79161234567").await, world.citizen("+79161234568").await);
        let other = world.another_server();
        let site = enter(&world, &owner, &form("CLINIC")).await;
        let (here, there) = both(&world, &other);
        let known = async |cx: &Cx| {
            let mut read = cx.app.store.read().await.unwrap();
            okno_app::relying_party::find(&mut read, cx, "CLINIC").await.unwrap().map(|site| (site.id, site.esia.clone()))
        };
        let before = [known(&here).await.unwrap().0, known(&there).await.unwrap().0];
        developer::remove(&here, &owner, &site).await.unwrap();
        assert!(known(&here).await.is_none() && known(&there).await.is_none());
        let certificates = TestSystem::gost(2).pem();
        enter(&world, &next, &with(form("CLINIC"), |esia| EsiaForm { certificates: certificates.clone(), ..esia })).await;
        let id = id_of(&world, "CLINIC").await;
        assert!(!before.contains(&id));
        for cx in [&here, &there] {
            let (found, system) = known(cx).await.unwrap();
            let registered = system.unwrap().registration.certificates.clone();
            assert_eq!((found, registered.len()), (id, 1));
            assert_eq!(registered[0].trim(), certificates.trim());
        }
        assert!(matches!(developer::get(&here, &owner, &site).await, Err(Error::NotFound)));
    }

    /// A file does not let a system out that a stranger may have entered under the name before; what else it says counts.
    async fn a_file_leaves_the_stage_to_the_portal(store: Store) {
        let world = world(store, true).await;
        let owner = world.citizen("+79161234567").await;
        let site = enter(&world, &owner, &form("CLINIC")).await;
        let file = |stage: &str| {
            let esia = json!({ "redirects": ["https://clinic.example"], "certificates": [TestSystem::gost(2).pem()] });
            let file = json!({ "client_id": "CLINIC", "stage": stage, "metadata": { "client_name": "Clinic" }, "esia": esia });
            serde_json::from_value::<okno_app::relying_party::SiteFile>(file).unwrap()
        };
        let refused = okno_app::relying_party::install(&world.cx(), &file("production")).await.unwrap().unwrap_err();
        assert!(refused[0].starts_with("stage: "), "{refused:?}");
        let managed = developer::get(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!((managed.row.stage, managed.row.version), (Stage::Test, 1));
        okno_app::relying_party::install(&world.cx(), &file("test")).await.unwrap().unwrap();
        assert_eq!(registration(&world, &owner, &site).await.certificates, [TestSystem::gost(2).pem()]);
    }

    /// An edit changes what the form has fields for, never the mnemonic, never what it is, and nothing that an operator set.
    async fn an_edit_keeps_the_rest(store: Store) {
        let world = world(store, true).await;
        let owner = world.citizen("+79161234567").await;
        let site = enter(&world, &owner, &form("CLINIC")).await;
        let set = json!({ "own_credentials": true, "organizations": [7], "freshness_minutes": 3, "roles": ["A"] });
        operator_adds(&world, &site, set).await;
        let (_, shown) = developer::edited_form(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!((shown.esia.mnemonic.as_str(), shown.esia.domains.as_str()), ("CLINIC", "https://clinic.example"));
        let changed = with(Form { kind: "esia".to_owned(), ..shown }, |esia| EsiaForm {
            mnemonic: "OTHER".to_owned(),
            domains: "https://clinic.example\nhttp://localhost:9000".to_owned(),
            certificates: format!("{}{}", TestSystem::gost(1).pem(), TestSystem::rsa().pem()),
            algorithm: "GOST3410_2012_256".to_owned(),
            subject: "text".to_owned(),
            ..esia
        });
        assert_eq!(edit(&world, &owner, &site, &changed).await.unwrap(), Edited::Done);
        let after = registration(&world, &owner, &site).await;
        assert_eq!(after.redirects, ["https://clinic.example", "http://localhost:9000"]);
        assert_eq!((after.certificates.len(), after.algorithm), (2, TokenAlgorithm::Gost256));
        assert!(after.own_credentials && after.organizations == [7] && after.freshness_minutes == Some(3));
        assert_eq!(after.roles, Some(vec!["A".to_owned()]));
        assert!(matches!(developer::get(&world.cx(), &owner, "OTHER").await, Err(Error::NotFound)));
        // In force at once, for every server that has the site in mind.
        let known = okno_app::relying_party::find(&mut world.app.store.read().await.unwrap(), &world.cx(), &site).await;
        assert_eq!(known.unwrap().unwrap().esia.as_ref().unwrap().registration, after);
        let web = Form { kind: "web".to_owned(), redirect_uris: "https://clinic.example/cb".to_owned(), ..changed.clone() };
        assert_eq!(faults(edit(&world, &owner, &site, &web).await), [("site_kind", "site-kind-esia")]);
        let stale = developer::edit(&world.cx(), &owner, (&site, 1), &changed, "").await;
        assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    }

    /// An officer lets a system out, and looks at each way in which it would reach more: a domain, a certificate, a scope, a level,
    /// leniency, another algorithm. What gives up is in force at once, and a certificate that was taken out stays out.
    async fn an_officer_looks_at_what_reaches_more(store: Store) {
        let world = world(store, true).await;
        let owner = world.citizen("+79161234567").await;
        let officer = officer(&world).await;
        let local = with(form("CLINIC"), |esia| EsiaForm { domains: "http://localhost:9000".to_owned(), ..esia });
        let site = enter(&world, &owner, &local).await;
        let early = developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await;
        assert_eq!(refused(early).code, "developer-not-fit");
        let two = with(form("CLINIC"), |esia| EsiaForm { certificates: format!("{}{}", TestSystem::gost(1).pem(), TestSystem::gost(2).pem()), ..esia });
        edit(&world, &owner, &site, &two).await.unwrap();
        developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await.unwrap();
        let review = developer::review(&world.cx(), &officer, &site).await.unwrap();
        assert_eq!((review.faults.as_slice(), review.esia_after.as_ref()), ([].as_slice(), review.esia.as_ref()));
        developer::approve(&world.cx(), &officer, (&site, review.version())).await.unwrap();
        assert_eq!(developer::get(&world.cx(), &owner, &site).await.unwrap().row.stage, Stage::Production);

        let third = format!("{}{}", two.esia.certificates, TestSystem::gost(3).pem());
        let mut asking = two.clone();
        asking.scopes.insert("snils".to_owned(), ["Чтобы найти карту".to_owned(), String::new(), String::new()]);
        for wider in [
            with(two.clone(), |esia| EsiaForm { domains: "https://clinic.example\nhttps://other.example".to_owned(), ..esia }),
            with(two.clone(), |esia| EsiaForm { mode: "lenient".to_owned(), ..esia }),
            with(two.clone(), |esia| EsiaForm { algorithm: "GOST3410_2012_512".to_owned(), ..esia }),
            asking,
            with(two.clone(), |esia| EsiaForm { certificates: third.clone(), ..esia }),
        ] {
            let before = registration(&world, &owner, &site).await;
            assert_eq!(edit(&world, &owner, &site, &wider).await.unwrap(), Edited::Asked, "{wider:?}");
            assert_eq!(registration(&world, &owner, &site).await, before, "nothing is in force yet");
            let review = developer::review(&world.cx(), &officer, &site).await.unwrap();
            assert!(review.faults.is_empty(), "{:?}", review.faults);
            let lenient = review.esia_after.as_ref().unwrap().mode == Some(Reading::Lenient);
            assert_eq!(lenient, wider.esia.mode == "lenient");
            if wider.esia.certificates != third {
                developer::withdraw(&world.cx(), &owner, &site).await.unwrap();
            }
        }
        // While the third certificate waits the first is lost, and taken out at once.
        let less = with(two, |esia| EsiaForm {
            certificates: TestSystem::gost(2).pem(),
            subject: "text".to_owned(),
            ..esia
        });
        assert_eq!(edit(&world, &owner, &site, &less).await.unwrap(), Edited::Done);
        operator_adds(&world, &site, json!({ "organizations": [9] })).await;
        let review = developer::review(&world.cx(), &officer, &site).await.unwrap();
        developer::approve(&world.cx(), &officer, (&site, review.version())).await.unwrap();
        let after = registration(&world, &owner, &site).await;
        assert_eq!(after.certificates, [TestSystem::gost(2).pem(), TestSystem::gost(3).pem()]);
        assert_eq!(after.organizations, [9]);
    }

    /// Those who look after a system read what became of its requests, and nobody else does; a site that is no system has no log.
    async fn the_log_is_its_peoples(store: Store) {
        let world = world(store, true).await;
        let (owner, stranger) = (world.citizen("+79161234567").await, world.citizen("+79161234568").await);
        let site = enter(&world, &owner, &form("CLINIC")).await;
        assert_eq!(developer::log(&world.cx(), &owner, &site).await.unwrap().1, []);
        let row = TraceRow { at: world.cx().now, is_refused: true, told: "/aas/oauth2/ac: no".to_owned() };
        let id = id_of(&world, &site).await;
        let mut tx = world.app.store.write().await.unwrap();
        rows::put_trace(&mut tx, id, 10, &row).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(developer::log(&world.cx(), &owner, &site).await.unwrap().1, [row]);
        assert_eq!(trace::list(&world.cx(), &site, 10).await.unwrap().len(), 1);
        for none in [
            developer::log(&world.cx(), &stranger, &site).await.map(|_| ()),
            developer::token_keys(&world.cx(), &stranger, &site).await.map(|_| ()),
        ] {
            assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
        }
        let web = Form {
            kind: "web".to_owned(),
            redirect_uris: "https://library.example/cb".to_owned(),
            authentication: "client_secret_post".to_owned(),
            keys: String::new(),
            ..form("")
        };
        let (other, _) = developer::create(&world.cx(), &owner, &web).await.unwrap();
        assert!(matches!(developer::log(&world.cx(), &owner, &other).await, Err(Error::NotFound)));
        // The certificate of tokens is the one that signs; the next one is told as soon as an operator has it made.
        let (_, found) = developer::token_keys(&world.cx(), &owner, &site).await.unwrap();
        let keys = okno_app::esia::key::current(&world.cx()).await.unwrap();
        assert_eq!(found.as_ref().unwrap().present.certificate, keys.all()[0].certificate.to_pem());
        assert_eq!(found.unwrap().next, None);
        let day = after(world.cx().now, DAY);
        okno_app::esia::key::make(&world.cx(), okno_app::esia::key::Algorithm::Rs256, day).await.unwrap();
        let (_, found) = developer::token_keys(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!(found.unwrap().next.unwrap().signs_from, day);
    }

    /// A system is looked at: its domains, its certificates; no sign-in is tried, which is no fault.
    async fn a_system_is_checked(store: Store) {
        let world = world(store, true).await;
        let owner = world.citizen("+79161234567").await;
        let two = with(form("CLINIC"), |esia| EsiaForm {
            domains: "https://clinic.example\nhttps://gone.example".to_owned(),
            ..esia
        });
        let site = enter(&world, &owner, &two).await;
        world.sites.answer("https://gone.example/", Err(CallFault::Nowhere));
        let checked = async || {
            developer::ask_check(&world.cx(), &owner, &site).await.unwrap();
            world.drain().await;
            developer::check(&world.cx(), &owner, &site).await.unwrap().unwrap().findings
        };
        let findings = checked().await;
        let codes: Vec<_> = findings.iter().map(|finding| (finding.part, finding.code)).collect();
        for expected in [
            (Part::Return, Code::RuleHttps),
            (Part::Certificates, Code::SignsGood),
            (Part::Start, Code::StartSigned),
            (Part::Page, Code::Answers),
            (Part::Return, Code::Answers),
            (Part::Return, Code::NameNowhere),
        ] {
            assert!(codes.contains(&expected), "{expected:?}: {codes:?}");
        }
        assert_eq!((count(&findings, Verdict::Fault), codes.len()), (1, 6), "{codes:?}");
        world.sites.answer("https://gone.example/", Ok(SiteReply { status: 404, ..SiteReply::default() }));
        // The test's certificates end with 2039.
        world.clock.set("2039-12-25T00:00:00Z".parse().unwrap());
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner.clone() };
        let checked = async || {
            developer::ask_check(&world.cx(), &owner, &site).await.unwrap();
            world.drain().await;
            developer::check(&world.cx(), &owner, &site).await.unwrap().unwrap().findings
        };
        let findings = checked().await;
        let ends = findings.iter().find(|finding| finding.code == Code::SignsEnds).unwrap();
        assert_eq!((ends.number, count(&findings, Verdict::Fault)), (Some(7), 0), "{findings:?}");
        world.clock.set("2040-01-02T00:00:00Z".parse().unwrap());
        let findings = checked().await;
        assert!(findings.iter().any(|finding| finding.code == Code::SignsNone), "{findings:?}");
        assert_eq!(count(&findings, Verdict::Fault), 1);
        // A system that its people switched off is looked at, one that an officer did is not.
        okno_app::relying_party::switch(&world.cx(), &site, SiteState::Disabled).await.unwrap();
        assert_eq!(refused(developer::ask_check(&world.cx(), &owner, &site).await).code, "developer-held");
    }
}
