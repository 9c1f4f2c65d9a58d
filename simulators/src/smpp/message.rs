//! From octets to text: alphabets, headers of parts, putting parts together. Pure.

use std::collections::{BTreeMap, VecDeque};

/// The GSM 7-bit default alphabet, one septet per octet as SMPP carries it.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension table, after an escape.
const GSM_EXTENSION: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];
/// So many unfinished messages are kept.
const UNFINISHED: usize = 200;

/// Reads text in one of the codings of `data_coding`; `None` for one that we do not know or octets that are none of it.
pub fn decode(data_coding: u8, octets: &[u8]) -> Option<String> {
    match data_coding {
        0x00 => gsm(octets),
        0x01 => octets.is_ascii().then(|| octets.iter().map(|&octet| char::from(octet)).collect()),
        0x03 => Some(octets.iter().map(|&octet| char::from(octet)).collect()),
        0x08 => ucs2(octets),
        _ => None,
    }
}

fn gsm(octets: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(octets.len());
    let mut octets = octets.iter();
    while let Some(&octet) = octets.next() {
        if octet == 0x1b {
            let next = *octets.next()?;
            text.push(GSM_EXTENSION.iter().find(|(code, _)| *code == next).map(|(_, letter)| *letter)?);
        } else {
            text.push(GSM.chars().nth(usize::from(octet))?);
        }
    }
    Some(text)
}

fn ucs2(octets: &[u8]) -> Option<String> {
    let (pairs, rest) = octets.as_chunks::<2>();
    // Phones take UTF-16 where UCS-2 is said.
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
}

/// Which part of which message this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The message's reference.
    pub reference: u16,
    /// How many parts there are.
    pub total: u8,
    /// Which one this is, from 1.
    pub number: u8,
}

impl Part {
    fn checked(self) -> Option<Self> {
        (self.total >= 1 && (1..=self.total).contains(&self.number)).then_some(self)
    }
}

/// Takes a user data header off; `None` if the octets are no header. Elements other than those of parts are ignored.
pub fn split_header(octets: &[u8]) -> Option<(Option<Part>, &[u8])> {
    let (&length, rest) = octets.split_first()?;
    let (mut header, body) = rest.split_at_checked(usize::from(length))?;
    let mut part = None;
    while let Some((&id, rest)) = header.split_first() {
        let (&length, rest) = rest.split_first()?;
        let (element, rest) = rest.split_at_checked(usize::from(length))?;
        match (id, element) {
            (0x00, &[reference, total, number]) => {
                part = Some(Part { reference: reference.into(), total, number }.checked()?);
            }
            (0x08, &[high, low, total, number]) => {
                part = Some(Part { reference: u16::from_be_bytes([high, low]), total, number }.checked()?);
            }
            (0x00 | 0x08, _) => return None,
            _ => {}
        }
        header = rest;
    }
    Some((part, body))
}

#[derive(PartialEq, Eq)]
struct Key {
    from: String,
    to: String,
    reference: u16,
    total: u8,
}

/// Puts parts together. The coding is that of the first part to come.
#[derive(Default)]
pub struct Assembly(VecDeque<(Key, u8, BTreeMap<u8, Vec<u8>>)>);

impl Assembly {
    /// Takes a part in; the whole message's coding and octets when it was the last one missing.
    pub fn add(&mut self, from: &str, to: &str, part: Part, coding: u8, octets: &[u8]) -> Option<(u8, Vec<u8>)> {
        let key = Key { from: from.into(), to: to.into(), reference: part.reference, total: part.total };
        let at = self.0.iter().position(|(other, ..)| *other == key);
        let index = at.unwrap_or_else(|| {
            if self.0.len() >= UNFINISHED {
                self.0.pop_front();
            }
            self.0.push_back((key, coding, BTreeMap::new()));
            self.0.len() - 1
        });
        let (.., parts) = self.0.get_mut(index)?;
        parts.insert(part.number, octets.to_vec());
        if parts.len() < usize::from(part.total) {
            return None;
        }
        let (_, coding, parts) = self.0.remove(index)?;
        Some((coding, parts.into_values().flatten().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_are_read() {
        assert_eq!(decode(0, b"Code 123\x00\x1b\x65").as_deref(), Some("Code 123@€"));
        assert_eq!(decode(0, &[0x05, 0x7f]).as_deref(), Some("éà"));
        assert_eq!(decode(8, &[0x04, 0x1a, 0x04, 0x3e, 0x04, 0x34]).as_deref(), Some("Код"));
        assert_eq!(decode(8, &[0xd8, 0x3d, 0xde, 0x00]).as_deref(), Some("😀"));
        assert_eq!(decode(3, &[0xe9]).as_deref(), Some("é"));
        for (coding, octets) in
            [(0, &[0x80][..]), (0, &[0x1b]), (8, &[0x04]), (8, &[0xd8, 0x3d]), (1, &[0xe9]), (4, b"a")]
        {
            assert_eq!(decode(coding, octets), None, "{coding} {octets:?}");
        }
    }

    #[test]
    fn the_alphabet_has_128_letters() {
        assert_eq!(GSM.chars().count(), 128);
    }

    #[test]
    fn headers_are_taken_off() {
        let part = Part { reference: 7, total: 2, number: 1 };
        assert_eq!(split_header(&[5, 0, 3, 7, 2, 1, b'a']), Some((Some(part), &b"a"[..])));
        assert_eq!(split_header(&[6, 8, 4, 0, 7, 2, 1, b'a']), Some((Some(part), &b"a"[..])));
        assert_eq!(split_header(&[4, 5, 2, 0, 0, b'a']), Some((None, &b"a"[..])));
        for bad in [&[][..], &[9, 0], &[5, 0, 3, 7, 2, 3], &[5, 0, 3, 7, 0, 0], &[3, 0, 9, 1], &[1, 0]] {
            assert_eq!(split_header(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn parts_make_a_whole_in_any_order() {
        let mut assembly = Assembly::default();
        let part = |number| Part { reference: 1, total: 3, number };
        assert_eq!(assembly.add("a", "b", part(3), 0, b"c"), None);
        assert_eq!(assembly.add("a", "b", part(1), 0, b"a"), None);
        assert_eq!(assembly.add("a", "x", part(2), 0, b"?"), None);
        assert_eq!(assembly.add("a", "b", part(1), 0, b"a"), None);
        assert_eq!(assembly.add("a", "b", part(2), 0, b"b"), Some((0, b"abc".to_vec())));
    }

    proptest::proptest! {
        #[test]
        fn no_octets_make_it_panic(coding: u8, octets: Vec<u8>) {
            let _ = decode(coding, &octets);
            let _ = decode(0, &octets);
            let _ = decode(8, &octets);
            let _ = split_header(&octets);
        }
    }
}
