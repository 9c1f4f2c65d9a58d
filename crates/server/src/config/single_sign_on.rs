//! What can be seen to be wrong with the settings of the single sign-on.

use okno_app::{
    relying_party::unreadable_issuers,
    settings::{SingleSignOnSettings, SiteRegistration},
};

use super::TlsConfig;

/// Each fault as a sentence.
pub(super) fn faults(sso: &SingleSignOnSettings, tls: Option<&TlsConfig>) -> Vec<String> {
    let by_statement = matches!(sso.registration, SiteRegistration::Statement | SiteRegistration::TokenOrStatement);
    let checks = [
        (
            sso.certificate_names && tls.is_some_and(TlsConfig::takes_any_certificate),
            "certificate_names: needs server.tls.client_authorities",
        ),
        (!(10..=600).contains(&sso.code_seconds), "code_seconds: must be from 10 to 600"),
        (!(5..600).contains(&sso.pushed_seconds), "pushed_seconds: must be from 5 to 599"),
        (sso.interaction_minutes == 0, "interaction_minutes: must not be 0"),
        (!(60..=3600).contains(&sso.device_seconds), "device_seconds: must be from 60 to 3600"),
        (!(1..=60).contains(&sso.device_interval_seconds), "device_interval_seconds: must be from 1 to 60"),
        (by_statement && sso.statement_issuers.is_empty(), "registration: statements need statement_issuers"),
        (
            !unreadable_issuers(&sso.statement_issuers).is_empty(),
            "statement_issuers: each needs an issuer and a jwks with public keys",
        ),
        (sso.access_seconds == 0, "access_seconds: must not be 0"),
        (sso.id_token_seconds == 0, "id_token_seconds: must not be 0"),
        (!(1..=720).contains(&sso.logout_hours), "logout_hours: must be from 1 to 720"),
        (!(1..=1440).contains(&sso.site_keys_minutes), "site_keys_minutes: must be from 1 to 1440"),
        (!(1..=3650).contains(&sso.test_person_days), "test_person_days: must be from 1 to 3650"),
        (sso.key_notice_days == 0, "key_notice_days: must not be 0"),
        (sso.key_days <= sso.key_notice_days, "key_days: must be above key_notice_days"),
    ];
    let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
    wrong.map(|(_, text)| format!("single_sign_on.{text}")).collect()
}
