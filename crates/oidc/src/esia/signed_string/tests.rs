//! Section 1.3, every row; sections 1.4 and 9 (1, 2); appendix A.

use std::cell::Cell;

use super::{
    check::{Explain, Outcome},
    *,
};
use crate::esia::{
    Code, Parameters, Refusal, Rules,
    request::tests::{AC_V1, AC_V2, TE_V3_CODE, authorization, now, system_token, token, with},
};

const STATE: &str = "7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0";
const TIME: &str = "2026.03.01 12:30:05 +0300";
const A1: &str = "LjG12Ou_0erda_7o2iuelFrS1Bmr_PkUJ6IhwHxqmDvQg9QLg-M0JvVIlmrjlc9XZTtE41BDKnWxjPI26clfCw==";

fn only(string: &str) -> impl Fn(Container, &[u8], &[u8]) -> Result<SignatureReport, String> {
    move |container, message: &[u8], _: &[u8]| {
        if message == string.as_bytes() {
            Ok(SignatureReport { certificate: "DEMO01".to_owned(), algorithm: "GOST".to_owned(), is_attached: false })
        } else {
            Err(format!("the {container} signature is not over this string"))
        }
    }
}

/// Vectors A.1 and A.3.
#[test]
fn the_vectors_strings_are_joined() {
    let request = authorization(Endpoint::AcV2, AC_V2);
    assert_eq!(
        Signed::authorization(&request).join(Reading::V2).unwrap(),
        "DEMO01openid fullname snils2026.03.01 12:30:05 +03007f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0https://rp.example/cb"
    );
    assert_eq!(request.client_secret.as_str(), A1);
    let request = authorization(Endpoint::Ac, AC_V1);
    assert_eq!(
        Signed::authorization(&request).join(Reading::V1).unwrap(),
        "openid fullname snils2026.03.01 12:30:05 +0300DEMO017f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0"
    );
}

/// Section 1.3: the strict reading of each endpoint and grant.
#[test]
fn every_endpoint_has_its_order() {
    let refresh = "client_id=DEMO01&client_secret=AAAA&grant_type=refresh_token&refresh_token=R&scope=openid&state=\
        7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0&timestamp=2026.03.01%2012:30:05%20%2B0300&redirect_uri=https://rp.example/cb";
    let system = "client_id=DEMO01&client_secret=AAAA&grant_type=client_credentials&scope=org_inn?org_oid=1000400001&state=\
        7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0&timestamp=2026.03.01%2012:30:05%20%2B0300&redirect_uri=https://rp.example/cb\
        &token_type=Bearer&client_certificate_hash=647D125A3ABF7A4DBF5CC96BAA27BC3032294920E4D0F85D3EA5A5B3E4E25F12";
    let uri = "https://rp.example/cb";
    let v1 = format!("openid{TIME}DEMO01{STATE}");
    let v2 = format!("DEMO01openid{TIME}{STATE}{uri}");
    let cases: [(Endpoint, &str, Vec<String>); 8] = [
        (Endpoint::Te, TE_V3_CODE, vec![v1.clone()]),
        (Endpoint::Te, refresh, vec![v1]),
        (Endpoint::Te, system, vec![format!("org_inn?org_oid=1000400001{TIME}DEMO01{STATE}")]),
        (Endpoint::TeV2, TE_V3_CODE, vec![v2.clone()]),
        (Endpoint::TeV2, refresh, vec![v2.clone()]),
        (Endpoint::TeV3, TE_V3_CODE, vec![format!("{v2}eyJ.a.b")]),
        (Endpoint::TeV3, refresh, vec![v2.clone(), format!("DEMO01openid{TIME}{STATE}R")]),
        (Endpoint::TeV3, system, vec![format!("DEMO01org_inn?org_oid=1000400001{TIME}{STATE}{uri}")]),
    ];
    for (endpoint, body, expected) in cases {
        let request = system_token(endpoint, body);
        let signed = Signed::token(&request);
        let strings: Vec<String> = signed.readings(Mode::Strict).map(|reading| signed.join(reading).unwrap()).collect();
        assert_eq!(strings, expected, "{endpoint} {:?}", request.grant);
    }
}

/// Section 1.3: `scope_org` stands behind `scope` when it was sent.
#[test]
fn scope_org_is_signed_where_it_was_sent() {
    let request = authorization(Endpoint::AcV2, &with(AC_V2, "scope_org", "org_ogrn"));
    let signed = Signed::authorization(&request);
    let string = signed.join(Reading::V2).unwrap();
    assert!(string.starts_with("DEMO01openid fullname snilsorg_ogrn2026"), "{string}");
    assert!(check(&signed, Mode::Strict, Explain::Briefly, &only(&string)).is_ok());
    let without = signed.join(Reading::V2WithoutScopeOrg).unwrap();
    assert!(check(&signed, Mode::Strict, Explain::Briefly, &only(&without)).is_err());
    let checked = check(&signed, Mode::Lenient, Explain::Briefly, &only(&without)).unwrap();
    assert_eq!(checked.reading, Reading::V2WithoutScopeOrg);
}

/// Section 1.3, last row, and 9.1: lenient mode tries every order, the endpoint's own first, and says which one fitted.
#[test]
fn lenient_mode_takes_any_reading() {
    for reading in Reading::ALL {
        let body = match reading {
            Reading::V3Refresh => "grant_type=refresh_token&refresh_token=R&".to_owned(),
            _ => "grant_type=authorization_code&code=eyJ.a.b&".to_owned(),
        };
        let body = format!(
            "{body}client_id=DEMO01&client_secret={A1}&scope=openid&scope_org=org_inn&state={STATE}&\
             timestamp=2026.03.01%2012:30:05%20%2B0300&redirect_uri=https://rp.example/cb"
        );
        let parameters = Parameters::read("", body.as_bytes()).unwrap();
        let request = TokenRequest::read(Endpoint::TeV3, &parameters, &Rules::lenient(), now()).unwrap();
        let signed = Signed::token(&request);
        let string = signed.join(reading).unwrap();
        let checked = check(&signed, Mode::Lenient, Explain::Briefly, &only(&string)).unwrap();
        assert_eq!((checked.reading, checked.container), (reading, Container::Raw));
        assert!(checked.trace.to_string().contains(&format!("{reading}: FITS (GOST by DEMO01)")));
    }
}

/// Sections 1.4, 9.2: CMS at the first generation, raw at the others; in lenient mode either anywhere.
#[test]
fn containers_belong_to_generations() {
    let cms = with(AC_V2, "client_secret", "MIIBAAAA");
    for (endpoint, query, strict) in [
        (Endpoint::AcV2, AC_V2.to_owned(), true),
        (Endpoint::AcV2, cms.clone(), false),
        (Endpoint::Ac, cms, true),
        (Endpoint::Ac, AC_V2.to_owned(), false),
    ] {
        let request = authorization(endpoint, &query);
        let signed = Signed::authorization(&request);
        let any = |_: Container, _: &[u8], _: &[u8]| Ok::<_, String>(SignatureReport::default());
        assert_eq!(check(&signed, Mode::Strict, Explain::Briefly, &any).is_ok(), strict);
        assert!(check(&signed, Mode::Lenient, Explain::Briefly, &any).is_ok());
        let explained = check(&signed, Mode::Strict, Explain::Fully, &any);
        assert_eq!(explained.is_ok(), strict, "explaining changes nothing");
        if let Err(rejected) = explained {
            assert!(rejected.to_string().contains("wants a"), "{rejected}");
            assert!(rejected.to_string().contains("would fit in lenient mode"), "{rejected}");
        }
    }
    for (bytes, container) in [
        (vec![0x30; 64], Some(Container::Raw)),
        (vec![0x30; 128], Some(Container::Raw)),
        (vec![0x30; 65], Some(Container::Cms)),
        (vec![0x31; 65], None),
        (vec![], None),
    ] {
        assert_eq!(Container::recognize(&bytes), container);
    }
}

/// The log of a failure: what was tried and why it failed, without secrets.
#[test]
fn a_failure_is_explained() {
    let request = token(Endpoint::TeV3, &with(TE_V3_CODE, "client_secret", A1));
    let signed = Signed::token(&request);
    let v1 = signed.join(Reading::V1).unwrap();
    let brief = check(&signed, Mode::Strict, Explain::Briefly, &only(&v1)).unwrap_err();
    assert_eq!(brief.0.attempts.len(), 1);
    let full = check(&signed, Mode::Strict, Explain::Fully, &only(&v1)).unwrap_err();
    let text = full.to_string();
    assert!(text.starts_with("/aas/oauth2/v3/te (strict): raw signature of 64 bytes"), "{text}");
    assert!(
        text.contains("v3 with code: the raw signature is not over this string [client_id=\"DEMO01\" + "),
        "{text}"
    );
    assert!(text.contains("v1: would fit in lenient mode (GOST by DEMO01) [scope=\"openid\" + timestamp="), "{text}");
    assert!(text.contains("code=(7 letters)") && !text.contains("eyJ.a.b"), "{text}");
    assert!(text.contains("state=(36 letters)") && !text.contains(STATE), "{text}");
    assert!(!text.contains(A1));
    assert_eq!(Refusal::from(full).code(), Code::CLIENT_SECRET);
}

/// Nothing that a site adds to its own address is in the log: it may be about the person.
#[test]
fn the_query_of_an_address_is_not_told() {
    let query = AC_V2.replace("redirect_uri=https", "redirect_uri=https%3A%2F%2Frp.example%2Fcb%3Fdata%3Danna&x=https");
    let request = authorization(Endpoint::AcV2, &query);
    let rejected =
        check(&Signed::authorization(&request), Mode::Strict, Explain::Briefly, &only("another")).unwrap_err();
    let text = rejected.to_string();
    assert!(text.contains(r#"redirect_uri="https://rp.example/cb" and 9 letters of query"#), "{text}");
}

#[test]
fn what_is_no_signature_is_not_verified() {
    let calls = Cell::new(0);
    let never = |_: Container, _: &[u8], _: &[u8]| {
        calls.set(calls.get() + 1);
        Ok::<_, String>(SignatureReport::default())
    };
    for (secret, said) in
        [("*", "client_secret is not base64"), ("AAAA", "3 bytes that are neither CMS nor a raw signature")]
    {
        let request = authorization(Endpoint::AcV2, &with(AC_V2, "client_secret", secret));
        let rejected = check(&Signed::authorization(&request), Mode::Lenient, Explain::Fully, &never).unwrap_err();
        assert!(rejected.to_string().contains(said), "{rejected}");
    }
    assert_eq!(calls.get(), 0);
}

/// Equal strings are verified once.
#[test]
fn the_same_string_is_tried_once() {
    let request = token(Endpoint::TeV3, &with(TE_V3_CODE, "client_secret", A1));
    let calls = Cell::new(0);
    let refuse = |_: Container, _: &[u8], _: &[u8]| {
        calls.set(calls.get() + 1);
        Err("no".to_owned())
    };
    let rejected = check(&Signed::token(&request), Mode::Lenient, Explain::Briefly, &refuse).unwrap_err();
    assert_eq!(calls.get(), 3, "v3, v1, v2");
    let outcome =
        |reading| rejected.0.attempts.iter().find(|attempt| attempt.reading == reading).unwrap().outcome.clone();
    assert_eq!(outcome(Reading::V2WithoutScopeOrg), Outcome::SameAs(Reading::V2));
    assert_eq!(outcome(Reading::V3CodeWithoutScopeOrg), Outcome::SameAs(Reading::V3Code));
    assert_eq!(outcome(Reading::V3Refresh), Outcome::Lacks("refresh_token"));
}

/// Section 1.2: the commonest mistake is named.
#[test]
fn a_plus_that_was_not_escaped_is_named() {
    let query = AC_V2.replace("%2B0300", "+0300");
    let parameters = Parameters::read(&query, b"").unwrap();
    let target = crate::esia::request::Target::read(&parameters).unwrap();
    let request = AuthorizationRequest::read(Endpoint::AcV2, target, &parameters, &Rules::lenient(), now()).unwrap();
    let none = |_: Container, _: &[u8], _: &[u8]| Err("differs".to_owned());
    let rejected = check(&Signed::authorization(&request), Mode::Lenient, Explain::Briefly, &none).unwrap_err();
    assert!(rejected.to_string().contains("%2B"), "{rejected}");
}
