//! The automatic checks of a site: what is found, who may ask and how often, and what an officer sees of it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use okno_app::{
    Error,
    developer::{self, Check, Form},
    job::Lane,
    operator,
    ports::{CallFault, SiteReply},
    protocol::{Call, path},
    session::SignedIn,
};
use okno_domain::{
    account::AccountLevel,
    operator::Role,
    refusal::Class,
    relying_party::Stage,
    site_check::{Finding, FindingCode as Code, Part, Verdict, count},
    time::{SignedDuration, after},
};
use okno_oidc::{
    jose::{Issuing, software::Ed25519},
    parameter::{Limits, Parameters},
};
use okno_store::{Store, relying_party as rows};
use okno_testkit::{World, citizen::refused, engine_test, operator::PASSWORD as OPERATOR_PASSWORD};
use serde_json::{Value, json};

const CALLBACK: &str = "https://library.example/cb";
const FRONT: &str = "https://library.example/";
const START: &str = "https://library.example/start";
const OUT: &str = "https://library.example/out";
const PRIVACY: &str = "https://library.example/privacy";
const KEYS: &str = "https://library.example/keys.json";
const SECTOR: &str = "https://library.example/sector.json";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn world(store: Store) -> World {
    let simplified = |settings: &mut okno_app::Settings| {
        settings.single_sign_on.developer_level = AccountLevel::Simplified;
    };
    World::with(store, simplified, |_| {}).await
}

fn form() -> Form {
    Form {
        kind: "web".to_owned(),
        names: ["Библиотека".to_owned(), String::new(), String::new()],
        redirect_uris: CALLBACK.to_owned(),
        backchannel_uri: OUT.to_owned(),
        initiate_uri: START.to_owned(),
        policy_uri: PRIVACY.to_owned(),
        authentication: "client_secret_post".to_owned(),
        least_level: "simplified".to_owned(),
        ..Form::default()
    }
}

/// A person with a site.
async fn site(world: &World, form: &Form) -> (SignedIn, String, String) {
    let owner = world.citizen("+79161234567").await;
    let (site, secret) = developer::create(&world.cx(), &owner, form).await.unwrap();
    (owner, site, secret.map(|secret| secret.expose().to_owned()).unwrap_or_default())
}

/// What the site registered, with more than the form has fields for.
async fn registers(world: &World, site: &str, more: Value) {
    let mut tx = world.app.store.write().await.unwrap();
    let mut row = rows::find(&mut tx, site).await.unwrap().unwrap();
    let members = row.metadata.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    rows::update(&mut tx, &row, world.cx().now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn checked(world: &World, owner: &SignedIn, site: &str) -> Check {
    developer::ask_check(&world.cx(), owner, site).await.unwrap();
    assert!(developer::check(&world.cx(), owner, site).await.unwrap().unwrap().is_under_way);
    world.drain().await;
    let check = developer::check(&world.cx(), owner, site).await.unwrap().unwrap();
    assert!(check.done_at.is_some() && !check.is_under_way && !check.is_outdated, "{check:?}");
    // The next one may be asked for in an hour.
    world.clock.advance_seconds(3600);
    check
}

fn query(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap()
}

fn authorize(pairs: &[(&str, &str)]) -> String {
    format!("https://okno.test{}?{}", path::AUTHORIZE, query(pairs))
}

/// A whole request.
fn request(site: &str) -> Vec<(&str, &str)> {
    vec![
        ("client_id", site),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid"),
        ("state", "a secret state"),
        ("nonce", "n"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

fn with<'a>(site: &'a str, changes: &[(&'a str, Option<&'a str>)]) -> Vec<(&'a str, &'a str)> {
    let mut all = request(site);
    for (name, value) in changes {
        all.retain(|(known, _)| known != name);
        all.extend(value.map(|value| (*name, value)));
    }
    all
}

fn has(check: &Check, part: Part, code: Code) -> bool {
    check.findings.iter().any(|finding| finding.part == part && finding.code == code)
}

fn faults(check: &Check) -> Vec<(Part, Code)> {
    let bad = |finding: &&Finding| matches!(finding.verdict(), Verdict::Fault | Verdict::Warning);
    check.findings.iter().filter(bad).map(|finding| (finding.part, finding.code)).collect()
}

/// What is changed of a sound request, or left out of it.
type Changes<'a> = &'a [(&'a str, Option<&'a str>)];

const fn status(status: u16) -> SiteReply {
    SiteReply { status, location: None, certificate: None }
}

/// A certificate that is good for so many days.
fn certificate(world: &World, days: i64) -> Vec<u8> {
    let mut params = rcgen::CertificateParams::new(vec!["library.example".into()]).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let end = world.clock.get() + okno_domain::time::DAY * i32::try_from(days).unwrap() + okno_domain::time::HOUR;
    let civil = end.to_zoned(jiff::tz::TimeZone::UTC).date();
    params.not_after =
        rcgen::date_time_ymd(civil.year().into(), civil.month().try_into().unwrap(), civil.day().try_into().unwrap());
    params.self_signed(&key).unwrap().der().to_vec()
}

engine_test! {
    /// A good site passes: it is asked to begin, its request is sound, and it takes the answer that the person said no. It is called
    /// while no transaction is open, and nothing that it wrote is kept but addresses without their queries.
    async fn a_good_site_passes(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        assert_eq!(developer::check(&world.cx(), &owner, &id).await.unwrap(), None);
        world.sites.watch(&world.app.store);
        world.sites.send_on(START, "https://library.example/go?session=secret");
        world.sites.send_on("https://library.example/go", &authorize(&request(&id)));
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), [], "{check:?}");
        for (part, code) in [
            (Part::Return, Code::RuleHttps),
            (Part::Return, Code::RuleFragment),
            (Part::Return, Code::RuleExact),
            (Part::Return, Code::Answers),
            (Part::BackChannel, Code::HearsLogout),
            (Part::Page, Code::Answers),
            (Part::Start, Code::StartStep),
            (Part::Start, Code::StartGood),
            (Part::Return, Code::AnswerTaken),
        ] {
            assert!(has(&check, part, code), "{part:?} {code:?} {check:?}");
        }
        let opened = world.sites.opened();
        let begun = format!("{START}?{}", query(&[("iss", "https://okno.test"), ("target_link_uri", FRONT)]));
        assert!(opened.contains(&(begun, None)), "{opened:?}");
        assert!(opened.contains(&(OUT.to_owned(), Some(String::new()))), "{opened:?}");
        assert!(opened.contains(&(FRONT.to_owned(), None)), "the place, not the address that takes answers");
        let (answer, form) = opened.last().unwrap();
        assert!(form.is_none() && answer.starts_with(&format!("{CALLBACK}?error=access_denied&")), "{answer}");
        assert!(answer.contains("state=a+secret+state") && answer.contains("iss=https%3A%2F%2Fokno.test"), "{answer}");
        assert!(!format!("{check:?}").contains("secret"), "{check:?}");
        assert!(opened.iter().all(|(url, _)| !url.starts_with("https://okno.test")), "we do not call ourselves");
    }

    /// Each way in which an address fails stands at it.
    async fn each_address_is_tried(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &Form { initiate_uri: String::new(), ..form() }).await;
        for (fault, code) in [
            (CallFault::Nowhere, Code::NameNowhere),
            (CallFault::NotPublic, Code::NameNowhere),
            (CallFault::NoConnection, Code::NoConnection),
            (CallFault::CertificateExpired, Code::CertificateExpired),
            (CallFault::CertificateName, Code::CertificateName),
            (CallFault::CertificateIssuer, Code::CertificateIssuer),
            (CallFault::Slow, Code::Slow),
            (CallFault::NotHttp, Code::NotHttp),
        ] {
            world.sites.answer(FRONT, Err(fault));
            let check = checked(&world, &owner, &id).await;
            assert_eq!(faults(&check), [(Part::Return, code)]);
            assert!(has(&check, Part::Start, Code::StartNone), "{check:?}");
        }
        for (days, code) in [(13, Code::CertificateEnds), (40, Code::Certificate)] {
            let shown = SiteReply { status: 404, location: None, certificate: Some(certificate(&world, days)) };
            world.sites.answer(FRONT, Ok(shown));
            let check = checked(&world, &owner, &id).await;
            let found = check.findings.iter().find(|finding| finding.code == code).unwrap();
            assert!((days - 1..=days).contains(&found.number.unwrap()), "{found:?}");
            assert!(has(&check, Part::Return, Code::Answers), "any status below 500 will do: {check:?}");
        }
        for (url, said, part, code) in [
            (FRONT, 503, Part::Return, Code::ServerError),
            (OUT, 404, Part::BackChannel, Code::DeafToLogout),
            (OUT, 405, Part::BackChannel, Code::DeafToLogout),
            (OUT, 200, Part::BackChannel, Code::HearsAnything),
            (PRIVACY, 404, Part::Page, Code::PageMissing),
        ] {
            world.sites.answer(url, Ok(status(said)));
            let check = checked(&world, &owner, &id).await;
            assert_eq!(faults(&check), [(part, code)]);
            world.sites.answer(url, Ok(status(if url == OUT { 400 } else { 200 })));
        }
    }

    /// Keys and the list of the sector are looked at for what they must be.
    async fn documents_are_read(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &Form { initiate_uri: String::new(), ..form() }).await;
        let by_keys = json!({
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks_uri": KEYS,
            "subject_type": "pairwise",
            "sector_identifier_uri": SECTOR,
        });
        registers(&world, &id, by_keys).await;
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), [(Part::Keys, Code::KeysMissing), (Part::Sector, Code::SectorMissing)]);
        let edwards = json!({ "keys": [Ed25519::new("k", &[7; 32]).public().unwrap().to_jwk()] });
        for (keys, list, expected) in [
            ("<html>".to_owned(), "{}".to_owned(), vec![Code::KeysUnreadable, Code::SectorUnreadable]),
            (edwards.to_string(), json!([FRONT]).to_string(), vec![Code::KeysUnfit, Code::SectorUnlisted]),
        ] {
            world.sites.publish(KEYS, keys);
            world.sites.publish(SECTOR, list);
            let check = checked(&world, &owner, &id).await;
            assert_eq!(faults(&check).iter().map(|(_, code)| *code).collect::<Vec<_>>(), expected);
        }
        world.sites.publish(SECTOR, json!([CALLBACK]).to_string());
        registers(&world, &id, json!({ "token_endpoint_auth_signing_alg": "EdDSA" })).await;
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), []);
        assert!(has(&check, Part::Keys, Code::KeysGood) && has(&check, Part::Sector, Code::SectorGood), "{check:?}");
        world.sites.answer(KEYS, Ok(status(301)));
        assert_eq!(faults(&checked(&world, &owner, &id).await), [(Part::Keys, Code::KeysMissing)]);
    }

    /// What is only on a developer's own machine, or on a person's device, is not called.
    async fn what_nobody_reaches_is_not_tried(store: Store) {
        let world = world(store).await;
        let local = Form {
            redirect_uris: "http://localhost:3000/cb".to_owned(),
            initiate_uri: "http://127.0.0.1:3000/start".to_owned(),
            backchannel_uri: String::new(),
            policy_uri: String::new(),
            ..form()
        };
        let (owner, id, _) = site(&world, &local).await;
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), [(Part::Return, Code::RuleTest)]);
        assert!(has(&check, Part::Return, Code::OwnMachine) && has(&check, Part::Start, Code::OwnMachine), "{check:?}");
        let native = Form {
            kind: "native".to_owned(),
            redirect_uris: "com.example.app:/cb\nhttp://127.0.0.1/cb".to_owned(),
            initiate_uri: String::new(),
            ..local
        };
        let (program, _) = developer::create(&world.cx(), &owner, &native).await.unwrap();
        let check = checked(&world, &owner, &program).await;
        assert_eq!(faults(&check), []);
        let service = Form { kind: "program".to_owned(), redirect_uris: String::new(), ..native };
        let (service, _) = developer::create(&world.cx(), &owner, &service).await.unwrap();
        assert_eq!(checked(&world, &owner, &service).await.findings, [Finding::new(Part::Site, Code::Nothing)]);
        assert!(has(&check, Part::Return, Code::OwnProgram) && has(&check, Part::Return, Code::OwnMachine), "{check:?}");
        assert!(world.sites.opened().is_empty());
    }

    /// A private network is opened to sites in production alone; of those to which a site sends the browser, to its own host alone.
    async fn a_private_network_is_for_sites_in_production(store: Store) {
        let intranet = |settings: &mut okno_app::Settings| {
            settings.single_sign_on.developer_level = AccountLevel::Simplified;
            settings.single_sign_on.private_addresses = vec!["10.20.0.0/16".parse().unwrap()];
        };
        let world = World::with(store, intranet, |_| {}).await;
        let (owner, id, _) = site(&world, &form()).await;
        registers(&world, &id, json!({ "jwks_uri": KEYS, "subject_type": "pairwise", "sector_identifier_uri": SECTOR })).await;
        world.sites.publish(KEYS, json!({ "keys": [] }).to_string());
        world.sites.publish(SECTOR, json!([CALLBACK]).to_string());
        let (own, other) = ("https://library.example:8443/go", "https://printer.example/go");
        world.sites.send_on(START, own);
        world.sites.send_on(own, other);
        world.sites.send_on(other, &authorize(&request(&id)));
        let check = checked(&world, &owner, &id).await;
        assert!(has(&check, Part::Return, Code::AnswerTaken) && has(&check, Part::Sector, Code::SectorGood), "{check:?}");
        assert_eq!(world.sites.inside(), <Vec<String>>::new(), "it is under test");
        let mut tx = world.app.store.write().await.unwrap();
        let row = rows::find(&mut tx, &id).await.unwrap().unwrap();
        let promoted = rows::RelyingPartyRow { stage: Stage::Production, ..row };
        rows::update(&mut tx, &promoted, world.cx().now).await.unwrap();
        tx.commit().await.unwrap();
        let before = world.sites.opened().len();
        let check = checked(&world, &owner, &id).await;
        assert!(has(&check, Part::Return, Code::AnswerTaken), "{check:?}");
        let (inside, opened) = (world.sites.inside(), world.sites.opened());
        let not_inside = opened.iter().skip(before).filter(|(url, _)| !inside.contains(url));
        assert_eq!(not_inside.map(|(url, _)| url.as_str()).collect::<Vec<_>>(), [other]);
        assert!(inside.iter().filter(|url| *url == SECTOR).count() == 2, "opened and fetched: {inside:?}");
    }

    /// Where there are more addresses than are tried, those to come back to are left out: what else there is is one of its kind.
    async fn many_addresses_leave_nothing_else_out(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        let many: Vec<String> = (0..45).map(|number| format!("https://library.example:{}/cb", 8000 + number)).collect();
        registers(&world, &id, json!({ "redirect_uris": many })).await;
        let check = checked(&world, &owner, &id).await;
        assert!(has(&check, Part::Site, Code::More), "{check:?}");
        assert!(has(&check, Part::BackChannel, Code::HearsLogout) && has(&check, Part::Page, Code::Answers), "{check:?}");
        let of = |part| check.findings.iter().filter(|finding| finding.part == part && finding.code == Code::Answers).count();
        assert_eq!(of(Part::Return) + of(Part::Page) + 1, 40, "{check:?}");
    }

    /// A sign-in that does not come to the portal, or comes with what is not sound, says why.
    async fn a_sign_in_that_fails_says_why(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        let walk = async || {
            let check = checked(&world, &owner, &id).await;
            let of_start = check.findings.iter().filter(|finding| finding.verdict() != Verdict::Good);
            of_start.map(|finding| (finding.code, finding.said.clone())).collect::<Vec<_>>()
        };
        // It shows a page, is broken, or leads nowhere.
        assert_eq!(walk().await, [(Code::StartStays, None)]);
        world.sites.answer(START, Ok(status(502)));
        assert_eq!(walk().await, [(Code::ServerError, None)]);
        world.sites.send_on(START, "file:///etc/passwd");
        world.sites.answer("file:///etc/passwd", Err(CallFault::NotProtected));
        assert_eq!(walk().await, [(Code::NotProtected, None)]);
        world.sites.send_on(START, "https://10.0.0.1/admin?token=1");
        world.sites.answer("https://10.0.0.1/admin", Err(CallFault::NotPublic));
        assert_eq!(walk().await, [(Code::NotPublic, None)]);
        world.sites.send_on(START, START);
        let before = world.sites.opened().len();
        assert_eq!(walk().await, [(Code::StartEndless, None)]);
        let asked = world.sites.opened();
        assert_eq!(asked.iter().skip(before).filter(|(url, _)| url.starts_with(START)).count(), 5);
        // An address that only looks like the portal's is another.
        world.sites.send_on(START, &authorize(&request(&id)).replace("okno.test", "okno.test.evil.example"));
        assert_eq!(walk().await, [(Code::StartStays, None)]);
        let refused: [(Changes<'_>, Code, Option<&str>); 6] = [
            (
                &[("id_token_hint", Some("not.a.token"))],
                Code::StartRefused,
                Some("invalid_request: id_token_hint is not valid"),
            ),
            (&[("client_id", Some("another"))], Code::StartOther, None),
            (
                &[("redirect_uri", Some("https://library.example/other"))],
                Code::StartRefused,
                Some("invalid_request: redirect_uri is not registered"),
            ),
            (&[("client_id", None)], Code::StartRefused, Some("invalid_request: client_id is missing")),
            (&[("code_challenge_method", Some("plain"))], Code::StartRefused, None),
            (&[("request_uri", Some("https://evil.example/x"))], Code::StartRefused, None),
        ];
        for (changes, code, said) in refused {
            world.sites.send_on(START, &authorize(&with(&id, changes)));
            let found = walk().await;
            assert_eq!((found.len(), found[0].0), (1, code), "{found:?}");
            assert!(said.is_none() || found[0].1.as_deref() == said, "{found:?}");
        }
        // Sound, but not as safe as it could be.
        let bare = with(&id, &[("state", None), ("nonce", None), ("code_challenge", None), ("code_challenge_method", None)]);
        world.sites.send_on(START, &authorize(&bare));
        let codes: Vec<Code> = walk().await.into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, [Code::StartNoState, Code::StartNoNonce, Code::StartNoChallenge]);
        // The answer is not taken.
        world.sites.send_on(START, &authorize(&request(&id)));
        for (said, code) in [(500, Code::ServerError), (404, Code::PageMissing)] {
            world.sites.answer(CALLBACK, Ok(status(said)));
            assert_eq!(walk().await, [(code, None)]);
        }
    }

    /// Requests that were pushed or signed are opened as ever, and the answer goes in the mode that was asked for.
    async fn every_kind_of_request_is_checked(store: Store) {
        let world = world(store).await;
        let (owner, id, secret) = site(&world, &form()).await;
        let answered = async || {
            let check = checked(&world, &owner, &id).await;
            assert_eq!(faults(&check), [], "{check:?}");
            world.sites.opened().last().unwrap().clone()
        };
        let form_post = authorize(&with(&id, &[("response_mode", Some("form_post"))]));
        world.sites.send_on(START, &form_post);
        let (url, form) = answered().await;
        assert_eq!(url, CALLBACK);
        assert!(form.unwrap().starts_with("error=access_denied&"));
        world.sites.send_on(START, &authorize(&with(&id, &[("response_mode", Some("query.jwt"))])));
        assert!(answered().await.0.starts_with(&format!("{CALLBACK}?response=ey")));

        let mut pushed = request(&id);
        pushed.push(("client_secret", &secret));
        let parameters = Parameters::parse(&query(&pushed), Limits::default()).unwrap();
        let call = Call {
            path: path::PUSH,
            method: "POST",
            authorization: None,
            proofs: &[],
            certificate: None,
            parameters: &parameters,
        };
        let reply = okno_app::protocol::settled(okno_app::authorization::push(&world.cx(), &call).await).unwrap();
        let reply: Value = serde_json::from_slice(&reply.body).unwrap();
        let address = authorize(&[("client_id", &id), ("request_uri", reply["request_uri"].as_str().unwrap())]);
        world.sites.send_on(START, &address);
        assert!(answered().await.0.contains("error=access_denied"));
        // An hour later it is over.
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), [(Part::Start, Code::StartRefused)]);

        let signer = Ed25519::new("k", &[7; 32]);
        registers(&world, &id, json!({ "jwks": { "keys": [signer.public().unwrap().to_jwk()] } })).await;
        let signing = Issuing::new(Arc::new(signer), "oauth-authz-req+jwt").unwrap();
        let mut claims: serde_json::Map<String, Value> =
            request(&id).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let now = world.clock.get().as_second();
        claims.extend([
            ("iss".to_owned(), id.clone().into()),
            ("aud".to_owned(), "https://okno.test".into()),
            ("nbf".to_owned(), now.into()),
            ("exp".to_owned(), (now + 300).into()),
        ]);
        let object = signing.sign(&claims).unwrap();
        // OpenID Connect Core 6.1: these two stand outside as well.
        let outside = [("client_id", id.as_str()), ("response_type", "code"), ("scope", "openid"), ("request", &object)];
        world.sites.send_on(START, &authorize(&outside));
        assert!(answered().await.0.contains("error=access_denied"));
    }

    /// Owner and colleagues may ask, others find no such site; six times an hour, and not while one is under way.
    async fn a_site_is_checked_some_times_an_hour(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        let (colleague, stranger) = (world.citizen("+79161234568").await, world.citizen("+79161234569").await);
        let invitation = developer::invite(&world.cx(), &owner, &id).await.unwrap();
        developer::join(&world.cx(), &colleague, &invitation, "Коллега").await.unwrap();
        assert!(matches!(developer::ask_check(&world.cx(), &stranger, &id).await, Err(Error::NotFound)));
        assert!(matches!(developer::check(&world.cx(), &stranger, &id).await, Err(Error::NotFound)));
        for round in 0..6 {
            let asker = if round % 2 == 0 { &owner } else { &colleague };
            developer::ask_check(&world.cx(), asker, &id).await.unwrap();
            // Another one while it is under way is the same.
            developer::ask_check(&world.cx(), &colleague, &id).await.unwrap();
            let before = world.sites.opened().len();
            world.drain().await;
            assert_eq!(world.sites.opened().iter().skip(before).filter(|(url, _)| url == FRONT).count(), 1);
            world.clock.advance_seconds(60);
        }
        let often = refused(developer::ask_check(&world.cx(), &owner, &id).await);
        assert_eq!((often.code, often.class), ("developer-checked-often", Class::TooMany));
        world.clock.advance_seconds(3600 - 6 * 60);
        developer::ask_check(&world.cx(), &owner, &id).await.unwrap();
        // A site that is deleted meanwhile is called by nobody.
        developer::remove(&world.cx(), &SignedIn { authenticated_at: world.clock.get(), ..owner }, &id).await.unwrap();
        let before = world.sites.opened().len();
        world.drain().await;
        assert_eq!(world.sites.opened().len(), before);
    }

    /// A site that an officer switched off is not called, asked for before or after; its people's own switch leaves it to be looked at,
    /// and a sign-in there is refused as ever.
    async fn a_site_that_is_held_is_not_checked(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        world.sites.send_on(START, &authorize(&request(&id)));
        developer::switch(&world.cx(), &owner, &id, false).await.unwrap();
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), [(Part::Start, Code::StartRefused)]);
        let said = check.findings.iter().find_map(|finding| finding.said.clone()).unwrap();
        assert!(said.contains("switched off"), "{said}");
        developer::ask_check(&world.cx(), &owner, &id).await.unwrap();
        let mut tx = world.app.store.write().await.unwrap();
        let site = rows::find(&mut tx, &id).await.unwrap().unwrap().id;
        assert!(okno_store::developer::hold(&mut tx, site).await.is_ok());
        tx.commit().await.unwrap();
        let before = world.sites.opened().len();
        world.drain().await;
        world.clock.advance_seconds(3600);
        assert_eq!(refused(developer::ask_check(&world.cx(), &owner, &id).await).code, "developer-held");
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        developer::ask_promotion(&world.cx(), &owner, &id, ("", true)).await.unwrap();
        assert!(!developer::check(&world.cx(), &owner, &id).await.unwrap().unwrap().is_under_way);
        world.drain().await;
        assert_eq!(world.sites.opened().len(), before);
    }

    /// A check is done when the findings come, and never before it was asked for, whatever another server's clock says.
    async fn a_check_is_done_when_the_findings_come(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        registers(&world, &id, json!({ "jwks_uri": KEYS })).await;
        for (passes, later) in [(7, 7), (-60, 0)] {
            let asked_at = world.clock.get();
            developer::ask_check(&world.cx(), &owner, &id).await.unwrap();
            let gate = world.sites.hold(KEYS);
            let slow = async {
                gate.reached().await;
                world.clock.advance_seconds(passes);
                gate.open();
            };
            tokio::join!(world.drain(), slow);
            let check = developer::check(&world.cx(), &owner, &id).await.unwrap().unwrap();
            assert_eq!(check.done_at, Some(after(asked_at, SignedDuration::from_secs(later))));
            assert!(!check.is_under_way);
            world.clock.advance_seconds(3600);
        }
    }

    /// A check that cannot be made says so once it is given up, and holds up nothing.
    async fn a_check_that_is_given_up_says_so(store: Store) {
        let simplified = |settings: &mut okno_app::Settings| {
            settings.single_sign_on.developer_level = AccountLevel::Simplified;
        };
        let world = World::with(store, simplified, |ports| ports.sites = None).await;
        let (owner, id, _) = site(&world, &form()).await;
        developer::ask_check(&world.cx(), &owner, &id).await.unwrap();
        for _ in 0..3 {
            let check = developer::check(&world.cx(), &owner, &id).await.unwrap().unwrap();
            assert!(check.is_under_way && check.findings.is_empty(), "{check:?}");
            world.drain().await;
            world.clock.advance_seconds(60);
        }
        let check = developer::check(&world.cx(), &owner, &id).await.unwrap().unwrap();
        assert_eq!(check.findings, [Finding::new(Part::Site, Code::Unfinished)]);
        assert!(!check.is_under_way && count(&check.findings, Verdict::Fault) == 0, "{check:?}");
    }

    /// Checks have a few places of their own: however many are asked for, they hold back no site that must be told something.
    async fn checks_have_places_of_their_own(store: Store) {
        let world = world(store).await;
        let (owner, first, _) = site(&world, &form()).await;
        let mut all = vec![first];
        for _ in 0..5 {
            all.push(developer::create(&world.cx(), &owner, &form()).await.unwrap().0);
        }
        for id in &all {
            developer::ask_check(&world.cx(), &owner, id).await.unwrap();
        }
        let (cx, now) = (world.cx(), world.clock.get());
        let mut tx = world.app.store.write().await.unwrap();
        let mut claimed = async |lane: Lane| {
            let most = i64::try_from(lane.places()).unwrap();
            let lease = after(now, SignedDuration::from_mins(1));
            let jobs = okno_store::job::claim(&mut tx, lane.name(), now, most, lease, cx.fresh_id()).await.unwrap();
            jobs.iter().map(|job| job.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(claimed(Lane::Site).await, <[&str; 0]>::default());
        assert_eq!(claimed(Lane::Check).await, ["check-site"; 4]);
    }

    /// However many sites somebody has, they have them checked 60 times within a day. Others are not kept from it.
    async fn somebody_has_sites_checked_some_times_a_day(store: Store) {
        let world = world(store).await;
        let (owner, first, _) = site(&world, &form()).await;
        let mut all = vec![first];
        for _ in 1..10 {
            all.push(developer::create(&world.cx(), &owner, &form()).await.unwrap().0);
        }
        for _ in 0..6 {
            for id in &all {
                developer::ask_check(&world.cx(), &owner, id).await.unwrap();
            }
            world.drain().await;
            world.clock.advance_seconds(60);
        }
        world.clock.advance_seconds(3600);
        let id = &all[0];
        let often = refused(developer::ask_check(&world.cx(), &owner, id).await);
        assert_eq!((often.code, often.class), ("developer-checks-of-day", Class::TooMany));
        // Promotion is asked for all the same, and the site is not checked for it.
        let before = world.sites.opened().len();
        let asker = SignedIn { authenticated_at: world.clock.get(), ..owner.clone() };
        developer::ask_promotion(&world.cx(), &asker, id, ("", true)).await.unwrap();
        world.drain().await;
        assert_eq!(world.sites.opened().len(), before);
        let colleague = world.citizen("+79161234568").await;
        let invitation = developer::invite(&world.cx(), &asker, id).await.unwrap();
        developer::join(&world.cx(), &colleague, &invitation, "Коллега").await.unwrap();
        developer::ask_check(&world.cx(), &colleague, id).await.unwrap();
        world.drain().await;
        world.clock.advance_seconds(24 * 3600);
        developer::ask_check(&world.cx(), &owner, id).await.unwrap();
    }

    /// Two servers that are asked at once check once more at most than was left.
    async fn the_last_check_of_an_hour_is_given_once(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        for _ in 0..5 {
            developer::ask_check(&world.cx(), &owner, &id).await.unwrap();
            world.drain().await;
            world.clock.advance_seconds(1);
        }
        let other = world.another_server();
        let (one, two) = (
            world.cx(),
            okno_app::Cx::begin(&other, okno_domain::locale::Locale::default(), okno_app::Client::default()),
        );
        let (first, second) =
            tokio::join!(developer::ask_check(&one, &owner, &id), developer::ask_check(&two, &owner, &id));
        assert!(first.is_ok() || second.is_ok(), "{first:?} {second:?}");
        world.drain().await;
        world.clock.advance_seconds(1);
        let often = developer::ask_check(&world.cx(), &owner, &id).await;
        assert_eq!(refused(often).code, "developer-checked-often");
    }

    /// Faults block asking for promotion until the developer says that they know; the officer sees what is found now, and that.
    async fn an_officer_sees_what_was_found(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        world.operator("admin", Role::Administrator, &[]).await;
        world.sites.send_on(START, &authorize(&request(&id)));
        world.sites.answer(OUT, Ok(status(404)));
        let check = checked(&world, &owner, &id).await;
        let officer: operator::SignedIn = world.operator_by("admin", OPERATOR_PASSWORD).await;
        assert_eq!(count(&check.findings, Verdict::Fault), 1);
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let ask = async |knows| developer::ask_promotion(&world.cx(), &owner, &id, ("", knows)).await;
        assert_eq!(refused(ask(false).await).code, "developer-check-faults");
        assert!(matches!(developer::review(&world.cx(), &officer, &id).await, Err(Error::NotFound)));
        // A change of the site does not unsay what was found.
        registers(&world, &id, json!({ "client_name#en": "Library" })).await;
        assert_eq!(refused(ask(false).await).code, "developer-check-faults");
        assert!(developer::check(&world.cx(), &owner, &id).await.unwrap().unwrap().is_outdated);
        ask(true).await.unwrap();
        let seen = developer::review(&world.cx(), &officer, &id).await.unwrap().check.unwrap();
        assert!(seen.knows_faults && seen.is_under_way, "it is checked anew: {seen:?}");
        world.drain().await;
        let review = developer::review(&world.cx(), &officer, &id).await.unwrap();
        let seen = review.check.clone().unwrap();
        let listed = developer::reviews(&world.cx(), &officer).await.unwrap();
        assert!(listed.len() == 1 && listed[0].check.is_none(), "the list reads no checks: {listed:?}");
        assert!(!seen.is_under_way && !seen.is_outdated && has(&seen, Part::BackChannel, Code::DeafToLogout), "{seen:?}");
        developer::refuse(&world.cx(), &officer, (&id, review.version()), "Выход").await.unwrap();
        // Mended and checked again, it is asked without a word.
        world.clock.advance_seconds(1);
        world.sites.answer(OUT, Ok(status(400)));
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), []);
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        developer::ask_promotion(&world.cx(), &owner, &id, ("", true)).await.unwrap();
        world.drain().await;
        let officer: operator::SignedIn = world.operator_by("admin", OPERATOR_PASSWORD).await;
        let review = developer::review(&world.cx(), &officer, &id).await.unwrap();
        assert!(!review.check.as_ref().unwrap().knows_faults, "there is nothing to know of");
        developer::approve(&world.cx(), &officer, (&id, review.version())).await.unwrap();
    }

    /// What is registered and not sound any more is a finding, and so is a look that cannot be made.
    async fn a_site_that_cannot_be_read_says_so(store: Store) {
        let world = world(store).await;
        let (owner, id, _) = site(&world, &form()).await;
        registers(&world, &id, json!({ "redirect_uris": ["http://library.example/"] })).await;
        let check = checked(&world, &owner, &id).await;
        assert_eq!(faults(&check), [(Part::Site, Code::Unsound)]);
        assert!(world.sites.opened().is_empty());
    }
}
