//! The addresses that pages link to. `web` serves them under the same names.

use std::fmt::Write as _;

/// The main page (R1).
pub const HOME: &str = "/";
/// Name and mark for a phone's screen.
pub const MANIFEST: &str = "/site.webmanifest";
/// Login (R184).
pub const LOGIN: &str = "/login";
/// Logout, by POST only (R189).
pub const LOGOUT: &str = "/logout";
/// The second factor at a login.
pub const LOGIN_STEP: &str = "/login/second-step";
/// The second factor by a passkey.
pub const LOGIN_STEP_PASSKEY: &str = "/login/second-step/passkey";
/// Begins it; by POST only.
pub const LOGIN_STEP_PASSKEY_BEGIN: &str = "/login/second-step/passkey/begin";
/// Login by a passkey alone.
pub const LOGIN_PASSKEY: &str = "/login/passkey";
/// Begins it; by POST only.
pub const LOGIN_PASSKEY_BEGIN: &str = "/login/passkey/begin";
/// Where the link "it was not me" in a notice of a login leads.
pub const NOT_ME: &str = "/not-me";
/// The account is locked.
pub const LOCKED: &str = "/locked";
/// Registration (R13).
pub const REGISTER: &str = "/registration";
/// The code of a registration (R20), and the page after the letter was sent (R21).
pub const REGISTER_CODE: &str = "/registration/code";
/// Sends another code or letter.
pub const REGISTER_RESEND: &str = "/registration/resend";
/// Where the link in a registration letter leads (R21).
pub const REGISTER_LINK: &str = "/registration/link";
/// The password of a new account (R24).
pub const REGISTER_PASSWORD: &str = "/registration/password";
/// Makes up passwords to pick from (R51).
pub const REGISTER_GENERATE: &str = "/registration/password/generate";
/// Gives a registration up; by POST only.
pub const REGISTER_CANCEL: &str = "/registration/cancel";
/// The account is there (R25).
pub const REGISTER_DONE: &str = "/registration/done";
/// Recovery of the password (R188).
pub const RECOVERY: &str = "/recovery";
/// The security question (R193).
pub const RECOVERY_QUESTION: &str = "/recovery/question";
/// The code of a recovery (R194), and the page after the letter was sent (R195).
pub const RECOVERY_CODE: &str = "/recovery/code";
/// Sends another code or letter.
pub const RECOVERY_RESEND: &str = "/recovery/resend";
/// Where the link in a recovery letter leads (R195).
pub const RECOVERY_LINK: &str = "/recovery/link";
/// The new password.
pub const RECOVERY_PASSWORD: &str = "/recovery/password";
/// Makes up passwords to pick from (R51).
pub const RECOVERY_GENERATE: &str = "/recovery/password/generate";
/// Gives a recovery up; by POST only.
pub const RECOVERY_CANCEL: &str = "/recovery/cancel";
/// The new password is in force.
pub const RECOVERY_DONE: &str = "/recovery/done";
/// The first page of the personal account (R5).
pub const ACCOUNT: &str = "/account";
/// All personal data (R6).
pub const ACCOUNT_DATA: &str = "/account/data";
/// In which zone times are shown.
pub const ACCOUNT_TIME_ZONE: &str = "/account/time-zone";
/// Further documents (R87).
pub const ACCOUNT_DOCUMENTS: &str = "/account/documents";
/// Security: password, question, sessions.
pub const ACCOUNT_SECURITY: &str = "/account/security";
/// A new password.
pub const ACCOUNT_PASSWORD: &str = "/account/security/password";
/// Makes up passwords to pick from (R51).
pub const ACCOUNT_GENERATE: &str = "/account/security/password/generate";
/// The security question (R198).
pub const ACCOUNT_QUESTION: &str = "/account/security/question";
/// Doing without a security question.
pub const ACCOUNT_QUESTION_REMOVE: &str = "/account/security/question/remove";
/// Second factors.
pub const ACCOUNT_FACTORS: &str = "/account/security/second-factor";
/// Setting an authenticator application up.
pub const ACCOUNT_TOTP: &str = "/account/security/second-factor/app";
/// Offers a key to one; by POST only.
pub const ACCOUNT_TOTP_BEGIN: &str = "/account/security/second-factor/app/begin";
/// Doing without it.
pub const ACCOUNT_TOTP_REMOVE: &str = "/account/security/second-factor/app/remove";
/// Registering a passkey; below it one page for each, by its id.
pub const ACCOUNT_PASSKEY: &str = "/account/security/second-factor/passkey";
/// Begins it; by POST only.
pub const ACCOUNT_PASSKEY_BEGIN: &str = "/account/security/second-factor/passkey/begin";
/// Recovery codes.
pub const ACCOUNT_RECOVERY_CODES: &str = "/account/security/second-factor/recovery-codes";
/// Locking the account.
pub const ACCOUNT_LOCK: &str = "/account/security/lock";
/// A fresh proof before a sensitive act.
pub const ACCOUNT_PROOF: &str = "/account/security/proof";
/// The proof by a passkey.
pub const ACCOUNT_PROOF_PASSKEY: &str = "/account/security/proof/passkey";
/// Begins it; by POST only.
pub const ACCOUNT_PROOF_PASSKEY_BEGIN: &str = "/account/security/proof/passkey/begin";
/// Phone and e-mail (R94).
pub const ACCOUNT_CONTACTS: &str = "/account/contacts";
/// Where the link in a letter to a new address leads (R38).
pub const ACCOUNT_CONTACTS_LINK: &str = "/account/contacts/link";
/// Where the person is signed in.
pub const ACCOUNT_SESSIONS: &str = "/account/sessions";
/// Ends all sessions but this one; by POST only.
pub const ACCOUNT_SESSIONS_END: &str = "/account/sessions/end-others";
/// What happened to the account (R74).
pub const ACCOUNT_HISTORY: &str = "/account/history";
/// Every change of the level (R74).
pub const ACCOUNT_HISTORY_LEVELS: &str = "/account/history?part=levels";
/// The feed of notices (R104).
pub const ACCOUNT_NOTICES: &str = "/account/notices";
/// Marks the feed as read; by POST only.
pub const ACCOUNT_NOTICES_READ: &str = "/account/notices/read";
/// The ways to confirm one's identity (R110).
pub const CONFIRMATION: &str = "/confirmation";
/// Takes a confirmation code, from each place where one can be typed (R114); by POST, and shows the box by GET.
pub const CONFIRMATION_CODE: &str = "/confirmation/code";
/// The way in person (R121).
pub const CONFIRMATION_IN_PERSON: &str = "/confirmation/in-person";
/// The way by registered letter (R136).
pub const CONFIRMATION_LETTER: &str = "/confirmation/registered-letter";
/// The form that orders a letter (R137).
pub const LETTER_ORDER: &str = "/confirmation/registered-letter/order";
/// The index finder (R138).
pub const LETTER_INDEX: &str = "/confirmation/registered-letter/index";
/// Leads to the carrier's page of the item (R145).
pub const LETTER_TRACK: &str = "/confirmation/registered-letter/track";
/// The way through an online bank (R165).
pub const CONFIRMATION_BANK: &str = "/confirmation/online-bank";
/// The identity is confirmed (R116, R120).
pub const CONFIRMATION_DONE: &str = "/confirmation/done";
/// The visit that is booked (R132).
pub const APPOINTMENT: &str = "/appointment";
/// The choice of a time, one below it for each center.
pub const APPOINTMENT_CENTER: &str = "/appointment/center";
/// Looking a time over before it is booked; below a center's address.
pub const APPOINTMENT_REVIEW: &str = "/review";
/// Cancels the visit.
pub const APPOINTMENT_CANCEL: &str = "/appointment/cancel";
/// The visit as a calendar file.
pub const APPOINTMENT_FILE: &str = "/appointment/visit.ics";
/// Descriptions of services, one below it for each (R3).
pub const SERVICES: &str = "/services";
/// Filling in personal data (R27, R75).
pub const PROFILE_EDIT: &str = "/profile/edit";
/// Looking personal data over before they are sent (R88).
pub const PROFILE_REVIEW: &str = "/profile/review";
/// How the verification stands (R92).
pub const PROFILE_VERIFICATION: &str = "/profile/verification";
/// How the paths end at which an open page waits for news; asking there does not keep a session from ending.
pub const NEWS: &str = "/news";
/// Where its page asks for news (R101).
pub const PROFILE_VERIFICATION_NEWS: &str = "/profile/verification/news";
/// Goes back to the verified data, by POST only (R95).
pub const PROFILE_KEEP: &str = "/profile/keep";
/// Ends the session and leads to the login (R101).
pub const PROFILE_LOGIN_AGAIN: &str = "/profile/login-again";
/// The ways out when the SNILS belongs to another account (R107).
pub const PROFILE_SNILS_TAKEN: &str = "/profile/snils-taken";
/// The complete catalogue, a stable address (R4).
pub const CATEGORY: &str = "/category/";
/// Help, readable by everyone (R9).
pub const HELP: &str = "/help";
/// The form of the support (R224).
pub const SUPPORT: &str = "/support";
/// A visitor's request, by the token in its link (R224).
pub const SUPPORT_REQUEST: &str = "/support/request";
/// The files of a visitor's request, one below it for each.
pub const SUPPORT_FILES: &str = "/support/request/files";
/// The person's own requests to the support, one below it for each (R224).
pub const ACCOUNT_SUPPORT: &str = "/account/support";
/// The requests that wait for operators, one below it for each (R225).
pub const OPERATOR_SUPPORT: &str = "/operator/support";
/// The finder of service centers.
pub const SERVICE_CENTERS: &str = "/service-centers";
/// What the finder's pages ask it for: points of the map, and names of towns; below the finder's address.
pub const FINDER_POINTS: &str = "/points";
/// Names of towns; below the finder's address.
pub const FINDER_TOWNS: &str = "/towns";
/// The finder of certification centers (R183).
pub const CERTIFICATION_CENTERS: &str = "/certification-centers";
/// The finder's address in the documents it comes from (R174).
pub const SERVICE_CENTERS_OLD: &str = "/public/ra/";
/// The accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";
/// How personal data are handled.
pub const PRIVACY: &str = "/privacy";
/// The operators' workplace (R124 to R135).
pub const OPERATOR: &str = "/operator";
/// Where operators sign in.
pub const OPERATOR_LOGIN: &str = "/operator/login";
/// The code of the application.
pub const OPERATOR_CODE: &str = "/operator/login/code";
/// Setting an application up, at the first sign-in.
pub const OPERATOR_SETUP: &str = "/operator/login/setup";
/// The choice of the center.
pub const OPERATOR_CENTER: &str = "/operator/login/center";
/// The end of the session, by POST only.
pub const OPERATOR_LOGOUT: &str = "/operator/logout";
/// Where the link to choose a password leads.
pub const OPERATOR_ENROLL: &str = "/operator/enroll";
/// Password and code once more, before what cannot be undone.
pub const OPERATOR_AGAIN: &str = "/operator/again";
/// What waits for a second operator.
pub const OPERATOR_APPROVALS: &str = "/operator/approvals";
/// The box in which a visitor is found, one below it for each task (R124).
pub const OPERATOR_SERVE: &str = "/operator/serve";
/// The same, to confirm an identity (R126).
pub const OPERATOR_CONFIRM: &str = "/operator/serve/confirm_identity";
/// The same, to give access again (R200).
pub const OPERATOR_RESTORE: &str = "/operator/serve/restore_access";
/// The same, to delete an account (R201).
pub const OPERATOR_DELETE: &str = "/operator/serve/delete_account";
/// The same, to correct data (R129).
pub const OPERATOR_CORRECT: &str = "/operator/serve/correct_data";
/// Visitors who booked a time (R132); a visitor at the window has a page below it.
pub const OPERATOR_VISITS: &str = "/operator/visits";
/// What an operator did, for themselves (R135).
pub const OPERATOR_RECORD: &str = "/operator/record";
/// Checks that wait for an operator's decision, one below it for each (R108, R211).
pub const OPERATOR_CASES: &str = "/operator/cases";
/// The directory of organizations, one below it for each (R122).
pub const OPERATOR_ORGANIZATIONS: &str = "/operator/organizations";
/// The directory of centers, one below it for each (R122, R181).
pub const OPERATOR_CENTERS: &str = "/operator/centers";
/// Files of centers.
pub const OPERATOR_CENTERS_IMPORT: &str = "/operator/centers/import";
/// Those who work at the workplace, one below it for each (R133, R135).
pub const OPERATOR_OPERATORS: &str = "/operator/operators";
/// What is changed at run time.
pub const OPERATOR_SETTINGS: &str = "/operator/settings";
/// What stands at the head of every page for a while.
pub const OPERATOR_ANNOUNCEMENTS: &str = "/operator/announcements";
/// Texts in place of built-in ones, one below it for each.
pub const OPERATOR_TEXTS: &str = "/operator/texts";
/// What needs a human, with numbers.
pub const OPERATOR_QUEUES: &str = "/operator/queues";
/// Centers whose records or accreditations need somebody.
pub const OPERATOR_QUEUES_CENTERS: &str = "/operator/queues/centers";
/// Messages that did not reach their readers.
pub const OPERATOR_QUEUES_MESSAGES: &str = "/operator/queues/messages";
/// Jobs that were given up.
pub const OPERATOR_JOBS: &str = "/operator/jobs";
/// Numbers of the installation, or of the own center.
pub const OPERATOR_STATISTICS: &str = "/operator/statistics";
/// The same as a file.
pub const OPERATOR_STATISTICS_EXPORT: &str = "/operator/statistics/export";
/// Choice of a language; see [`language`].
pub const LANGUAGE: &str = "/language";

/// The address that changes the language and comes back to `path`.
pub fn language(tag: &str, path: &str) -> String {
    format!("{LANGUAGE}/{tag}?return={}", encode(path))
}

/// The registration that leads to `path` afterwards (R3).
pub fn register_and_return(path: &str) -> String {
    format!("{REGISTER}?return={}", encode(path))
}

/// The end of a registration, which goes on to `path` (R3).
pub fn registered_and_return(path: &str) -> String {
    format!("{REGISTER_DONE}?return={}", encode(path))
}

/// The personal data, with `path` as the way on for one who fills them in later (R3).
pub fn profile_and_return(path: &str) -> String {
    format!("{PROFILE_EDIT}?return={}", encode(path))
}

/// The login page that leads back to `path` afterwards (R3).
pub fn login_and_return(path: &str) -> String {
    if path == HOME || path == LOGIN { LOGIN.to_owned() } else { format!("{LOGIN}?return={}", encode(path)) }
}

/// The sites at which the person has signed in.
pub const ACCOUNT_SITES: &str = "/account/sites";
/// Takes back what one of them was given; by POST only.
pub const ACCOUNT_SITES_WITHDRAW: &str = "/account/sites/withdraw";
/// Ends the session at a site's wish; by POST only.
pub const SITE_LEAVE: &str = "/oauth2/logout/confirm";
/// Where a person types the code of a device; short, since it is typed too.
pub const DEVICE: &str = "/device";
/// Below it are the pages between a site's request and its answer.
pub const INTERACTIONS: &str = "/oauth2/interaction/";
/// One of them.
pub const INTERACTION: &str = "/oauth2/interaction/{id}";
/// Another account is to be used there; by POST only.
pub const INTERACTION_OTHER: &str = "/oauth2/interaction/{id}/other";

/// The technology portal: the sites that the person looks after.
pub const DEVELOPER: &str = "/developer";
/// Entering a site.
pub const DEVELOPER_NEW: &str = "/developer/new";
/// Below it the pages of one site each, by its name in the protocol.
pub const DEVELOPER_SITES: &str = "/developer/sites";
/// Where the link of an invitation leads.
pub const DEVELOPER_JOIN: &str = "/developer/join";
/// People whom a developer made up to sign in as.
pub const DEVELOPER_PERSONS: &str = "/developer/persons";

/// What developers ask officers.
pub const OPERATOR_SITES: &str = "/operator/sites";

/// The page of a site that the person looks after.
pub fn developer_site(client_id: &str) -> String {
    format!("{DEVELOPER_SITES}/{}", encode(client_id))
}

/// The page of a site's request.
pub fn interaction(id: &str) -> String {
    format!("{INTERACTIONS}{id}")
}

/// A page that goes on to `path` afterwards.
pub fn then(page: &str, path: Option<&str>) -> String {
    path.map_or_else(|| page.to_owned(), |path| format!("{page}?return={}", encode(path)))
}

/// A page of the workplace that leads back to `path` afterwards.
pub fn and_return(page: &str, path: &str) -> String {
    if path == OPERATOR || path.is_empty() { page.to_owned() } else { format!("{page}?return={}", encode(path)) }
}

/// A text as it stands in a query.
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R3: after login the visitor is back at the same page, with its query.
    #[test]
    fn a_return_path_cannot_break_out_of_the_query() {
        assert_eq!(login_and_return("/a?b=1&c=//x"), "/login?return=/a%3Fb%3D1%26c%3D//x");
        assert_eq!(login_and_return("/"), "/login");
    }
}
