//! Everything that reads bytes from outside, each as a function from any bytes to nothing that panics when a promise of the
//! reader is broken: that it never panics itself, that what it accepted reads as the same again, that a signature counts.
//!
//! `tests/replay.rs` runs the seeds of `fuzz/corpus` through them in every test run, `tests/mutations.rs` their mutations;
//! cargo-fuzz searches further (docs/fuzzing.md). Nothing here is shipped.

mod authorization;
mod carrier;
mod centers;
mod data;
mod esia;
mod identifiers;
mod jose;
mod mail;
mod pki;
mod registry;
mod sms;
mod tokens;
mod web;

/// A reader under test: takes any bytes and panics only if something is wrong.
pub type Target = fn(&[u8]);

/// Every target with its name, which is also the name of its folder of seeds.
pub const TARGETS: &[(&str, Target)] = &[
    ("accept_language", web::accept_language),
    ("authorization_request", authorization::authorization_request),
    ("carrier_news", carrier::news),
    ("catalog", data::catalog),
    ("center_file", centers::center_file),
    ("certificate_subject", authorization::certificate_subject),
    ("claims_parameter", authorization::claims_parameter),
    ("client_certificate", web::client_certificate),
    ("client_metadata", authorization::client_metadata),
    ("cookies", web::cookies),
    ("credential_codes", identifiers::credential_codes),
    ("documents", identifiers::documents),
    ("dpop_proof", jose::dpop_proof),
    ("esia_grammar", esia::grammar),
    ("esia_request", esia::request),
    ("finder_place", centers::finder_place),
    ("form", web::form),
    ("form_token", web::form_token),
    ("forwarded", web::forwarded),
    ("identifiers", identifiers::identifiers),
    ("jws", jose::jws),
    ("key_file", data::key_file),
    ("key_set", jose::key_set),
    ("mrz", identifiers::mrz),
    ("mrz_content", identifiers::mrz_content),
    ("next_path", web::next_path),
    ("opening_hours", centers::opening_hours),
    ("person_form", web::person_form),
    ("pki_base64", pki::base64),
    ("pki_certificate", pki::certificate),
    ("pki_gost_signature", pki::gost_signature),
    ("pki_message", pki::message),
    ("pki_public_key", pki::public_key),
    ("postal_indexes", carrier::indexes),
    ("redirect_uri", authorization::redirect_uri),
    ("registry_answer", registry::answer),
    ("registry_answer_content", registry::answer_content),
    ("registry_request", registry::request),
    ("registry_request_content", registry::request_content),
    ("request_object", jose::request_object),
    ("smpp_center", sms::center),
    ("smpp_frames", sms::frames),
    ("sms_order", sms::order),
    ("sms_text", sms::text),
    ("smtp_letter", mail::letter),
    ("smtp_line", mail::line),
    ("tokens", tokens::tokens),
    ("work_calendar", centers::work_calendar),
];

/// Runs the target with this name; cargo-fuzz's programs call it.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    assert!(target.is_some(), "no target is named {name}");
    if let Some((_, target)) = target {
        target(bytes);
    }
}

/// The bytes as text; most readers are only ever given text, and what is not UTF-8 has been refused before.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
