//! Whole flows, from a registration to the end of a grant, over the public functions alone: what one step hands out is what
//! the next takes in. Tokens are plain texts here; making and finding them is another matter.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeSet;

use jiff::Timestamp;
use okno_oidc::{
    authorization::{self, Answer, Arrival, AuthorizationRequest, Response, Server, Source},
    claims::Plan,
    client::{self, Client, GrantType, MetadataRule, Profile},
    decision::{self, Acr, Consent, ConsentRule, Consented, Demand, Levels, Progress, Session, Situation, Step},
    error::ErrorCode,
    grant::{
        AuthorizationCode, CodeStep, DeviceGrant, Poll, PushedRequest, RefreshFamily, RefreshRule, RefreshStep,
        UserCode,
    },
    jose::Algorithm,
    parameter::{Limits, Parameters},
    pkce,
    token::{self, CodeBinding, Grant, Presented, Proof},
};
use url::Url;

const ISSUER: &str = "https://id.example";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const KEY: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const SERVER: Server<'static> = Server { scopes: &["openid", "email", "offline_access"], resources: &[] };
const LEVELS: Levels<'static> = &[Acr { name: "high", demand: Demand { authentication: 2, identity: 0 } }];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn form(text: &str) -> Parameters {
    Parameters::parse(text, Limits::default()).unwrap()
}

fn register(id: &str, profile: Profile, metadata: &str) -> Client {
    let rule = MetadataRule { profile, algorithms: &Algorithm::ALL, front_channel: false, under_test: false };
    let metadata = client::read(metadata.as_bytes(), &rule).unwrap();
    Client { id: id.to_owned(), profile, metadata }
}

fn shop() -> Client {
    let metadata = r#"{
        "redirect_uris": ["https://shop.example/cb?from=okno"],
        "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
        "scope": "openid email"
    }"#;
    register("shop", Profile::Plain, metadata)
}

fn bank() -> Client {
    let metadata = r#"{
        "redirect_uris": ["https://bank.example/cb"],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks_uri": "https://bank.example/jwks",
        "dpop_bound_access_tokens": true
    }"#;
    register("bank", Profile::Fapi2Security, metadata)
}

/// The pages, until there is an answer: the person does whatever is asked.
fn walk(request: &AuthorizationRequest) -> (Vec<&'static str>, Option<String>) {
    let plan = Plan::of(&request.scopes, &request.claims, &[("email", &["email"])], true);
    let (mut session, mut progress, mut pages): (Option<Session>, _, Vec<&'static str>) =
        (None, Progress::default(), vec![]);
    for second in 1..10 {
        let step = decision::next(&Situation {
            request,
            began: at(0),
            now: at(second),
            session: session.as_ref(),
            hinted: None,
            levels: LEVELS,
            minimum: Demand::default(),
            rule: ConsentRule::Remembered,
            consent: &Consent::default(),
            claims: &plan.asked().claims,
            progress: &progress,
        });
        let reach = |authentication| {
            let reached = Demand { authentication, identity: 0 };
            let reachable = Demand { authentication: 2, identity: 0 };
            let subject = "anna".to_owned();
            Some(Session { subject, auth_time: at(second), reached, reachable, others: false, excluded: false })
        };
        match step {
            Step::ShowLogin(_) => {
                pages.push("login");
                session = reach(1);
            }
            Step::StepUp(_) => {
                pages.push("step-up");
                session = reach(2);
            }
            Step::AskConsent { scopes, claims } => {
                assert!(scopes.contains("openid") && claims == BTreeSet::from(["email".to_owned()]));
                pages.push("consent");
                progress.consented = Some(Consented { subject: "anna".to_owned(), agreed: true });
            }
            Step::Issue { acr } => return (pages, acr),
            other => panic!("{other:?}"),
        }
    }
    panic!("no end to the pages: {pages:?}");
}

fn query_of(answer: Answer) -> Vec<(String, String)> {
    let Answer::Redirect(location) = answer else { panic!("no redirect") };
    Url::parse(&location).unwrap().query_pairs().into_owned().collect()
}

fn binding_of(request: &AuthorizationRequest) -> CodeBinding {
    CodeBinding {
        client_id: request.client_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        dpop_jkt: request.dpop_jkt.clone(),
    }
}

/// Redeems a code as the token endpoint does.
fn redeem(
    client: &Client,
    binding: &CodeBinding,
    code: AuthorizationCode,
    body: &str,
    presented: Presented<'_>,
) -> CodeStep {
    let request = token::read(&form(body), client).unwrap();
    let Grant::Code { redirect_uri, verifier, .. } = &request.grant else { panic!("no code") };
    binding.is_of(client).unwrap();
    code.redeem(binding.check(redirect_uri.as_deref(), verifier.as_deref(), presented), at(20))
}

/// RFC 6749 4.1: the site gets a code by the browser, tokens for it once, and new ones as long as nobody else does.
#[test]
fn a_plain_site_from_request_to_refresh() {
    let shop = shop();
    let challenge = pkce::challenge(VERIFIER);
    let text = format!(
        "client_id=shop&redirect_uri=https%3A%2F%2Fshop.example%2Fcb%3Ffrom%3Dokno&response_type=code&scope=openid+email\
         &state=x%26y&code_challenge={challenge}&code_challenge_method=S256&acr_values=high"
    );
    let opening = authorization::opening(&form(&text)).unwrap();
    assert_eq!((opening.client_id.as_str(), opening.source), ("shop", Source::Plain));
    let request = authorization::read(&form(&text), &shop, &SERVER, Arrival::Browser { signed: false }).unwrap();
    assert_eq!(walk(&request), (vec!["login", "step-up", "consent"], Some("high".to_owned())));
    let code = AuthorizationCode::issue(&shop, 60, at(10));
    let answer = Response::code(&request, "c", ISSUER).deliver(request.response_mode, &request.redirect_uri);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [pair("from", "okno"), pair("code", "c"), pair("state", "x&y"), pair("iss", ISSUER)];
    assert_eq!(query_of(answer), expected);

    let body = format!(
        "grant_type=authorization_code&code=c&code_verifier={VERIFIER}&redirect_uri=https%3A%2F%2Fshop.example%2Fcb%3Ffrom%3Dokno"
    );
    let evidence = token::evidence(Some("Basic c2hvcDpzZWNyZXQ="), &form(&body), false).unwrap();
    assert_eq!(evidence.client_id.as_deref(), Some("shop"));
    assert!(matches!(evidence.proof(&shop), Ok(Proof::Secret("secret"))));
    let binding = binding_of(&request);
    let CodeStep::Redeem(redeemed) = redeem(&shop, &binding, code, &body, Presented::default()) else {
        panic!("not redeemed")
    };
    assert!(matches!(redeem(&shop, &binding, redeemed, &body, Presented::default()), CodeStep::RevokeGrant(_)));

    let rule = RefreshRule::of(&shop, 10, 86_400);
    let RefreshStep::Rotate(next) = RefreshFamily::begin(at(20), 864_000).present(0, rule, at(400)) else {
        panic!("not rotated")
    };
    assert!(matches!(next.present(0, rule, at(405)), RefreshStep::Repeat(_)));
    assert!(matches!(next.present(0, rule, at(410)), RefreshStep::RevokeGrant(_)));
}

/// FAPI 2.0: pushed, with a key from the first request to the last.
#[test]
fn a_bank_pushes_binds_and_keeps_its_token() {
    let bank = bank();
    let challenge = pkce::challenge(VERIFIER);
    let text = format!(
        "client_id=bank&redirect_uri=https://bank.example/cb&response_type=code&scope=openid+email&code_challenge={challenge}\
         &code_challenge_method=S256"
    );
    let by_browser = authorization::read(&form(&text), &bank, &SERVER, Arrival::Browser { signed: false });
    assert_eq!(by_browser.unwrap_err().error.code, ErrorCode::InvalidRequest);
    let arrival = Arrival::Pushed { signed: false, proof: Some(KEY) };
    let request = authorization::read(&form(&text), &bank, &SERVER, arrival).unwrap();
    let pushed = PushedRequest::keep(request, 90, at(0));
    let reply: serde_json::Value = serde_json::from_slice(&pushed.reply("h", at(0)).body).unwrap();
    let address = reply["request_uri"].as_str().unwrap();

    let front = form(&format!("client_id=bank&request_uri={address}&redirect_uri=https://evil.example/"));
    let opening = authorization::opening(&front).unwrap();
    assert_eq!(opening.source, Source::Pushed("h".to_owned()));
    assert!(pushed.look(&opening.client_id, at(5)).is_ok(), "a page may be loaded twice");
    let taken = pushed.take(&opening.client_id, at(5), at(8)).unwrap();
    assert!(taken.next.take("bank", at(5), at(8)).is_err(), "once");
    let request = taken.request;
    assert_eq!(request.redirect_uri, "https://bank.example/cb", "what the browser says beside it does not count");
    assert_eq!(walk(&request).0, ["login", "consent"]);

    let code = AuthorizationCode::issue(&bank, 600, at(10));
    let binding = binding_of(&request);
    let body =
        format!("grant_type=authorization_code&code=c&code_verifier={VERIFIER}&redirect_uri=https://bank.example/cb");
    let stolen = Presented { proof: Some("another"), certificate: None };
    assert!(matches!(
        redeem(&bank, &binding, code, &body, stolen),
        CodeStep::Refuse(AuthorizationCode::Spoiled { .. }, _)
    ));
    let own = Presented { proof: Some(KEY), certificate: None };
    assert!(matches!(redeem(&bank, &binding, code, &body, own), CodeStep::Redeem(_)));
    let bound = own.binding(&bank).unwrap();
    assert!(own.holds(bound.as_ref()) && !stolen.holds(bound.as_ref()));

    let rule = RefreshRule::of(&bank, 10, 86_400);
    assert!(matches!(RefreshFamily::begin(at(20), 864_000).present(0, rule, at(400)), RefreshStep::Keep(_)));
}

/// RFC 8628 3: the device asks, the person allows, the device gets tokens once.
#[test]
fn a_device_waits_for_the_person() {
    let shop = shop();
    assert!(shop.may(GrantType::DeviceCode));
    let shown = UserCode::from_random(&[17; 8]).unwrap();
    let grant = DeviceGrant::begin(at(0), 600, 5);
    let Poll::Refuse(grant, error) = grant.poll(at(5)) else { panic!("too early for tokens") };
    assert_eq!(error.code, ErrorCode::AuthorizationPending);
    assert_eq!(UserCode::parse(&shown.to_string().to_lowercase()), Some(shown));
    let grant = grant.decide(true, at(30)).unwrap();
    let Poll::Redeem(grant) = grant.poll(at(31)) else { panic!("no tokens") };
    assert!(matches!(grant.poll(at(36)), Poll::RevokeGrant(_)));
}

/// Of two at the same instant, each from the one state both saw, the second save fails by its version; here is shown that both
/// would save the same kind of next state, so that the one that lost finds what the other left.
#[test]
fn whoever_loses_a_race_finds_the_state_of_the_winner() {
    let seen = AuthorizationCode::issue(&shop(), 60, at(0));
    let (CodeStep::Redeem(winner), CodeStep::Redeem(_)) = (seen.redeem(Ok(()), at(1)), seen.redeem(Ok(()), at(1)))
    else {
        panic!("both saw a good code")
    };
    assert!(matches!(winner.redeem(Ok(()), at(1)), CodeStep::RevokeGrant(_)));
    let family = RefreshFamily::begin(at(0), 600);
    let rule = RefreshRule::of(&shop(), 10, 600);
    let RefreshStep::Rotate(winner) = family.present(0, rule, at(1)) else { panic!("not rotated") };
    assert!(matches!(winner.present(0, rule, at(1)), RefreshStep::Repeat(_)));
}
