//! Sections 1.8 and 2.9: every code, every shape.

use serde_json::{Value, json};

use super::*;

fn rows() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().flat_map(|part| part.iter())
}

#[test]
fn codes_stand_once_in_order_and_read_as_six_digits() {
    for part in TABLE {
        assert!(part.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
    let mut numbers: Vec<u32> = rows().map(|row| row.code.number()).collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
    for row in rows() {
        let text = row.code.to_string();
        assert_eq!(text.len(), "ESIA-000000".len(), "{text}");
        assert!(text["ESIA-".len()..].bytes().all(|digit| digit.is_ascii_digit()), "{text}");
        assert!(!row.text.is_empty() && !row.meaning.is_empty(), "{text}");
    }
}

/// Section 2.9: all codes of the three tables.
#[test]
fn every_code_of_the_sheet_is_known() {
    let single = [
        7_002, 7_003, 7_004, 7_005, 7_006, 7_007, 7_008, 7_009, 7_011, 7_012, 7_013, 7_014, 7_015, 7_019, 7_023, 7_038,
        7_039, 7_040, 7_046, 7_053, 7_055, 7_060, 7_061, 7_062, 7_110, 7_194, 8_010, 36_716, 36_726, 36_727, 1, 3,
        5_011, 5_013, 5_029, 5_052, 20_000, 20_016, 30_002, 30_003, 30_007, 30_504, 32_006, 32_010, 32_110, 32_205,
        33_109, 33_110, 33_201, 33_202, 33_445, 33_448, 39_601, 39_602, 39_603, 39_803, 39_805, 39_810, 39_812, 39_815,
        910_000, 910_002, 910_100, 910_101, 910_111, 910_118, 910_307,
    ];
    let ranges = [
        36_700..=36_707,
        32_101..=32_105,
        32_200..=32_203,
        33_000..=33_011,
        33_100..=33_106,
        33_300..=33_303,
        34_000..=34_006,
        35_100..=35_120,
        36_100..=36_102,
    ];
    let mut expected: Vec<u32> = single.into_iter().chain(ranges.into_iter().flatten()).collect();
    expected.sort_unstable();
    let mut known: Vec<u32> = rows().map(|row| row.code.number()).collect();
    known.sort_unstable();
    assert_eq!(known, expected);
}

/// Section 1.8: the pairs of `error` and text that clients have seen.
#[test]
fn known_pairs_are_word_for_word() {
    let cases = [
        (
            Refusal::new(Code::CLIENT, ""),
            "unauthorized_client",
            "ESIA-007005: The client is not authorized to request an access token using this method.",
        ),
        (
            Refusal::missing("client_id"),
            "invalid_request",
            "ESIA-007014: The request doesn't contain the mandatory parameter [client_id].",
        ),
        (Refusal::new(Code::CLIENT_SECRET, ""), "access_denied", "ESIA-007053: OAuthErrorEnum.clientSecretWrong"),
        (Refusal::new(Code::NO_GRANTS, ""), "invalid_scope", "ESIA-007019: OAuthErrorEnum.noGrants"),
    ];
    for (refusal, error, description) in cases {
        assert_eq!(refusal.error(), error);
        assert_eq!(refusal.description(), description);
        assert!(refusal.code().row().unwrap().text_is_known);
    }
}

/// Section 2.9: the token endpoint answers 400 with three members, the state among them.
#[test]
fn every_oauth_code_has_its_token_answer() {
    for row in rows().filter(|row| matches!(row.area, Area::OAuth | Area::Consent)) {
        let refusal = Refusal::new(row.code, "for the log only");
        let answer = refusal.token_answer(Some("7f3b6c1e"));
        assert_eq!(answer.content_type, "application/json;charset=UTF-8");
        let status = match row.code {
            Code::SERVER => 500,
            Code::UNAVAILABLE => 503,
            _ => 400,
        };
        assert_eq!(answer.status, status, "{}", row.code);
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(
            body,
            json!({"error": row.error, "error_description": format!("{}: {}", row.code, row.text), "state": "7f3b6c1e"})
        );
        assert!(!row.error.is_empty());
        assert!(!answer.body.contains("log only"));
        let without: Value = serde_json::from_str(&refusal.token_answer(None).body).unwrap();
        assert!(without.get("state").is_none());
    }
}

/// Sections 2.9, 4.1: an object, and a list in the internal service; 401, 403, 404.
#[test]
fn every_rest_code_has_both_its_answers() {
    for row in rows().filter(|row| matches!(row.area, Area::Rest | Area::Data)) {
        let refusal = Refusal::new(row.code, "for the log only");
        let object: Value = serde_json::from_str(&refusal.rest_answer().body).unwrap();
        assert_eq!(object, json!({"code": row.code.to_string(), "message": row.text}));
        let list: Value = serde_json::from_str(&refusal.internal_answer().body).unwrap();
        assert_eq!(list, json!([object]));
        assert_eq!(refusal.rest_answer().status, row.status);
    }
    let missing = Refusal::not_found("no such document");
    assert_eq!((missing.status(), missing.code()), (404, Code::REST_PARAMETERS));
    for (code, status, message) in [
        (Code::TOKEN, 401, "SecurityErrorEnum.invalidToken"),
        (Code::TOKEN_EXPIRED, 401, "SecurityErrorEnum.tokenExpired"),
        (Code::SCOPE_NOT_ALLOWED, 403, "SecurityErrorEnum.scopeNotAllowed"),
        (Code::REST_PARAMETERS, 400, "The parameters are wrong."),
    ] {
        let refusal = Refusal::new(code, "");
        assert_eq!((refusal.status(), &*refusal.text()), (status, message));
    }
}

/// Section 1.8: `error`, `error_description`, and always `state`.
#[test]
fn the_callback_carries_the_state() {
    let pairs = Refusal::new(Code::CLIENT_SECRET, "").callback(Some("s"));
    assert_eq!(
        pairs,
        [
            ("error", "access_denied".to_owned()),
            ("error_description", "ESIA-007053: OAuthErrorEnum.clientSecretWrong".to_owned()),
            ("state", "s".to_owned()),
        ]
    );
    assert_eq!(Refusal::new(Code::CLIENT_SECRET, "").callback(None).len(), 2);
}

#[test]
fn the_reason_is_for_the_log() {
    let refusal = Refusal::invalid("state", "is no UUID");
    assert_eq!(refusal.to_string(), "ESIA-007003: state: is no UUID");
    assert_eq!(refusal.parameter(), Some("state"));
    assert_eq!(refusal.description(), "ESIA-007003: A parameter is missing, invalid or repeated.");
}
