//! The level in the words of other frameworks: eIDAS (Implementing Regulation (EU) 2015/1502) and NIST SP 800-63A-4.
//!
//! The mapping is ours and cautious: what only registries saw is low, what reached the person by post or through a bank is
//! substantial, what an officer or a qualified certificate stands for is high.

use super::Standing;
use crate::{account::AccountLevel, confirmation::ConfirmationMethod};

/// An eIDAS level of assurance of identity proofing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EidasLevel {
    /// Low.
    Low,
    /// Substantial.
    Substantial,
    /// High.
    High,
}

impl EidasLevel {
    /// The identifier that goes into protocols.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Low => "http://eidas.europa.eu/LoA/low",
            Self::Substantial => "http://eidas.europa.eu/LoA/substantial",
            Self::High => "http://eidas.europa.eu/LoA/high",
        }
    }
}

/// How the identity was proofed in the words of NIST SP 800-63A-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NistPathway {
    /// IAL1: attributes validated against authoritative records, nobody seen.
    Ial1Validated,
    /// IAL2, non-biometric: a confirmation code sent to a validated postal address.
    Ial2ConfirmationCode,
    /// IAL2, non-biometric: a digital account of another institution.
    Ial2DigitalAccount,
    /// IAL2, digital evidence: a signature by a certificate issued in person.
    Ial2DigitalEvidence,
    /// IAL2, on site, attended: a person compared face and document.
    Ial2OnSite,
}

impl NistPathway {
    /// The level of the pathway.
    pub const fn level(self) -> &'static str {
        match self {
            Self::Ial1Validated => "IAL1",
            Self::Ial2ConfirmationCode | Self::Ial2DigitalAccount | Self::Ial2DigitalEvidence | Self::Ial2OnSite => {
                "IAL2"
            }
        }
    }

    /// The pathway in short.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ial1Validated => "validated_attributes",
            Self::Ial2ConfirmationCode => "confirmation_code",
            Self::Ial2DigitalAccount => "digital_account",
            Self::Ial2DigitalEvidence => "digital_evidence",
            Self::Ial2OnSite => "on_site_attended",
        }
    }
}

/// A level in three vocabularies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assurance {
    /// The national level.
    pub level: AccountLevel,
    /// The eIDAS level; none for an account of nobody in particular.
    pub eidas: Option<EidasLevel>,
    /// The NIST pathway; none for an account of nobody in particular.
    pub nist: Option<NistPathway>,
}

const fn of_method(method: ConfirmationMethod) -> (EidasLevel, NistPathway) {
    match method {
        ConfirmationMethod::RegisteredLetter => (EidasLevel::Substantial, NistPathway::Ial2ConfirmationCode),
        ConfirmationMethod::OnlineBank => (EidasLevel::Substantial, NistPathway::Ial2DigitalAccount),
        ConfirmationMethod::QualifiedSignature | ConfirmationMethod::ElectronicCard => {
            (EidasLevel::High, NistPathway::Ial2DigitalEvidence)
        }
        ConfirmationMethod::InPerson => (EidasLevel::High, NistPathway::Ial2OnSite),
    }
}

impl Assurance {
    pub(super) fn of(standing: &Standing) -> Self {
        let best = standing.methods.iter().map(|method| of_method(*method)).max();
        let (eidas, nist) = match (standing.level, best) {
            (AccountLevel::Simplified, _) => (None, None),
            (AccountLevel::Confirmed, Some((eidas, nist))) => (Some(eidas), Some(nist)),
            (AccountLevel::Standard | AccountLevel::Confirmed, _) => {
                (Some(EidasLevel::Low), Some(NistPathway::Ial1Validated))
            }
        };
        Self { level: standing.level, eidas, nist }
    }
}
