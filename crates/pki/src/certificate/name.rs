//! Names in certificates: their texts, and when two are the same.

use der::{
    Tag, Tagged,
    asn1::{Any, BmpString, ObjectIdentifier},
};
use x509_cert::name::Name;

/// The text of the first attribute of this type.
pub(super) fn attribute(name: &Name, attribute: &ObjectIdentifier) -> Option<String> {
    name.iter().find(|one| one.oid == *attribute).and_then(|one| text(&one.value))
}

/// The text of a string in one of the encodings that names use.
fn text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::Utf8String => std::str::from_utf8(value.value()).ok().map(str::to_owned),
        Tag::PrintableString | Tag::NumericString | Tag::Ia5String => {
            std::str::from_utf8(value.value()).ok().filter(|text| text.is_ascii()).map(str::to_owned)
        }
        Tag::BmpString => value.decode_as::<BmpString>().ok().map(|text| text.chars().collect()),
        _ => None,
    }
}

/// Whether two names are the same: the same attributes in the same order, with the same texts however encoded.
///
/// Libraries write a name anew from its texts and choose other string types (RFC 5280 7.1 asks for more: case and spaces
/// are not folded here, since no library was seen to change those).
pub(super) fn same(one: &Name, other: &Name) -> bool {
    let same_value = |one: &Any, other: &Any| one == other || text(one).is_some_and(|said| text(other) == Some(said));
    one.iter_rdn().count() == other.iter_rdn().count()
        && one.iter_rdn().zip(other.iter_rdn()).all(|(one, other)| {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|(one, other)| one.oid == other.oid && same_value(&one.value, &other.value))
        })
}
