//! Codes of territories and countries.

use super::text::tidy;

reasons! {
    /// Why a text is not the code of a territory or country.
    TerritoryRefusal {
        /// Not 8 to 11 digits.
        Okato => "okato-format",
        /// Neither 8 nor 11 digits.
        Oktmo => "oktmo-format",
        /// Not a code of the standard ISO 3166-1 alpha-3.
        Country => "country-unknown",
    }
}

/// A code of the classifier OKATO: 8 to 11 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Okato(String);

checked_text!(Okato, public, TerritoryRefusal);

impl Okato {
    /// Reads 8 to 11 digits.
    pub fn parse(text: &str) -> Result<Self, TerritoryRefusal> {
        digits(text, 8..=11).map(Self).ok_or(TerritoryRefusal::Okato)
    }
}

/// A code of the classifier OKTMO: 8 or 11 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oktmo(String);

checked_text!(Oktmo, public, TerritoryRefusal);

impl Oktmo {
    /// Reads 8 or 11 digits.
    pub fn parse(text: &str) -> Result<Self, TerritoryRefusal> {
        digits(text, 8..=11).filter(|code| matches!(code.len(), 8 | 11)).map(Self).ok_or(TerritoryRefusal::Oktmo)
    }
}

/// A country by ISO 3166-1 alpha-3, such as `RUS`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(String);

checked_text!(Country, public, TerritoryRefusal);

impl Country {
    /// Reads a code of the standard, in any case.
    pub fn parse(text: &str) -> Result<Self, TerritoryRefusal> {
        let code = tidy(text).to_uppercase();
        if Self::all().any(|known| known == code) { Ok(Self(code)) } else { Err(TerritoryRefusal::Country) }
    }

    /// The Russian Federation.
    pub fn russia() -> Self {
        Self("RUS".to_owned())
    }

    /// Whether it is the Russian Federation.
    pub fn is_russia(&self) -> bool {
        self.0 == "RUS"
    }

    /// The codes of all countries, sorted.
    pub fn all() -> impl Iterator<Item = &'static str> {
        COUNTRIES.split_ascii_whitespace()
    }
}

/// What a person is a citizen of: a country, or none (R82, R210).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citizenship(String);

checked_text!(Citizenship, public, TerritoryRefusal);

impl Citizenship {
    /// The code of a person without citizenship (ICAO Doc 9303-3, section 5).
    pub const STATELESS: &str = "XXA";

    /// Reads the code of a country, or that of a person without citizenship.
    pub fn parse(text: &str) -> Result<Self, TerritoryRefusal> {
        if tidy(text).eq_ignore_ascii_case(Self::STATELESS) {
            return Ok(Self(Self::STATELESS.to_owned()));
        }
        Country::parse(text).map(|country| Self(country.0))
    }

    /// Whether it is that of the Russian Federation.
    pub fn is_russian(&self) -> bool {
        *self == Self(Country::russia().0)
    }
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<String> {
    let text = tidy(text);
    (lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

const COUNTRIES: &str = "\
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI \
    BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN \
    BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB \
    CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH \
    FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC \
    GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN \
    IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN \
    LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL \
    MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER \
    NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL \
    PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM \
    SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA \
    TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY \
    USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(Country::parse("rus"), Ok(Country::russia()));
        assert_eq!(Country::parse("XXX"), Err(TerritoryRefusal::Country));
        assert_eq!(Country::all().count(), 249);
        assert!(Citizenship::parse("rus").unwrap().is_russian());
        assert_eq!(Country::parse(Citizenship::STATELESS), Err(TerritoryRefusal::Country));
        assert!(!Citizenship::parse(" xxa").unwrap().is_russian());
        assert_eq!(Citizenship::parse("XXX"), Err(TerritoryRefusal::Country));
        assert!(Okato::parse("45286575000").is_ok());
        assert!(Okato::parse("4528657").is_err());
        assert!(Oktmo::parse("45380000").is_ok());
        assert!(Oktmo::parse("453800000").is_err());
    }
}
