//! What the form of a site offers to choose from, and the fields that a system that speaks ESIA has besides.

use okno_domain::developer::SiteKind;

use crate::form::{Field, FormErrors};

/// For which kinds something is that sites of OpenID Connect are ticked for, and for which kind that of systems of ESIA.
pub(super) const SITES: &str = "web page native";
pub(super) const SYSTEMS: &str = "esia";
pub(super) const BOTH: &str = "web page native esia";

/// What stands in the fields that a system that speaks ESIA has besides.
#[derive(Clone, Debug, Default)]
pub struct EsiaFormFields {
    /// Its name in the protocol.
    pub mnemonic: String,
    /// Its domains.
    pub domains: String,
    /// Its certificates.
    pub certificates: String,
    /// The algorithm of its tokens.
    pub algorithm: String,
    /// How its requests are read.
    pub mode: String,
    /// The type of `sub`.
    pub subject: String,
    /// The type of numbers of people elsewhere.
    pub object: String,
}

/// The same as fields.
#[derive(Clone, Debug)]
pub struct EsiaFields {
    /// Its name in the protocol.
    pub mnemonic: Field,
    /// Its domains.
    pub domains: Field,
    /// Its certificates.
    pub certificates: Field,
    /// The algorithm of its tokens.
    pub algorithm: Field,
    /// How its requests are read.
    pub mode: Field,
    /// The type of `sub`.
    pub subject: Field,
    /// The type of numbers of people elsewhere.
    pub object: Field,
}

impl EsiaFields {
    pub(super) fn new(errors: &FormErrors, fields: &EsiaFormFields) -> Self {
        Self {
            mnemonic: errors.field("mnemonic", &fields.mnemonic),
            domains: errors.field("esia_domains", &fields.domains),
            certificates: errors.field("esia_certificates", &fields.certificates),
            algorithm: errors.field("esia_algorithm", &fields.algorithm),
            mode: errors.field("esia_mode", &fields.mode),
            subject: errors.field("esia_subject", &fields.subject),
            object: errors.field("esia_object", &fields.object),
        }
    }
}

/// Something to be ticked, with the fields of its purpose.
pub(super) type Named = (&'static str, [&'static str; 3]);

/// What a form offers to choose from, by the protocol's names.
#[derive(Clone, Debug)]
pub struct Offered {
    /// What a site may be.
    pub kinds: Vec<SiteKind>,
    /// What sites may be ticked for, with the fields of the purpose.
    pub scopes: &'static [Named],
    /// The same of systems that speak ESIA.
    pub esia_scopes: &'static [Named],
    /// How a site can prove who it is.
    pub authentications: Vec<&'static str>,
    /// Algorithms of tokens of systems that speak ESIA.
    pub algorithms: Vec<&'static str>,
}

impl Offered {
    /// Everything that is ticked, each once, with the kinds that it is for.
    pub(super) fn scopes(&self) -> Vec<(Named, &'static str)> {
        let has = |list: &[Named], name: &str| list.iter().any(|(scope, _)| *scope == name);
        let all = self.scopes.iter().map(|one| (*one, if has(self.esia_scopes, one.0) { BOTH } else { SITES }));
        let own = self.esia_scopes.iter().filter(|one| !has(self.scopes, one.0)).map(|one| (*one, SYSTEMS));
        let speaks = self.kinds.iter().any(|kind| kind.speaks_esia());
        let others = self.kinds.iter().any(|kind| !kind.speaks_esia());
        let fits = |kinds: &str| (others && kinds != SYSTEMS) || (speaks && kinds != SITES);
        all.chain(own).filter(|(_, kinds)| fits(kinds)).collect()
    }
}
