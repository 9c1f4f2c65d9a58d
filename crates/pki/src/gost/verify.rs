//! Verification (RFC 7091 6.2) and the check of public keys. Works on public values only.

use crypto_bigint::{Uint, modular::FixedMontyForm};

use super::{KeyError, SignatureError, curve::Curve, point::Point};

/// The two halves of octets as numbers read by `read`, if they are of this size each.
fn halves<const LIMBS: usize>(octets: &[u8], read: fn(&[u8]) -> Uint<LIMBS>) -> Option<(Uint<LIMBS>, Uint<LIMBS>)> {
    let size = Uint::<LIMBS>::BYTES;
    if octets.len() != 2 * size {
        return None;
    }
    let (one, other) = octets.split_at_checked(size)?;
    Some((read(one), read(other)))
}

/// The point of a key as it is written, `x ‖ y`, little-endian.
fn point<const LIMBS: usize>(curve: &Curve<LIMBS>, octets: &[u8]) -> Result<Point<LIMBS>, KeyError> {
    let expected = 2 * Uint::<LIMBS>::BYTES;
    let (x, y) =
        halves(octets, Uint::<LIMBS>::from_le_slice).ok_or(KeyError::Length { expected, found: octets.len() })?;
    curve.point(&x, &y).ok_or(KeyError::NotOnCurve)
}

/// Whether these are the coordinates of a point that may be a key.
pub(super) fn check<const LIMBS: usize>(curve: &Curve<LIMBS>, octets: &[u8]) -> Result<(), KeyError> {
    let point = point(curve, octets)?;
    if curve.in_group(&point) { Ok(()) } else { Err(KeyError::NotInGroup) }
}

/// The number of a digest modulo q: little-endian, and 1 where it would be 0 (RFC 7091 6.1, step 2).
pub(super) fn hash_number<const LIMBS: usize>(
    curve: &Curve<LIMBS>,
    digest: &[u8],
) -> Result<FixedMontyForm<LIMBS>, SignatureError> {
    let expected = Uint::<LIMBS>::BYTES;
    if digest.len() != expected {
        return Err(SignatureError::Digest { expected, found: digest.len() });
    }
    let number = FixedMontyForm::new(&Uint::from_le_slice(digest), &curve.scalars);
    let is_zero = *number.as_montgomery() == Uint::ZERO;
    Ok(if is_zero { FixedMontyForm::one(&curve.scalars) } else { number })
}

/// Whether a number is from 1 to q - 1.
pub(super) fn in_range<const LIMBS: usize>(curve: &Curve<LIMBS>, number: &Uint<LIMBS>) -> bool {
    *number != Uint::ZERO && number < curve.scalars.modulus().as_ref()
}

/// Checks a signature `s ‖ r` over a digest by a key that has been checked before.
#[expect(clippy::many_single_char_names, reason = "the letters of RFC 7091")]
pub(super) fn verify<const LIMBS: usize>(
    curve: &Curve<LIMBS>,
    key: &[u8],
    digest: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let expected = 2 * Uint::<LIMBS>::BYTES;
    let (s, r) = halves(signature, Uint::<LIMBS>::from_be_slice)
        .ok_or(SignatureError::Length { expected, found: signature.len() })?;
    let e = hash_number(curve, digest)?;
    if !in_range(curve, &s) || !in_range(curve, &r) {
        return Err(SignatureError::Range);
    }
    let key = point(curve, key).map_err(|_| SignatureError::Wrong)?;
    let v = e.invert_vartime().into_option().ok_or(SignatureError::Wrong)?;
    let z1 = FixedMontyForm::new(&s, &curve.scalars).mul(&v);
    let z2 = FixedMontyForm::new(&r, &curve.scalars).mul(&v).neg();
    let sum = curve.multiply_both(&z1.retrieve(), &z2.retrieve(), &key);
    let (x, _) = sum.affine().ok_or(SignatureError::Wrong)?;
    let found = FixedMontyForm::new(&x, &curve.scalars).retrieve();
    if found == r { Ok(()) } else { Err(SignatureError::Wrong) }
}
