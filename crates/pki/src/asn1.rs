//! Bounds on ASN.1 before anything is parsed, and BER made DER.
//!
//! The parsers behind this crate read DER. BouncyCastle writes signed messages with indefinite lengths and strings in pieces;
//! those are brought into DER first, within the same bounds, so that there is one parser for both and nothing is verified
//! over octets that another reader would see differently.

use thiserror::Error;

/// The most that is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Octets of the whole.
    pub(crate) octets: usize,
    /// Values within values.
    pub(crate) depth: usize,
    /// Values in all.
    pub(crate) values: usize,
}

/// Why octets are no ASN.1 that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Asn1Error {
    /// More octets than are read.
    #[error("longer than {limit} octets")]
    TooLong {
        /// The most.
        limit: usize,
    },
    /// Values within values, more than are read.
    #[error("nested deeper than {limit} values")]
    TooDeep {
        /// The most.
        limit: usize,
    },
    /// More values than are read.
    #[error("more than {limit} values")]
    TooMany {
        /// The most.
        limit: usize,
    },
    /// It ends before a value does.
    #[error("cut off")]
    CutOff,
    /// Octets after the value.
    #[error("octets after the end")]
    Trailing,
    /// A tag of several octets, or one that means nothing where it stands.
    #[error("a tag that is not expected here")]
    Tag,
    /// A length that is not written the shortest way, or in more than four octets.
    #[error("a length that is not in DER")]
    Length,
    /// A length that is left open, where only DER is read.
    #[error("an indefinite length")]
    Indefinite,
    /// A string in pieces that is not an OCTET STRING, or one where only DER is read.
    #[error("a string in pieces")]
    Pieces,
}

/// Checks the bounds of one value in DER: sizes and lengths, not what it means.
pub(crate) fn check_der(octets: &[u8], limits: Limits) -> Result<(), Asn1Error> {
    Walk::new(limits, Rules::Der).whole(octets).map(|_| ())
}

/// One value in BER as DER, as far as lengths and pieces go; what is in DER stays as it is.
pub(crate) fn to_der(octets: &[u8], limits: Limits) -> Result<Vec<u8>, Asn1Error> {
    Walk::new(limits, Rules::Ber).whole(octets)
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OCTET_STRING: u8 = 0x04;
const CONSTRUCTED: u8 = 0x20;
/// The bits of a tag's class; none of them is a universal tag.
const CLASS: u8 = 0xc0;
const END_OF_CONTENTS: &[u8] = &[0, 0];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    Ber,
    Der,
}

#[derive(Clone, Copy)]
enum Extent {
    Octets(usize),
    Indefinite,
}

struct Walk {
    limits: Limits,
    rules: Rules,
    seen: usize,
}

impl Walk {
    const fn new(limits: Limits, rules: Rules) -> Self {
        Self { limits, rules, seen: 0 }
    }

    fn whole(mut self, octets: &[u8]) -> Result<Vec<u8>, Asn1Error> {
        if octets.len() > self.limits.octets {
            return Err(Asn1Error::TooLong { limit: self.limits.octets });
        }
        let mut written = Vec::with_capacity(octets.len());
        let rest = self.value(octets, 1, &mut written)?;
        if rest.is_empty() { Ok(written) } else { Err(Asn1Error::Trailing) }
    }

    /// Reads one value, writes it in DER, and returns what follows it.
    fn value<'a>(&mut self, octets: &'a [u8], depth: usize, out: &mut Vec<u8>) -> Result<&'a [u8], Asn1Error> {
        self.seen += 1;
        if self.seen > self.limits.values {
            return Err(Asn1Error::TooMany { limit: self.limits.values });
        }
        if depth > self.limits.depth {
            return Err(Asn1Error::TooDeep { limit: self.limits.depth });
        }
        let (tag, extent, rest) = self.header(octets)?;
        let Extent::Octets(length) = extent else {
            let (body, rest) = self.values_to_end(rest, depth, tag)?;
            put(tag, &body, out)?;
            return Ok(rest);
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(Asn1Error::CutOff)?;
        if tag & CONSTRUCTED == 0 {
            put(tag, content, out)?;
        } else {
            let body = self.values(content, depth, tag)?;
            put(tag, &body, out)?;
        }
        Ok(rest)
    }

    /// The tag and the length in front of `octets`, and what follows them.
    fn header<'a>(&self, octets: &'a [u8]) -> Result<(u8, Extent, &'a [u8]), Asn1Error> {
        let (&tag, rest) = octets.split_first().ok_or(Asn1Error::CutOff)?;
        // Tag numbers from 31 do not occur, and number 0 ends an open length and is no value.
        if tag & 0x1f == 0x1f || tag == 0 {
            return Err(Asn1Error::Tag);
        }
        // Of the universal types in pieces, only sequences and sets are made of values; strings may be in BER.
        let pieces = tag & (CLASS | CONSTRUCTED) == CONSTRUCTED && tag != SEQUENCE && tag != SET;
        if pieces && (self.rules == Rules::Der || tag != OCTET_STRING | CONSTRUCTED) {
            return Err(Asn1Error::Pieces);
        }
        let (&first, rest) = rest.split_first().ok_or(Asn1Error::CutOff)?;
        if first < 0x80 {
            return Ok((tag, Extent::Octets(usize::from(first)), rest));
        }
        if first == 0x80 {
            return match self.rules {
                Rules::Der => Err(Asn1Error::Indefinite),
                Rules::Ber if tag & CONSTRUCTED == 0 => Err(Asn1Error::Indefinite),
                Rules::Ber => Ok((tag, Extent::Indefinite, rest)),
            };
        }
        let count = usize::from(first & 0x7f);
        if count > 4 {
            return Err(Asn1Error::Length);
        }
        let (digits, rest) = rest.split_at_checked(count).ok_or(Asn1Error::CutOff)?;
        let length = digits.iter().fold(0_u32, |length, &digit| length << 8 | u32::from(digit));
        let shortest = length >= 0x80 && digits.first() != Some(&0);
        if self.rules == Rules::Der && !shortest {
            return Err(Asn1Error::Length);
        }
        Ok((tag, Extent::Octets(usize::try_from(length).map_err(|_| Asn1Error::Length)?), rest))
    }

    /// The values that fill `octets`.
    fn values(&mut self, mut octets: &[u8], depth: usize, tag: u8) -> Result<Vec<u8>, Asn1Error> {
        let mut body = Vec::with_capacity(octets.len());
        while !octets.is_empty() {
            octets = self.part(octets, depth, tag, &mut body)?;
        }
        Ok(body)
    }

    /// The values up to the mark that ends an open length, and what follows it.
    fn values_to_end<'a>(
        &mut self,
        mut octets: &'a [u8],
        depth: usize,
        tag: u8,
    ) -> Result<(Vec<u8>, &'a [u8]), Asn1Error> {
        let mut body = Vec::new();
        loop {
            if let Some(rest) = octets.strip_prefix(END_OF_CONTENTS) {
                return Ok((body, rest));
            }
            octets = self.part(octets, depth, tag, &mut body)?;
        }
    }

    /// One value within another: as it is, or only its content where it is a piece of a string.
    fn part<'a>(&mut self, octets: &'a [u8], depth: usize, tag: u8, body: &mut Vec<u8>) -> Result<&'a [u8], Asn1Error> {
        if tag != OCTET_STRING | CONSTRUCTED {
            return self.value(octets, depth + 1, body);
        }
        let mut piece = Vec::new();
        let rest = self.value(octets, depth + 1, &mut piece)?;
        let (inner, _, content) = self.header(&piece)?;
        if inner != OCTET_STRING {
            return Err(Asn1Error::Pieces);
        }
        body.extend_from_slice(content);
        Ok(rest)
    }
}

/// Writes a value in DER; a string that was in pieces is whole.
fn put(tag: u8, content: &[u8], out: &mut Vec<u8>) -> Result<(), Asn1Error> {
    let length = u32::try_from(content.len()).map_err(|_| Asn1Error::Length)?;
    out.push(if tag == OCTET_STRING | CONSTRUCTED { OCTET_STRING } else { tag });
    let digits = length.to_be_bytes();
    if let (Ok(short), true) = (u8::try_from(length), length < 0x80) {
        out.push(short);
    } else {
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        let count = u8::try_from(digits.len() - zeros).map_err(|_| Asn1Error::Length)?;
        out.push(0x80 | count);
        out.extend(digits.iter().skip(zeros));
    }
    out.extend_from_slice(content);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { octets: 64, depth: 4, values: 12 };

    #[test]
    fn der_stays_as_it_is() {
        for octets in [&[0x30, 0x00][..], &[0x05, 0x00], &[0x30, 0x06, 0x02, 0x01, 0x05, 0x04, 0x01, 0xff]] {
            assert_eq!(to_der(octets, LIMITS), Ok(octets.to_vec()));
            assert_eq!(check_der(octets, LIMITS), Ok(()));
        }
    }

    #[test]
    fn open_lengths_and_pieces_become_der() {
        let streamed =
            [0x30, 0x80, 0x24, 0x80, 0x04, 0x02, 1, 2, 0x24, 0x03, 0x04, 0x01, 3, 0, 0, 0xa0, 0x80, 0, 0, 0, 0];
        let der = [0x30, 0x07, 0x04, 0x03, 1, 2, 3, 0xa0, 0x00];
        assert_eq!(to_der(&streamed, LIMITS), Ok(der.to_vec()));
        assert_eq!(check_der(&der, LIMITS), Ok(()));
        assert_eq!(check_der(&streamed, LIMITS), Err(Asn1Error::Indefinite));
        // A length written longer than needed is BER too.
        assert_eq!(to_der(&[0x04, 0x82, 0x00, 0x01, 7], LIMITS), Ok(vec![0x04, 0x01, 7]));
        assert_eq!(check_der(&[0x04, 0x82, 0x00, 0x01, 7], LIMITS), Err(Asn1Error::Length));
        assert_eq!(check_der(&[0x04, 0x81, 0x01, 7], LIMITS), Err(Asn1Error::Length));
    }

    #[test]
    fn long_values_keep_their_length() {
        let limits = Limits { octets: 1 << 20, ..LIMITS };
        for size in [127, 128, 255, 256, 65_535, 65_536] {
            let mut written = Vec::new();
            put(0x04, &vec![9; size], &mut written).unwrap();
            assert_eq!(check_der(&written, limits), Ok(()), "{size}");
            assert_eq!(to_der(&written, limits).unwrap(), written, "{size}");
        }
    }

    #[test]
    fn bounds_hold() {
        let nested = |depth: usize| {
            (0..depth).rev().fold(Vec::new(), |inner: Vec<u8>, _| {
                let mut outer = Vec::new();
                put(0x30, &inner, &mut outer).unwrap();
                outer
            })
        };
        assert_eq!(check_der(&nested(4), LIMITS), Ok(()));
        assert_eq!(check_der(&nested(5), LIMITS), Err(Asn1Error::TooDeep { limit: 4 }));
        assert_eq!(to_der(&[0x30, 0x80].repeat(30), LIMITS), Err(Asn1Error::TooDeep { limit: 4 }));
        assert_eq!(check_der(&[0; 65], LIMITS), Err(Asn1Error::TooLong { limit: 64 }));
        let mut many = Vec::new();
        put(0x30, &[0x05, 0x00].repeat(12), &mut many).unwrap();
        assert_eq!(check_der(&many, LIMITS), Err(Asn1Error::TooMany { limit: 12 }));
    }

    #[test]
    fn what_is_broken_is_named() {
        for (octets, error) in [
            (&[][..], Asn1Error::CutOff),
            (&[0x30], Asn1Error::CutOff),
            (&[0x30, 0x01], Asn1Error::CutOff),
            (&[0x30, 0x82, 0x01], Asn1Error::CutOff),
            (&[0x30, 0x80], Asn1Error::CutOff),
            (&[0x30, 0x80, 0x00], Asn1Error::Tag),
            (&[0x05, 0x00, 0x00], Asn1Error::Trailing),
            (&[0x00, 0x00], Asn1Error::Tag),
            (&[0x1f, 0x81, 0x01, 0x00], Asn1Error::Tag),
            (&[0x04, 0x85, 0, 0, 0, 0, 1, 0], Asn1Error::Length),
            (&[0x04, 0xff], Asn1Error::Length),
            (&[0x04, 0x80, 0, 0], Asn1Error::Indefinite),
            (&[0x23, 0x80, 0, 0], Asn1Error::Pieces),
            (&[0x2c, 0x00], Asn1Error::Pieces),
            (&[0x24, 0x03, 0x02, 0x01, 0x00], Asn1Error::Pieces),
            (&[0x04, 0x84, 0xff, 0xff, 0xff, 0xff], Asn1Error::CutOff),
        ] {
            assert_eq!(to_der(octets, LIMITS), Err(error), "{octets:02x?}");
        }
        assert_eq!(check_der(&[0x24, 0x03, 0x04, 0x01, 0x00], LIMITS), Err(Asn1Error::Pieces));
    }
}
