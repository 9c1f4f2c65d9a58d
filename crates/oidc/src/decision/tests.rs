//! The whole table of decisions: every combination of facts against what must follow from them, and named cases.

use jiff::SignedDuration;

use super::*;
use crate::claims::ClaimsRequest;

const LOW: Demand = Demand { authentication: 1, identity: 0 };
const HIGH: Demand = Demand { authentication: 2, identity: 0 };
const PROVED: Demand = Demand { authentication: 1, identity: 3 };
const LEVELS: Levels<'static> =
    &[Acr { name: "low", demand: LOW }, Acr { name: "high", demand: HIGH }, Acr { name: "proved", demand: PROVED }];

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn session() -> Session {
    Session {
        subject: "anna".to_owned(),
        auth_time: at(900),
        reached: LOW,
        reachable: HIGH,
        others: false,
        excluded: false,
    }
}

/// Facts that can be changed before the question; the request came at second 1000.
struct Facts {
    request: AuthorizationRequest,
    session: Option<Session>,
    hinted: Option<&'static str>,
    minimum: Demand,
    rule: ConsentRule,
    consent: Consent,
    claims: BTreeSet<String>,
    progress: Progress,
}

impl Facts {
    fn new() -> Self {
        Self {
            request: AuthorizationRequest::smallest(),
            session: Some(session()),
            hinted: None,
            minimum: Demand::default(),
            rule: ConsentRule::Implied,
            consent: Consent::default(),
            claims: BTreeSet::new(),
            progress: Progress::default(),
        }
    }

    fn next(&self) -> Step {
        next(&Situation {
            request: &self.request,
            began: at(1000),
            now: at(1000),
            session: self.session.as_ref(),
            hinted: self.hinted,
            levels: LEVELS,
            minimum: self.minimum,
            rule: self.rule,
            consent: &self.consent,
            claims: &self.claims,
            progress: &self.progress,
        })
    }

    fn session(&mut self) -> &mut Session {
        self.session.as_mut().unwrap()
    }
}

fn by(subject: &str, agreed: bool) -> Consented {
    Consented { subject: subject.to_owned(), agreed }
}

fn after(change: impl FnOnce(&mut Facts)) -> Step {
    let mut facts = Facts::new();
    change(&mut facts);
    facts.next()
}

fn code(step: &Step) -> &'static str {
    match step {
        Step::Refuse(_, error) => error.code.as_str(),
        _ => "",
    }
}

/// Each choice of each fact, and with each combination what must hold of the step, stated apart from the code.
#[test]
fn the_whole_table() {
    let prompts: [&[Prompt]; 6] = [
        &[],
        &[Prompt::None],
        &[Prompt::Login],
        &[Prompt::Consent],
        &[Prompt::SelectAccount],
        &[Prompt::Login, Prompt::Consent],
    ];
    let mut seen = BTreeSet::new();
    for number in 0..6 * 3 * 3 * 3 * 4 * 3 * 3 * 8_usize {
        let mut rest = number;
        let mut choose = |count: usize| {
            let choice = rest % count;
            rest /= count;
            choice
        };
        let mut facts = Facts::new();
        facts.request.prompts = prompts[choose(6)].to_vec();
        facts.request.max_age = [None, Some(50), Some(200)][choose(3)];
        let signed_in = choose(3);
        facts.session().auth_time = at([0, 900, 1000][signed_in]);
        if signed_in == 0 {
            facts.session = None;
        }
        facts.minimum = [Demand::default(), HIGH, PROVED][choose(3)];
        match choose(4) {
            1 => facts.request.acr_values = vec!["high".to_owned()],
            2 => facts.request.acr_values = vec!["proved".to_owned(), "unknown".to_owned()],
            3 => {
                let text = r#"{"id_token":{"acr":{"essential":true,"values":["proved"]}}}"#;
                facts.request.claims = ClaimsRequest::parse(text).unwrap();
            }
            _ => {}
        }
        facts.rule = [ConsentRule::Implied, ConsentRule::Remembered, ConsentRule::Always][choose(3)];
        facts.progress.consented = [None, Some(by("anna", true)), Some(by("anna", false))][choose(3)].clone();
        let flags = choose(8);
        if let Some(session) = &mut facts.session {
            session.others = flags & 1 == 1;
            session.excluded = flags & 2 == 2;
        }
        if flags & 4 == 4 {
            facts.consent.scopes.insert("openid".to_owned());
        }
        let step = facts.next();
        holds(&facts, &step);
        seen.insert(format!("{step:?}").split(['(', ' ']).next().unwrap_or_default().to_owned() + code(&step));
    }
    assert_eq!(seen.len(), 11, "{seen:?}");
}

/// What must hold of a step whatever led to it.
fn holds(facts: &Facts, step: &Step) {
    let silent = facts.request.has_prompt(Prompt::None);
    let shows = !matches!(step, Step::Refuse(..) | Step::Issue { .. });
    assert!(!(silent && shows), "prompt=none shows nothing: {step:?}");
    let Some(session) = &facts.session else {
        let expected = if silent { "login_required" } else { "" };
        assert_eq!(code(step), expected);
        assert!(silent || *step == Step::ShowLogin(LoginReason::Nobody));
        return;
    };
    if let Step::Issue { acr } = step {
        let fresh = session.auth_time >= at(1000);
        assert!(!session.excluded && session.reached.meets(facts.minimum));
        assert!(fresh || !facts.request.has_prompt(Prompt::Login));
        assert!(fresh || !facts.request.has_prompt(Prompt::SelectAccount));
        assert!(fresh || facts.request.max_age != Some(50));
        assert!(facts.request.claims.acr().is_none(), "nobody here reaches what is essential");
        assert_eq!(*acr, None);
        let agreed = facts.progress.consented == Some(by("anna", true));
        let remembered = facts.consent.scopes.contains("openid");
        let asked_again = facts.request.has_prompt(Prompt::Consent) || facts.rule == ConsentRule::Always;
        let implied = facts.rule == ConsentRule::Implied;
        assert!(facts.progress.consented != Some(by("anna", false)));
        assert!(agreed || (!asked_again && (implied || remembered)));
    }
    match step {
        Step::StepUp(demand) => {
            assert!(session.reachable.meets(*demand) && !session.reached.meets(*demand));
        }
        Step::Refuse(Refusal::BelowLevel(demand), error) => {
            assert!(!session.reachable.meets(*demand));
            assert_eq!(error.code, ErrorCode::UnmetAuthenticationRequirements);
        }
        Step::Refuse(Refusal::Excluded, _) => assert!(session.excluded),
        Step::Refuse(Refusal::Denied, _) => assert_eq!(facts.progress.consented, Some(by("anna", false))),
        Step::Select => assert!(session.others || facts.request.has_prompt(Prompt::SelectAccount)),
        _ => {}
    }
}

#[test]
fn nobody_signs_in_or_registers() {
    assert_eq!(after(|facts| facts.session = None), Step::ShowLogin(LoginReason::Nobody));
    let create = after(|facts| {
        facts.session = None;
        facts.request.prompts = vec![Prompt::Create];
    });
    assert_eq!(create, Step::ShowRegistration);
}

/// OpenID Connect Core 3.1.2.1: at exactly `max_age` it is still young enough, and a sign-in for the request always is.
#[test]
fn max_age_counts_to_the_second() {
    assert_eq!(after(|facts| facts.request.max_age = Some(100)), Step::Issue { acr: None });
    assert_eq!(after(|facts| facts.request.max_age = Some(99)), Step::ShowLogin(LoginReason::TooOld));
    let fresh = after(|facts| {
        facts.request.max_age = Some(0);
        facts.session().auth_time = at(1000);
    });
    assert_eq!(fresh, Step::Issue { acr: None });
}

/// OpenID Connect Core 3.1.2.1 and 5.5.1: whom the client means, by hint or by claim.
#[test]
fn another_person_than_the_client_means_does_not_do() {
    assert_eq!(after(|facts| facts.hinted = Some("anna")), Step::Issue { acr: None });
    assert_eq!(after(|facts| facts.hinted = Some("boris")), Step::ShowLogin(LoginReason::SomebodyElse));
    let silent = after(|facts| {
        facts.hinted = Some("boris");
        facts.request.prompts = vec![Prompt::None];
    });
    assert_eq!(code(&silent), "login_required");
    let by_claim = after(|facts| {
        facts.request.claims = ClaimsRequest::parse(r#"{"id_token":{"sub":{"value":"boris"}}}"#).unwrap();
    });
    assert_eq!(by_claim, Step::ShowLogin(LoginReason::SomebodyElse));
}

/// R214, R151: an account that the site excludes is told so, and the site gets an error, also without pages.
#[test]
fn an_excluded_account_is_refused_with_its_reason() {
    for prompts in [vec![], vec![Prompt::None]] {
        let step = after(|facts| {
            facts.session().excluded = true;
            facts.request.prompts = prompts;
        });
        assert!(matches!(step, Step::Refuse(Refusal::Excluded, error) if error.code == ErrorCode::AccessDenied));
    }
}

/// R215: the least level of a site; what signing in again can mend is asked for, what it cannot is refused.
#[test]
fn below_the_least_level() {
    assert_eq!(after(|facts| facts.minimum = HIGH), Step::StepUp(HIGH));
    let refused = after(|facts| facts.minimum = PROVED);
    assert!(matches!(refused, Step::Refuse(Refusal::BelowLevel(PROVED), _)));
    assert_eq!(code(&refused), "unmet_authentication_requirements");
    let silent = after(|facts| {
        facts.minimum = HIGH;
        facts.request.prompts = vec![Prompt::None];
    });
    assert_eq!(code(&silent), "interaction_required");
}

/// RFC 9470 5: what a resource's challenge asked for is asked for here, the dearest wish that can be met first.
#[test]
fn wishes_raise_the_level_where_they_can() {
    let wish = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        after(|facts| facts.request.acr_values = names)
    };
    assert_eq!(wish(&["low"]), Step::Issue { acr: Some("low".to_owned()) });
    assert_eq!(wish(&["high", "low"]), Step::Issue { acr: Some("low".to_owned()) });
    assert_eq!(wish(&["proved", "high"]), Step::StepUp(HIGH));
    assert_eq!(wish(&["proved"]), Step::Issue { acr: None });
    assert_eq!(wish(&["unknown"]), Step::Issue { acr: None });
    let silent = after(|facts| {
        facts.request.acr_values = vec!["high".to_owned()];
        facts.request.prompts = vec![Prompt::None];
    });
    assert_eq!(silent, Step::Issue { acr: None });
}

/// OpenID Connect Core 5.5.1.1.
#[test]
fn an_essential_level_is_reached_or_refused() {
    let essential = |values: &str| {
        let text = format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":[{values}]}}}}}}"#);
        after(|facts| facts.request.claims = ClaimsRequest::parse(&text).unwrap())
    };
    assert_eq!(essential(r#""low""#), Step::Issue { acr: Some("low".to_owned()) });
    assert_eq!(essential(r#""high""#), Step::StepUp(HIGH));
    assert_eq!(essential(r#""proved","high""#), Step::StepUp(HIGH));
    assert_eq!(code(&essential(r#""proved""#)), "unmet_authentication_requirements");
    assert_eq!(code(&essential(r#""unknown""#)), "unmet_authentication_requirements");
    assert_eq!(code(&essential("1")), "unmet_authentication_requirements");
}

#[test]
fn consent_is_asked_for_what_is_new() {
    let scopes = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    let ask = |facts: &mut Facts| {
        facts.rule = ConsentRule::Remembered;
        facts.request.scopes = vec!["openid".to_owned(), "email".to_owned()];
        facts.consent.scopes = scopes(&["openid"]);
        facts.consent.claims = scopes(&["email"]);
        facts.claims = scopes(&["email", "phone_number"]);
    };
    assert_eq!(after(ask), Step::AskConsent { scopes: scopes(&["email"]), claims: scopes(&["phone_number"]) });
    let all = after(|facts| {
        ask(facts);
        facts.request.prompts = vec![Prompt::Consent];
    });
    let everything =
        Step::AskConsent { scopes: scopes(&["openid", "email"]), claims: scopes(&["email", "phone_number"]) };
    assert_eq!(all, everything);
    let given = after(|facts| {
        ask(facts);
        facts.progress.consented = Some(by("anna", true));
    });
    assert_eq!(given, Step::Issue { acr: None });
}

/// Another account at the same browser inherits neither the choice nor the consent of the one before, nor its refusal.
#[test]
fn what_one_account_did_is_not_done_by_another() {
    let chosen = |subject: &str| {
        after(|facts| {
            facts.session().others = true;
            facts.progress.selected = Some(subject.to_owned());
        })
    };
    assert_eq!(chosen("anna"), Step::Issue { acr: None });
    assert_eq!(chosen("boris"), Step::Select);
    let asks = |consented| {
        after(|facts| {
            facts.rule = ConsentRule::Always;
            facts.progress.consented = consented;
        })
    };
    assert_eq!(asks(Some(by("anna", true))), Step::Issue { acr: None });
    assert!(matches!(asks(Some(by("anna", false))), Step::Refuse(Refusal::Denied, _)));
    assert!(matches!(asks(Some(by("boris", true))), Step::AskConsent { .. }));
    assert!(matches!(asks(Some(by("boris", false))), Step::AskConsent { .. }));
}

/// OpenID Connect Core 3.1.2.1 (`id_token_hint`) and 5.5.1: whom the client names goes on silently, whoever else is at hand.
#[test]
fn whom_the_client_names_is_not_asked_to_choose() {
    let others = |change: &dyn Fn(&mut Facts)| {
        after(|facts| {
            facts.session().others = true;
            facts.request.prompts = vec![Prompt::None];
            change(facts);
        })
    };
    assert_eq!(code(&others(&|_| {})), "account_selection_required");
    assert_eq!(others(&|facts| facts.hinted = Some("anna")), Step::Issue { acr: None });
    let by_claim = r#"{"id_token":{"sub":{"value":"anna"}}}"#;
    assert_eq!(
        others(&|facts| facts.request.claims = ClaimsRequest::parse(by_claim).unwrap()),
        Step::Issue { acr: None }
    );
    // Somebody else is meant: perhaps one of the others, whom the caller did not find; nobody goes on in their place.
    assert_eq!(code(&others(&|facts| facts.hinted = Some("boris"))), "account_selection_required");
    let wish = after(|facts| {
        facts.session().others = true;
        facts.hinted = Some("anna");
        facts.request.prompts = vec![Prompt::SelectAccount];
    });
    assert_eq!(wish, Step::Select, "the client wants the choice");
}

#[test]
fn whoever_gives_up_says_no() {
    let step = after(|facts| facts.progress.cancelled = true);
    assert!(matches!(step, Step::Refuse(Refusal::Denied, error) if error.code == ErrorCode::AccessDenied));
}
