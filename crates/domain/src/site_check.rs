//! What the system found when it looked at a site by itself: one line for each thing that it tried.
//!
//! A finding has a code, and the code says how it is to be taken. Of what a site answered there is a number at most: nothing that a
//! stranger wrote is kept but the addresses that the site registered or sent a browser to.

use serde::{Deserialize, Serialize};

stored_names! {
    /// How a finding is to be taken.
    Verdict {
        /// It is as it should be.
        Good = "good",
        /// It was not tried, or is for the developer to know.
        Note = "note",
        /// People can sign in, but not for long, or not as safely as they could.
        Warning = "warning",
        /// People cannot sign in, or not out.
        Fault = "fault",
    }
}

stored_names! {
    /// What of a site a finding is about.
    Part {
        /// What it registered as a whole.
        Site = "site",
        /// The addresses to which people come back.
        Return = "return",
        /// The address that hears of ended sessions.
        BackChannel = "back_channel",
        /// The address that is loaded in a frame at a logout.
        FrontChannel = "front_channel",
        /// Where its keys are.
        Keys = "keys",
        /// The list of the addresses of its sector.
        Sector = "sector",
        /// The certificates by which it signs its requests.
        Certificates = "certificates",
        /// A page about it, its data or its terms.
        Page = "page",
        /// Where it begins a sign-in when it is asked to.
        Start = "start",
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $verdict:ident;)*) => {
        stored_names! {
            /// What was found.
            FindingCode { $($(#[$doc])* $variant = $text,)* }
        }

        impl FindingCode {
            /// How it is to be taken.
            pub const fn verdict(self) -> Verdict {
                match self { $(Self::$variant => Verdict::$verdict,)* }
            }
        }
    };
}

codes! {
    /// The address answers, with this status.
    Answers = "answers", Good;
    /// The certificate is good for so many days more.
    Certificate = "certificate", Good;
    /// The certificate ends within so many days.
    CertificateEnds = "certificate_ends", Warning;
    /// The certificate is over.
    CertificateExpired = "certificate_expired", Fault;
    /// The certificate is not in force yet.
    CertificateEarly = "certificate_early", Fault;
    /// The certificate is for another name.
    CertificateName = "certificate_name", Fault;
    /// Nobody whom browsers trust vouches for the certificate, or the certificates between are missing.
    CertificateIssuer = "certificate_issuer", Fault;
    /// Something else is wrong with the certificate.
    CertificateOther = "certificate_other", Fault;
    /// The name leads nowhere, or into a network that is not public: which of the two is not told.
    NameNowhere = "name_nowhere", Fault;
    /// The address is a number, of a network that is not public.
    NotPublic = "not_public", Fault;
    /// It is not `https`.
    NotProtected = "not_protected", Fault;
    /// It is no address.
    Malformed = "malformed", Fault;
    /// Nobody listens there.
    NoConnection = "no_connection", Fault;
    /// There was no answer in time.
    Slow = "slow", Fault;
    /// What answers does not speak HTTP.
    NotHttp = "not_http", Fault;
    /// The connection broke off.
    Broken = "broken", Fault;
    /// It answers that it is broken, with this status.
    ServerError = "server_error", Fault;
    /// There is no such page.
    PageMissing = "page_missing", Warning;
    /// It is on a machine of the developer's own, and was not tried.
    OwnMachine = "own_machine", Note;
    /// It opens a program on the person's device, and cannot be tried.
    OwnProgram = "own_program", Note;
    /// There is no address that could be tried.
    Nothing = "nothing", Note;
    /// There are more addresses than are tried; so many were.
    More = "more", Note;

    /// There are so many keys, and one can be used.
    KeysGood = "keys_good", Good;
    /// The keys cannot be fetched.
    KeysMissing = "keys_missing", Fault;
    /// What was fetched is no set of keys.
    KeysUnreadable = "keys_unreadable", Fault;
    /// None of the keys can be used for how the site proves who it is.
    KeysUnfit = "keys_unfit", Fault;
    /// A certificate by which it signs is good for so many days more.
    SignsGood = "signs_good", Good;
    /// One ends within so many days.
    SignsEnds = "signs_ends", Warning;
    /// One is over.
    SignsExpired = "signs_expired", Warning;
    /// One is not in force yet.
    SignsEarly = "signs_early", Warning;
    /// None is of this time: nothing that it signs counts.
    SignsNone = "signs_none", Fault;
    /// The list has every address to come back to.
    SectorGood = "sector_good", Good;
    /// The list cannot be fetched.
    SectorMissing = "sector_missing", Fault;
    /// What was fetched is no list of addresses.
    SectorUnreadable = "sector_unreadable", Fault;
    /// The list lacks an address.
    SectorUnlisted = "sector_unlisted", Fault;
    /// It refused an empty message, as it should.
    HearsLogout = "hears_logout", Good;
    /// There is nothing that takes messages.
    DeafToLogout = "deaf_to_logout", Fault;
    /// It took an empty message for good, or did something else; with this status.
    HearsAnything = "hears_anything", Warning;

    /// Every address to come back to is `https`.
    RuleHttps = "rule_https", Good;
    /// Some are on a machine of the developer's own, as is allowed while the site is under test.
    RuleTest = "rule_test", Warning;
    /// A program on a device keeps its own scheme, or the loopback address.
    RuleProgram = "rule_program", Good;
    /// None has a part behind a number sign.
    RuleFragment = "rule_fragment", Good;
    /// They are compared to the last character.
    RuleExact = "rule_exact", Good;
    /// What is registered is not sound by the rules of today.
    Unsound = "unsound", Fault;
    /// The check took too long and was broken off, or could not be made. That may be our own doing.
    Unfinished = "unfinished", Warning;

    /// There is no address at which a sign-in begins, so none was tried.
    StartNone = "start_none", Note;
    /// It sent the browser on, to this address.
    StartStep = "start_step", Good;
    /// It did not send the browser on; with this status.
    StartStays = "start_stays", Fault;
    /// It sent the browser on and on.
    StartEndless = "start_endless", Fault;
    /// It sent the browser to the portal as another site.
    StartOther = "start_other", Fault;
    /// It sent the browser to the portal with a request that is not sound.
    StartRefused = "start_refused", Fault;
    /// The request is sound.
    StartGood = "start_good", Good;
    /// It has no `state`.
    StartNoState = "start_no_state", Warning;
    /// It has no `nonce`.
    StartNoNonce = "start_no_nonce", Warning;
    /// It has no code challenge.
    StartNoChallenge = "start_no_challenge", Warning;
    /// The site took the answer that the person refused; with this status.
    AnswerTaken = "answer_taken", Good;
    /// A system of ESIA signs its requests by itself, so no sign-in was tried.
    StartSigned = "start_signed", Note;
    /// The answer is read by a program in the browser, and only the page was tried.
    AnswerInPage = "answer_in_page", Note;
}

/// One thing that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub part: Part,
    /// What was found.
    pub code: FindingCode,
    /// At which address, without its query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A status, or a number of days or things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// What the protocol says of it, in our own words for developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

impl Finding {
    /// What was found of a part.
    pub const fn new(part: Part, code: FindingCode) -> Self {
        Self { part, code, address: None, number: None, said: None }
    }

    /// At this address.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// With a number.
    #[must_use]
    pub fn with(mut self, number: impl Into<i64>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// With what the protocol says.
    #[must_use]
    pub fn saying(mut self, said: impl Into<String>) -> Self {
        self.said = Some(said.into());
        self
    }

    /// How it is to be taken.
    pub const fn verdict(&self) -> Verdict {
        self.code.verdict()
    }
}

/// How many findings are to be taken so.
pub fn count(findings: &[Finding], verdict: Verdict) -> usize {
    findings.iter().filter(|finding| finding.verdict() == verdict).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored names are names for ever, and what is stored is what was found.
    #[test]
    fn findings_are_stored_as_they_are() {
        let finding = Finding::new(Part::Return, FindingCode::CertificateEnds).at("https://a.example/").with(3);
        let text = serde_json::to_string(&finding).unwrap();
        assert_eq!(text, r#"{"part":"return","code":"certificate_ends","address":"https://a.example/","number":3}"#);
        assert_eq!(serde_json::from_str::<Finding>(&text).unwrap(), finding);
        for code in FindingCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name(), "serde and the name agree");
        }
        for part in Part::ALL {
            assert_eq!(serde_json::to_value(part).unwrap(), part.name());
        }
        assert_eq!(count(&[finding], Verdict::Warning), 1);
    }
}
