//! A look at a system that speaks ESIA: its domains, and the certificates by which it signs. It begins a sign-in by a request that it
//! signs, so none is tried here: nobody but it can.

use okno_domain::{
    site_check::{Finding, FindingCode, Part},
    time::DAY,
};
use okno_pki::certificate::{Certificate, Validity};
use url::Url;

use super::address::{self, Errand, FEW_DAYS, Look, origin};
use crate::{developer::esia::read_all, esia::Registration};

/// How many digits of a fingerprint tell a certificate from its neighbors.
const DIGITS: usize = 16;

/// Tries all that can be tried.
pub(super) async fn walk(look: &Look<'_>, registration: &Registration, findings: &mut Vec<Finding>) {
    findings.extend(rule(registration));
    findings.extend(certificates(look, registration));
    findings.push(Finding::new(Part::Start, FindingCode::StartSigned));
    let mut errands = address::errands(look.site);
    // Where people come back is below a domain; which page that is, its requests say.
    let fronts = registration.redirects.iter().filter_map(|domain| origin(domain));
    errands.extend(fronts.map(|url| Errand { part: Part::Return, url }));
    address::all(look, errands, findings).await;
}

/// The rule for domains, said once more.
fn rule(registration: &Registration) -> Option<Finding> {
    let is_own = |domain: &String| Url::parse(domain).is_ok_and(|url| address::is_own_machine(&url));
    let code = match registration.redirects.as_slice() {
        [] => return None,
        domains if domains.iter().any(is_own) => FindingCode::RuleTest,
        _ => FindingCode::RuleHttps,
    };
    Some(Finding::new(Part::Return, code))
}

/// Each certificate, and whether one of them is good.
fn certificates(look: &Look<'_>, registration: &Registration) -> Vec<Finding> {
    let all = read_all(&registration.certificates);
    let now = look.cx.now;
    let one = |certificate: &Certificate| {
        let days = certificate.not_after().duration_since(now).as_secs() / DAY.as_secs();
        let code = match certificate.validity(now) {
            Validity::Expired => FindingCode::SignsExpired,
            Validity::NotYet => FindingCode::SignsEarly,
            Validity::Valid if days < FEW_DAYS => FindingCode::SignsEnds,
            Validity::Valid => FindingCode::SignsGood,
        };
        let name: String = certificate.hash().to_uppercase().chars().take(DIGITS).collect();
        Finding::new(Part::Certificates, code).with(days).saying(format!("{name}…"))
    };
    let mut found: Vec<Finding> = all.iter().map(one).collect();
    if !all.iter().any(|certificate| certificate.validity(now) == Validity::Valid) {
        found.push(Finding::new(Part::Certificates, FindingCode::SignsNone));
    }
    found
}
