//! The table of codes, in the parts in which they are known.

use super::{Area, Code, Row};

const fn oauth(number: u32, error: &'static str, status: u16, text: &'static str, meaning: &'static str) -> Row {
    Row { code: Code(number), area: Area::OAuth, error, status, text, text_is_known: false, meaning }
}

/// A row whose text is the operator's own.
const fn shown(row: Row) -> Row {
    Row { text_is_known: true, ..row }
}

const fn consent(number: u32, error: &'static str, text: &'static str) -> Row {
    Row { code: Code(number), area: Area::Consent, error, status: 400, text, text_is_known: false, meaning: text }
}

const fn rest(number: u32, status: u16, text: &'static str, meaning: &'static str) -> Row {
    Row { code: Code(number), area: Area::Rest, error: "", status, text, text_is_known: false, meaning }
}

const fn data(number: u32, text: &'static str) -> Row {
    Row { code: Code(number), area: Area::Data, error: "", status: 400, text, text_is_known: false, meaning: text }
}

/// Every code, in four parts: OAuth, consents, the data service, faults of data.
///
/// Which `error` goes with a code is known for 007005, 007014, 007019 and 007053; the others follow RFC 6749 4.1.2.1, 5.2.
pub const TABLE: [&[Row]; 4] = [OAUTH, CONSENT, REST, DATA];

const OAUTH: &[Row] = &[
    oauth(
        7_002,
        "invalid_request",
        400,
        "The certificate does not belong to the client.",
        "certificate and mnemonic do not belong together, or no certificate is registered",
    ),
    oauth(
        7_003,
        "invalid_request",
        400,
        "A parameter is missing, invalid or repeated.",
        "a parameter is missing, invalid or repeated",
    ),
    oauth(7_004, "access_denied", 400, "Access was denied.", "the person or the service refused"),
    shown(oauth(
        7_005,
        "unauthorized_client",
        400,
        "The client is not authorized to request an access token using this method.",
        "mnemonic unknown, certificate not found, or a method the client may not use",
    )),
    oauth(7_006, "invalid_scope", 400, "A scope is invalid, unknown or malformed.", "a scope is wrong"),
    oauth(7_007, "server_error", 500, "Internal error.", "unexpected error of the server"),
    oauth(
        7_008,
        "temporarily_unavailable",
        503,
        "The server cannot answer at present.",
        "overloaded or under maintenance",
    ),
    oauth(7_009, "unsupported_response_type", 400, "The response type is not supported.", "response_type is wrong"),
    oauth(
        7_011,
        "invalid_grant",
        400,
        "The code or the refresh token is not valid.",
        "code or refresh token invalid, expired, revoked, for another redirect address or of another client",
    ),
    oauth(7_012, "unsupported_grant_type", 400, "The grant type is not supported.", "grant_type is wrong"),
    oauth(7_013, "invalid_scope", 400, "The request names no scope.", "no scope given"),
    shown(oauth(
        7_014,
        "invalid_request",
        400,
        "The request doesn't contain the mandatory parameter [].",
        "a mandatory parameter is missing",
    )),
    oauth(
        7_015,
        "invalid_request",
        400,
        "The time of the request is not acceptable.",
        "timestamp malformed, too old or too far ahead",
    ),
    shown(oauth(
        7_019,
        "invalid_scope",
        400,
        "OAuthErrorEnum.noGrants",
        "the system has no right to the scopes it asks for",
    )),
    oauth(7_023, "invalid_request", 400, "The redirect address is not registered.", "redirect_uri is not registered"),
    oauth(7_038, "invalid_request", 400, "The parameters cannot be read.", "parameters could not be read"),
    oauth(
        7_039,
        "invalid_grant",
        400,
        "The authorization request had no code_challenge.",
        "PKCE: a verifier without a challenge",
    ),
    oauth(7_040, "invalid_grant", 400, "The code_verifier does not fit.", "PKCE: comparison failed"),
    oauth(
        7_046,
        "access_denied",
        400,
        "A second factor is needed.",
        "a scope demands a second factor that the person cannot give",
    ),
    shown(oauth(
        7_053,
        "access_denied",
        400,
        "OAuthErrorEnum.clientSecretWrong",
        "no reading of the request fits the signature in client_secret",
    )),
    oauth(
        7_055,
        "access_denied",
        400,
        "The account is not confirmed.",
        "login with an unconfirmed account where only confirmed ones may",
    ),
    oauth(7_060, "invalid_request", 400, "The parameter roles is wrong.", "roles is wrong"),
    oauth(7_061, "invalid_request", 400, "The parameter obj_type is wrong.", "obj_type is wrong"),
    oauth(7_062, "access_denied", 400, "The type or role of the user is wrong.", "type or role of the person is wrong"),
    oauth(7_110, "access_denied", 400, "Login by QR code failed.", "seen during login by QR code"),
    oauth(
        7_194,
        "invalid_scope",
        400,
        "The user is not an employee of the organization.",
        "organization scope for an organization the person does not work for",
    ),
    oauth(8_010, "invalid_client", 400, "The client could not be authenticated.", "client authentication failed"),
];

const CONSENT: &[Row] = &[
    consent(36_700, "invalid_request", "The consent names no type."),
    consent(36_701, "invalid_request", "The type of consent does not exist."),
    consent(36_702, "invalid_scope", "A scope that the type of consent demands is missing."),
    consent(36_703, "invalid_scope", "A scope does not belong to the type of consent."),
    consent(36_704, "invalid_scope", "A scope is forbidden to the client."),
    consent(36_705, "invalid_request", "The consent names no action."),
    consent(36_706, "invalid_request", "The consent names an unknown action."),
    consent(36_707, "invalid_request", "The consent names no purpose."),
    consent(36_716, "invalid_request", "The term of the consent is not acceptable."),
    consent(36_726, "invalid_request", "The consent names an unknown purpose."),
    consent(36_727, "invalid_request", "The consent must name exactly one purpose."),
];

const REST: &[Row] = &[
    rest(1, 500, "Internal error.", "internal error of the data service"),
    rest(3, 503, "Temporarily unavailable.", "the data service cannot answer at present"),
    shown(rest(5_011, 401, "SecurityErrorEnum.invalidToken", "the access token is invalid")),
    rest(5_013, 401, "SecurityErrorEnum.tokenExpired", "the access token has expired"),
    shown(rest(5_029, 403, "SecurityErrorEnum.scopeNotAllowed", "the scopes of the token do not open this")),
    rest(5_052, 400, "The time of sending differs from the time of signing.", "times of sending and signing differ"),
    rest(20_000, 400, "The body is malformed.", "body malformed"),
    rest(20_016, 400, "A field is forbidden.", "forbidden fields in the parameters"),
    rest(30_002, 400, "A field is empty.", "empty field"),
    // Things that are not there use it as well, with 404: their status is known, their code is not.
    rest(30_003, 400, "The parameters are wrong.", "bad parameters, or there is no such thing"),
    rest(30_007, 400, "A field holds forbidden characters.", "characters < > &"),
    rest(30_504, 400, "The certificate is malformed.", "certificate structure bad"),
];

const DATA: &[Row] = &[
    data(32_006, "contact: type wrong"),
    data(32_010, "contact: type already set"),
    data(32_101, "e-mail: empty"),
    data(32_102, "e-mail: dots"),
    data(32_103, "e-mail: local part"),
    data(32_104, "e-mail: domain"),
    data(32_105, "e-mail: repeated marks"),
    data(32_110, "e-mail: EML empty"),
    data(32_200, "mobile: absent"),
    data(32_201, "mobile: bad characters"),
    data(32_202, "mobile: bad format"),
    data(32_203, "mobile: incorrect"),
    data(32_205, "mobile: used for another account"),
    data(33_000, "document: wrong"),
    data(33_001, "document: wrong"),
    data(33_002, "document: wrong"),
    data(33_003, "document: wrong"),
    data(33_004, "document: wrong"),
    data(33_005, "document: wrong"),
    data(33_006, "document: wrong"),
    data(33_007, "document: wrong"),
    data(33_008, "document: wrong"),
    data(33_009, "document: wrong"),
    data(33_010, "document: wrong"),
    data(33_011, "document: wrong"),
    data(33_100, "passport: wrong"),
    data(33_101, "passport: wrong"),
    data(33_102, "passport: wrong"),
    data(33_103, "passport: wrong"),
    data(33_104, "passport: wrong"),
    data(33_105, "passport: wrong"),
    data(33_106, "passport: wrong"),
    data(33_109, "passport: wrong"),
    data(33_110, "passport: wrong"),
    data(33_201, "foreign document: wrong"),
    data(33_202, "foreign document: wrong"),
    data(33_300, "other document: wrong"),
    data(33_301, "other document: wrong"),
    data(33_302, "other document: wrong"),
    data(33_303, "other document: wrong"),
    data(33_445, "travel passport: wrong"),
    data(33_448, "travel passport: wrong"),
    data(34_000, "address: index absent"),
    data(34_001, "address: wrong"),
    data(34_002, "address: wrong"),
    data(34_003, "address: wrong"),
    data(34_004, "address: wrong"),
    data(34_005, "address: wrong"),
    data(34_006, "address: wrong"),
    data(35_100, "person: wrong"),
    data(35_101, "person: wrong"),
    data(35_102, "person: wrong"),
    data(35_103, "person: wrong"),
    data(35_104, "person: wrong"),
    data(35_105, "person: wrong"),
    data(35_106, "person: wrong"),
    data(35_107, "person: wrong"),
    data(35_108, "person: wrong"),
    data(35_109, "person: wrong"),
    data(35_110, "person: wrong"),
    data(35_111, "person: wrong"),
    data(35_112, "person: wrong"),
    data(35_113, "person: wrong"),
    data(35_114, "person: wrong"),
    data(35_115, "person: wrong"),
    data(35_116, "person: wrong"),
    data(35_117, "person: wrong"),
    data(35_118, "person: wrong"),
    data(35_119, "person: wrong"),
    data(35_120, "person: wrong"),
    data(36_100, "SNILS: absent"),
    data(36_101, "SNILS: bad format"),
    data(36_102, "SNILS: bad check sum"),
    data(39_601, "registration: conflict"),
    data(39_602, "registration: conflict"),
    data(39_603, "registration: conflict"),
    data(39_803, "registration: conflict"),
    data(39_805, "registration: conflict"),
    data(39_810, "registration: conflict"),
    data(39_812, "registration: conflict"),
    data(39_815, "registration: conflict"),
    data(910_000, "check in the background: failed"),
    data(910_002, "check in the background: failed"),
    data(910_100, "check in the background: failed"),
    data(910_101, "check in the background: failed"),
    data(910_111, "check in the background: failed"),
    data(910_118, "check in the background: failed"),
    data(910_307, "check in the background: consent by SMS came too late"),
];
