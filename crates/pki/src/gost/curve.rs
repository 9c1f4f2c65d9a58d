//! The curves that GOST R 34.10-2012 is used on, by the object identifiers of their parameter sets.
//!
//! The numbers are those of RFC 4357 11.4 (CryptoPro), RFC 7836 A (tc26, 512 bits and 256-A), and RFC 9215, which gives the
//! CryptoPro curves further names. The test sets are left out: a key on a curve for tests is refused like any unknown one.

use std::sync::LazyLock;

use crypto_bigint::{
    Odd, U256, U512, Uint,
    modular::{FixedMontyForm, FixedMontyParams},
};
use der::asn1::ObjectIdentifier;

use super::point::Point;

/// Limbs of a number of 256 bits.
pub(super) const SHORT: usize = U256::LIMBS;
/// Limbs of a number of 512 bits.
pub(super) const LONG: usize = U512::LIMBS;

/// A named set of parameters: a curve in short Weierstrass form with a point that generates a group of prime order.
///
/// Several names stand for the same numbers; they are kept apart because a certificate is repeated as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterSet {
    /// CryptoPro-A, 256 bits, `1.2.643.2.2.35.1`.
    CryptoProA,
    /// CryptoPro-B, 256 bits, `1.2.643.2.2.35.2`.
    CryptoProB,
    /// CryptoPro-C, 256 bits, `1.2.643.2.2.35.3`.
    CryptoProC,
    /// CryptoPro-XchA, 256 bits, `1.2.643.2.2.36.0`: the numbers of CryptoPro-A.
    CryptoProXchA,
    /// CryptoPro-XchB, 256 bits, `1.2.643.2.2.36.1`: the numbers of CryptoPro-C.
    CryptoProXchB,
    /// tc26 256-A, `1.2.643.7.1.2.1.1.1`: a twisted Edwards curve with cofactor 4, in Weierstrass form.
    Tc26A256,
    /// tc26 256-B, `1.2.643.7.1.2.1.1.2`: the numbers of CryptoPro-A.
    Tc26B256,
    /// tc26 256-C, `1.2.643.7.1.2.1.1.3`: the numbers of CryptoPro-B.
    Tc26C256,
    /// tc26 256-D, `1.2.643.7.1.2.1.1.4`: the numbers of CryptoPro-C.
    Tc26D256,
    /// tc26 512-A, `1.2.643.7.1.2.1.2.1`.
    Tc26A512,
    /// tc26 512-B, `1.2.643.7.1.2.1.2.2`.
    Tc26B512,
    /// tc26 512-C, `1.2.643.7.1.2.1.2.3`: a twisted Edwards curve with cofactor 4, in Weierstrass form.
    Tc26C512,
    /// The curve of RFC 7091 7.1, for its example only.
    #[cfg(test)]
    Example256,
    /// The curve of RFC 7091 7.2, for its example only.
    #[cfg(test)]
    Example512,
}

impl ParameterSet {
    /// Every set.
    pub const ALL: [Self; 12] = [
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::CryptoProXchA,
        Self::CryptoProXchB,
        Self::Tc26A256,
        Self::Tc26B256,
        Self::Tc26C256,
        Self::Tc26D256,
        Self::Tc26A512,
        Self::Tc26B512,
        Self::Tc26C512,
    ];

    /// The object identifier that names the set in a key.
    pub const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::CryptoProA => "1.2.643.2.2.35.1",
            Self::CryptoProB => "1.2.643.2.2.35.2",
            Self::CryptoProC => "1.2.643.2.2.35.3",
            Self::CryptoProXchA => "1.2.643.2.2.36.0",
            Self::CryptoProXchB => "1.2.643.2.2.36.1",
            Self::Tc26A256 => "1.2.643.7.1.2.1.1.1",
            Self::Tc26B256 => "1.2.643.7.1.2.1.1.2",
            Self::Tc26C256 => "1.2.643.7.1.2.1.1.3",
            Self::Tc26D256 => "1.2.643.7.1.2.1.1.4",
            Self::Tc26A512 => "1.2.643.7.1.2.1.2.1",
            Self::Tc26B512 => "1.2.643.7.1.2.1.2.2",
            Self::Tc26C512 => "1.2.643.7.1.2.1.2.3",
            #[cfg(test)]
            Self::Example256 => "1.2.643.2.2.35.0",
            #[cfg(test)]
            Self::Example512 => "1.2.643.7.1.2.1.2.0",
        })
    }

    /// The set with this object identifier.
    pub fn find(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.oid() == *oid)
    }

    /// Octets of a coordinate, of a secret, of half a signature and of the digest: 32 or 64.
    pub const fn size(self) -> usize {
        match self {
            Self::Tc26A512 | Self::Tc26B512 | Self::Tc26C512 => U512::BYTES,
            #[cfg(test)]
            Self::Example512 => U512::BYTES,
            _ => U256::BYTES,
        }
    }

    pub(super) fn numbers(self) -> Numbers {
        match self {
            Self::CryptoProA | Self::CryptoProXchA | Self::Tc26B256 => Numbers::Short(&CRYPTO_PRO_A),
            Self::CryptoProB | Self::Tc26C256 => Numbers::Short(&CRYPTO_PRO_B),
            Self::CryptoProC | Self::CryptoProXchB | Self::Tc26D256 => Numbers::Short(&CRYPTO_PRO_C),
            Self::Tc26A256 => Numbers::Short(&TC26_256_A),
            Self::Tc26A512 => Numbers::Long(&TC26_512_A),
            Self::Tc26B512 => Numbers::Long(&TC26_512_B),
            Self::Tc26C512 => Numbers::Long(&TC26_512_C),
            #[cfg(test)]
            Self::Example256 => Numbers::Short(&super::examples::CURVE_256),
            #[cfg(test)]
            Self::Example512 => Numbers::Long(&super::examples::CURVE_512),
        }
    }
}

/// The curve behind a name, of either size.
pub(super) enum Numbers {
    Short(&'static Curve<SHORT>),
    Long(&'static Curve<LONG>),
}

/// How many points the curve has for each in the group that is used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cofactor {
    One,
    Four,
}

/// The numbers of one curve, ready for arithmetic.
pub(super) struct Curve<const LIMBS: usize> {
    /// Arithmetic modulo p, of coordinates.
    pub(super) field: FixedMontyParams<LIMBS>,
    /// Arithmetic modulo q, of secrets and signatures.
    pub(super) scalars: FixedMontyParams<LIMBS>,
    pub(super) a: FixedMontyForm<LIMBS>,
    pub(super) b: FixedMontyForm<LIMBS>,
    /// Three times b, as the formulas of addition want it.
    pub(super) b3: FixedMontyForm<LIMBS>,
    pub(super) cofactor: Cofactor,
    /// 0 to 15 times the generator.
    pub(super) generator: [Point<LIMBS>; 16],
}

/// The parameters as the standards print them: hexadecimal, most significant digit first.
pub(super) struct Printed {
    pub(super) p: &'static str,
    pub(super) q: &'static str,
    pub(super) a: &'static str,
    pub(super) b: &'static str,
    pub(super) x: &'static str,
    pub(super) y: &'static str,
    pub(super) cofactor: Cofactor,
}

impl<const LIMBS: usize> Curve<LIMBS> {
    pub(super) fn new(printed: &Printed) -> Self {
        let field = FixedMontyParams::new_vartime(Odd::<Uint<LIMBS>>::from_be_hex(printed.p));
        let number = |hex| FixedMontyForm::new(&Uint::from_be_hex(hex), &field);
        let b = number(printed.b);
        let infinity = Point::infinity(&field);
        let mut curve = Self {
            field,
            scalars: FixedMontyParams::new_vartime(Odd::<Uint<LIMBS>>::from_be_hex(printed.q)),
            a: number(printed.a),
            b,
            b3: b.double().add(&b),
            cofactor: printed.cofactor,
            generator: [infinity; 16],
        };
        let generator = Point::new(number(printed.x), number(printed.y), &field);
        curve.generator = curve.multiples(&generator);
        curve
    }
}

static CRYPTO_PRO_A: LazyLock<Curve<SHORT>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97",
        q: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893",
        a: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94",
        b: "00000000000000000000000000000000000000000000000000000000000000A6",
        x: "0000000000000000000000000000000000000000000000000000000000000001",
        y: "8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14",
        cofactor: Cofactor::One,
    })
});

static CRYPTO_PRO_B: LazyLock<Curve<SHORT>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: "8000000000000000000000000000000000000000000000000000000000000C99",
        q: "800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F",
        a: "8000000000000000000000000000000000000000000000000000000000000C96",
        b: "3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B",
        x: "0000000000000000000000000000000000000000000000000000000000000001",
        y: "3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC",
        cofactor: Cofactor::One,
    })
});

static CRYPTO_PRO_C: LazyLock<Curve<SHORT>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: "9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B",
        q: "9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9",
        a: "9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598",
        b: "000000000000000000000000000000000000000000000000000000000000805A",
        x: "0000000000000000000000000000000000000000000000000000000000000000",
        y: "41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67",
        cofactor: Cofactor::One,
    })
});

static TC26_256_A: LazyLock<Curve<SHORT>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97",
        q: "400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67",
        a: "C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335",
        b: "295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513",
        x: "91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28",
        y: "32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C",
        cofactor: Cofactor::Four,
    })
});

static TC26_512_A: LazyLock<Curve<LONG>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: concat!(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7"
        ),
        q: concat!(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275"
        ),
        a: concat!(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC4"
        ),
        b: concat!(
            "E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265",
            "EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760"
        ),
        x: concat!(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000003"
        ),
        y: concat!(
            "7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921",
            "DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4"
        ),
        cofactor: Cofactor::One,
    })
});

static TC26_512_B: LazyLock<Curve<LONG>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: concat!(
            "8000000000000000000000000000000000000000000000000000000000000000",
            "000000000000000000000000000000000000000000000000000000000000006F"
        ),
        q: concat!(
            "8000000000000000000000000000000000000000000000000000000000000001",
            "49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD"
        ),
        a: concat!(
            "8000000000000000000000000000000000000000000000000000000000000000",
            "000000000000000000000000000000000000000000000000000000000000006C"
        ),
        b: concat!(
            "687D1B459DC841457E3E06CF6F5E2517B97C7D614AF138BCBF85DC806C4B289F",
            "3E965D2DB1416D217F8B276FAD1AB69C50F78BEE1FA3106EFB8CCBC7C5140116"
        ),
        x: concat!(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000002"
        ),
        y: concat!(
            "1A8F7EDA389B094C2C071E3647A8940F3C123B697578C213BE6DD9E6C8EC7335",
            "DCB228FD1EDF4A39152CBCAAF8C0398828041055F94CEEEC7E21340780FE41BD"
        ),
        cofactor: Cofactor::One,
    })
});

static TC26_512_C: LazyLock<Curve<LONG>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: concat!(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7"
        ),
        q: concat!(
            "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED"
        ),
        a: concat!(
            "DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E1430645",
            "46E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3"
        ),
        b: concat!(
            "B4C4EE28CEBC6C2C8AC12952CF37F16AC7EFB6A9F69F4B57FFDA2E4F0DE5ADE0",
            "38CBC2FFF719D2C18DE0284B8BFEF3B52B8CC7A5F5BF0A3C8D2319A5312557E1"
        ),
        x: concat!(
            "E2E31EDFC23DE7BDEBE241CE593EF5DE2295B7A9CBAEF021D385F7074CEA043A",
            "A27272A7AE602BF2A7B9033DB9ED3610C6FB85487EAE97AAC5BC7928C1950148"
        ),
        y: concat!(
            "F5CE40D95B5EB899ABBCCFF5911CB8577939804D6527378B8C108C3D2090FF9B",
            "E18E2D33E3021ED2EF32D85822423B6304F726AA854BAE07D0396E9A9ADDC40F"
        ),
        cofactor: Cofactor::Four,
    })
});
