//! Signing (RFC 7091 6.1) with nonces by RFC 6979. Secrets meet only operations of constant time.

use crypto_bigint::{Encoding, Uint, Unsigned, modular::FixedMontyForm};
use rfc6979::KGenerator;
use streebog::{Digest, Streebog256, Streebog512, digest::block_api::BlockSizeUser};
use zeroize::{Zeroize, Zeroizing};

use super::{
    KeyError,
    curve::{Curve, LONG, SHORT},
    verify::{hash_number, in_range},
};

/// The public point of a secret, `x ‖ y`, little-endian.
pub(super) fn public<const LIMBS: usize>(curve: &Curve<LIMBS>, secret: &[u8]) -> Result<Vec<u8>, KeyError> {
    let expected = Uint::<LIMBS>::BYTES;
    if secret.len() != expected {
        return Err(KeyError::Length { expected, found: secret.len() });
    }
    let secret = Zeroizing::new(Uint::<LIMBS>::from_le_slice(secret));
    if !in_range(curve, &secret) {
        return Err(KeyError::Range);
    }
    let (x, y) = curve.multiply_generator(&secret).affine().ok_or(KeyError::Range)?;
    Ok([x.to_le_bytes().as_ref(), y.to_le_bytes().as_ref()].concat())
}

/// A signature with the nonce given; `None` for lengths that do not fit, a nonce out of range, and r or s of zero.
#[expect(clippy::many_single_char_names, reason = "the letters of RFC 7091")]
pub(super) fn with_nonce<const LIMBS: usize>(
    curve: &Curve<LIMBS>,
    secret: &[u8],
    digest: &[u8],
    nonce: &[u8],
) -> Option<Vec<u8>> {
    let size = Uint::<LIMBS>::BYTES;
    if secret.len() != size || nonce.len() != size {
        return None;
    }
    let e = hash_number(curve, digest).ok()?;
    let k = Zeroizing::new(Uint::<LIMBS>::from_le_slice(nonce));
    if !in_range(curve, &k) {
        return None;
    }
    let (x, _) = curve.multiply_generator(&k).affine()?;
    let r = FixedMontyForm::new(&x, &curve.scalars);
    let mut d = FixedMontyForm::new(&Zeroizing::new(Uint::<LIMBS>::from_le_slice(secret)), &curve.scalars);
    let mut k = FixedMontyForm::new(&k, &curve.scalars);
    let s = r.mul(&d).add(&k.mul(&e));
    d.as_montgomery_mut().zeroize();
    k.as_montgomery_mut().zeroize();
    let (r, s) = (r.retrieve(), s.retrieve());
    if r == Uint::ZERO || s == Uint::ZERO {
        return None;
    }
    Some([s.to_be_bytes().as_ref(), r.to_be_bytes().as_ref()].concat())
}

/// A signature by a key of 256 bits over a digest of 32 octets.
pub(super) fn short(curve: &Curve<SHORT>, secret: &[u8], digest: &[u8]) -> Vec<u8> {
    deterministic::<Streebog256, SHORT>(curve, secret, digest)
}

/// A signature by a key of 512 bits over a digest of 64 octets.
pub(super) fn long(curve: &Curve<LONG>, secret: &[u8], digest: &[u8]) -> Vec<u8> {
    deterministic::<Streebog512, LONG>(curve, secret, digest)
}

/// A signature with the first nonce of RFC 6979 3.2 that makes one; a second is needed once in 2^256 times.
fn deterministic<H, const LIMBS: usize>(curve: &Curve<LIMBS>, secret: &[u8], digest: &[u8]) -> Vec<u8>
where
    H: Digest + BlockSizeUser,
    Uint<LIMBS>: Encoding + Unsigned,
{
    // The generator reads numbers big-endian.
    let reversed = |octets: &[u8]| octets.iter().rev().copied().collect::<Vec<u8>>();
    let big_endian = Zeroizing::new(reversed(secret));
    let mut nonces = KGenerator::<H, _>::new(&big_endian, &reversed(digest), &[], curve.scalars.modulus().as_ref());
    let mut nonce = Zeroizing::new(vec![0; Uint::<LIMBS>::BYTES]);
    loop {
        nonces.fill_next_k(&mut nonce);
        nonce.reverse();
        if let Some(signature) = with_nonce(curve, secret, digest, &nonce) {
            return signature;
        }
    }
}
