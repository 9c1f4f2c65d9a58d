//! GOST R 34.10-2012: every parameter set, every refusal, every bit.
#![expect(clippy::unwrap_used, reason = "a test may")]

use crate::support::{der, unhex};
use okno_pki::{
    digest::DigestAlgorithm,
    gost::{KeyError, ParameterSet, SignatureError, SigningKey, VerifyingKey},
    oid,
    public_key::{PublicKey, PublicKeyError},
};

/// A key of this set whose secret is these octets, below every q.
fn key(set: ParameterSet, fill: u8) -> SigningKey {
    let mut secret = vec![fill; set.size()];
    *secret.last_mut().unwrap() = 0x2a;
    SigningKey::from_bytes(set, &secret).unwrap()
}

/// The order of the group, big-endian.
fn order(set: ParameterSet) -> Vec<u8> {
    unhex(match set {
        ParameterSet::CryptoProA | ParameterSet::CryptoProXchA | ParameterSet::Tc26B256 => {
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"
        }
        ParameterSet::CryptoProB | ParameterSet::Tc26C256 => {
            "800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F"
        }
        ParameterSet::CryptoProC | ParameterSet::CryptoProXchB | ParameterSet::Tc26D256 => {
            "9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9"
        }
        ParameterSet::Tc26A256 => "400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67",
        ParameterSet::Tc26A512 => concat!(
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275"
        ),
        ParameterSet::Tc26B512 => concat!(
            "8000000000000000000000000000000000000000000000000000000000000001",
            "49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD"
        ),
        ParameterSet::Tc26C512 => concat!(
            "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED"
        ),
    })
}

#[test]
fn every_set_signs_and_verifies() {
    for set in ParameterSet::ALL {
        let key = key(set, 1);
        let signature = key.sign(b"a message");
        assert_eq!(signature.len(), set.size() * 2);
        assert_eq!(key.verifying_key().verify(b"a message", &signature), Ok(()), "{set:?}");
        assert_eq!(key.verifying_key().verify(b"another", &signature), Err(SignatureError::Wrong), "{set:?}");
        let digest = set.digest().of(b"a message");
        assert_eq!(key.sign_digest(&digest), Ok(signature.clone()), "{set:?}");
        assert_eq!(key.verifying_key().verify_digest(&digest, &signature), Ok(()), "{set:?}");
        assert_eq!(ParameterSet::find(&set.oid()), Some(set));
    }
    assert_eq!(ParameterSet::find(&oid::P256), None);
}

#[test]
fn nothing_but_the_key_verifies() {
    for set in ParameterSet::ALL {
        let signature = key(set, 1).sign(b"m");
        for other in ParameterSet::ALL {
            let verdict = key(other, 2).verifying_key().verify(b"m", &signature);
            assert!(verdict.is_err(), "{set:?} {other:?}");
            if other.size() != set.size() {
                let (expected, found) = (other.size() * 2, set.size() * 2);
                assert_eq!(verdict, Err(SignatureError::Length { expected, found }));
            }
        }
    }
    // One secret on two curves is two keys.
    let on_a = key(ParameterSet::CryptoProA, 1);
    let on_b = SigningKey::from_bytes(ParameterSet::CryptoProB, &[1; 32]).unwrap();
    assert!(on_b.verifying_key().verify(b"m", &on_a.sign(b"m")).is_err());
    // Two names of one curve are one curve.
    let point = on_a.verifying_key().as_bytes();
    let renamed = VerifyingKey::from_bytes(ParameterSet::Tc26B256, point).unwrap();
    assert_eq!(renamed.verify(b"m", &on_a.sign(b"m")), Ok(()));
    assert_ne!(&renamed, on_a.verifying_key());
}

#[test]
fn no_bit_of_a_signature_may_change() {
    for set in [ParameterSet::CryptoProA, ParameterSet::Tc26A256, ParameterSet::Tc26B512] {
        let key = key(set, 3);
        let signature = key.sign(b"bits");
        for place in 0..signature.len() {
            for bit in if place % 16 == 0 { 0..8 } else { place % 8..place % 8 + 1 } {
                let mut other = signature.clone();
                other[place] ^= 1 << bit;
                assert!(key.verifying_key().verify(b"bits", &other).is_err(), "{set:?} {place} {bit}");
            }
        }
    }
}

#[test]
fn no_bit_of_a_message_may_change() {
    let key = key(ParameterSet::Tc26C256, 4);
    let message = b"client_id=DEMO01";
    let signature = key.sign(message);
    for place in 0..message.len() * 8 {
        let mut other = message.to_vec();
        other[place / 8] ^= 1 << (place % 8);
        assert_eq!(key.verifying_key().verify(&other, &signature), Err(SignatureError::Wrong), "{place}");
    }
    assert!(key.verifying_key().verify(b"", &signature).is_err());
    assert!(key.verifying_key().verify(&[&message[..], b"\0"].concat(), &signature).is_err());
}

#[test]
fn a_signature_has_one_length_and_one_order() {
    for set in [ParameterSet::CryptoProB, ParameterSet::Tc26A512] {
        let key = key(set, 5);
        let signature = key.sign(b"m");
        let size = signature.len();
        for found in [0, 1, size / 2, size - 1, size + 1, size * 2] {
            let cut: Vec<u8> = signature.iter().copied().cycle().take(found).collect();
            let verdict = key.verifying_key().verify(b"m", &cut);
            assert_eq!(verdict, Err(SignatureError::Length { expected: size, found }));
        }
        // What CryptoPro's own calls give: the octets from the end, and the halves in the other order.
        let reversed: Vec<u8> = signature.iter().rev().copied().collect();
        assert!(key.verifying_key().verify(b"m", &reversed).is_err());
        let (s, r) = signature.split_at(size / 2);
        assert!(key.verifying_key().verify(b"m", &[r, s].concat()).is_err());
        for found in [0, set.size() - 1, set.size() + 1] {
            let verdict = key.verifying_key().verify_digest(&vec![1; found], &signature);
            assert_eq!(verdict, Err(SignatureError::Digest { expected: set.size(), found }));
            assert_eq!(key.sign_digest(&vec![1; found]), Err(SignatureError::Digest { expected: set.size(), found }));
        }
    }
}

#[test]
fn r_and_s_are_from_one_to_the_order() {
    for set in ParameterSet::ALL {
        let key = key(set, 6);
        let digest = set.digest().of(b"m");
        let signature = key.sign_digest(&digest).unwrap();
        let (s, r) = signature.split_at(set.size());
        let zero = vec![0; set.size()];
        let order = order(set);
        let ones = vec![0xff; set.size()];
        for bad in [&zero, &order, &ones] {
            for forged in [[&bad[..], r].concat(), [s, bad].concat(), [&bad[..], bad].concat()] {
                let verdict = key.verifying_key().verify_digest(&digest, &forged);
                assert_eq!(verdict, Err(SignatureError::Range), "{set:?}");
            }
        }
        // The number before the order is in range and wrong; r + q and s + q are the same numbers modulo q.
        let mut before = order.clone();
        *before.last_mut().unwrap() -= 1;
        assert_eq!(key.verifying_key().verify_digest(&digest, &[s, &before].concat()), Err(SignatureError::Wrong));
        for forged in [[&added(s, &order)[..], r].concat(), [s, &added(r, &order)[..]].concat()] {
            assert!(key.verifying_key().verify_digest(&digest, &forged).is_err(), "{set:?}");
        }
        // -s is another number, and there is no symmetry as with ECDSA.
        assert!(key.verifying_key().verify_digest(&digest, &[&negated(s, &order)[..], r].concat()).is_err());
    }
}

/// The sum of two big-endian numbers, cut to their length.
fn added(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let mut sum: Vec<u8> = one
        .iter()
        .zip(other)
        .rev()
        .map(|(one, other)| {
            carry += u16::from(*one) + u16::from(*other);
            let digit = carry.to_be_bytes()[1];
            carry >>= 8;
            digit
        })
        .collect();
    sum.reverse();
    sum
}

/// The difference of two big-endian numbers, the second the larger.
fn negated(number: &[u8], order: &[u8]) -> Vec<u8> {
    let complement: Vec<u8> = number.iter().map(|digit| !digit).collect();
    let mut one = vec![0; number.len()];
    *one.last_mut().unwrap() = 1;
    added(&added(order, &complement), &one)
}

#[test]
fn a_digest_of_zero_counts_as_one() {
    for set in [ParameterSet::CryptoProC, ParameterSet::Tc26C512] {
        let key = key(set, 7);
        let zero = vec![0; set.size()];
        let mut one = zero.clone();
        one[0] = 1;
        let mut order = order(set);
        order.reverse();
        let signature = key.sign_digest(&zero).unwrap();
        for digest in [&zero, &one, &order] {
            assert_eq!(key.verifying_key().verify_digest(digest, &signature), Ok(()), "{set:?}");
        }
        let mut two = zero.clone();
        two[0] = 2;
        assert_eq!(key.verifying_key().verify_digest(&two, &signature), Err(SignatureError::Wrong));
    }
}

#[test]
fn a_secret_is_from_one_to_the_order() {
    for set in ParameterSet::ALL {
        let mut order = order(set);
        order.reverse();
        let zero = vec![0; set.size()];
        for bad in [&zero, &order, &vec![0xff; set.size()]] {
            assert_eq!(SigningKey::from_bytes(set, bad).unwrap_err(), KeyError::Range, "{set:?}");
        }
        let mut last = order.clone();
        last[0] -= 1;
        let mut first = zero.clone();
        first[0] = 1;
        // The last secret is minus the first: their points differ in the sign of y alone.
        let (first, last) = (SigningKey::from_bytes(set, &first).unwrap(), SigningKey::from_bytes(set, &last).unwrap());
        let x = |key: &SigningKey| key.verifying_key().as_bytes()[..set.size()].to_vec();
        assert_eq!(x(&first), x(&last), "{set:?}");
        assert_ne!(first.verifying_key(), last.verifying_key());
        for key in [first, last] {
            assert_eq!(key.verifying_key().verify(b"m", &key.sign(b"m")), Ok(()), "{set:?}");
        }
        for found in [0, set.size() - 1, set.size() + 1] {
            let refused = SigningKey::from_bytes(set, &vec![1; found]).unwrap_err();
            assert_eq!(refused, KeyError::Length { expected: set.size(), found });
        }
    }
}

#[test]
fn nonces_are_from_one_to_the_order_and_never_repeat() {
    let set = ParameterSet::Tc26B256;
    let key = key(set, 8);
    let digest = DigestAlgorithm::Streebog256.of(b"m");
    let mut order = order(set);
    order.reverse();
    for bad in [vec![0; 32], order, vec![0xff; 32], vec![1; 31], vec![1; 33]] {
        assert_eq!(key.sign_digest_with_nonce(&digest, &bad), None);
    }
    assert_eq!(key.sign_digest_with_nonce(&digest[1..], &[1; 32]), None);
    let with_one = key.sign_digest_with_nonce(&digest, &[1; 32]).unwrap();
    assert_eq!(key.verifying_key().verify_digest(&digest, &with_one), Ok(()));
    // r follows from the nonce alone: it differs for each message, and for each key.
    let halves: Vec<Vec<u8>> = (0_u8..20).map(|number| key.sign(&[number])[32..].to_vec()).collect();
    for (place, half) in halves.iter().enumerate() {
        assert!(!halves[place + 1..].contains(half));
    }
    let other = crate::support::gost_key(set, 9);
    assert_ne!(other.sign(&[0])[32..], halves[0][..]);
}

#[test]
fn a_key_is_a_point_on_the_curve() {
    for set in ParameterSet::ALL {
        let point = key(set, 10).verifying_key().as_bytes().to_vec();
        for place in [0, set.size() - 1, set.size(), point.len() - 1] {
            let mut off = point.clone();
            off[place] ^= 1;
            assert_eq!(VerifyingKey::from_bytes(set, &off), Err(KeyError::NotOnCurve), "{set:?}");
        }
        // Big-endian, zeros, the numbers above p, and both coordinates exchanged.
        let reversed: Vec<u8> = point.iter().rev().copied().collect();
        let (x, y) = point.split_at(set.size());
        for bad in [reversed, vec![0; point.len()], vec![0xff; point.len()], [y, x].concat()] {
            assert_eq!(VerifyingKey::from_bytes(set, &bad), Err(KeyError::NotOnCurve), "{set:?}");
        }
        for found in [0, 1, point.len() - 1, point.len() + 1] {
            let refused = VerifyingKey::from_bytes(set, &vec![1; found]);
            assert_eq!(refused, Err(KeyError::Length { expected: point.len(), found }));
        }
        for other in ParameterSet::ALL {
            let same_numbers = VerifyingKey::from_bytes(other, &point).is_ok();
            assert_eq!(same_numbers, order(other) == order(set), "{set:?} {other:?}");
        }
    }
}

/// Points of small order, and sums of such a point with the generator, on the curves with cofactor 4.
#[test]
fn a_key_is_in_the_group() {
    let short = [
        "aa4aa1e7dc7530a67ec42a195cfe448758d978d4444b978e15ff95f573fe00010000000000000000000000000000000000000000000000000000000000000000",
        "963e464632a6e9b4e215660688076c2b5c3a2a1dc9e480c3cdcee5f21a6b4718300007e55b375461335cc0ede8d786691396a3ab7fe0779940a1483b2e95fa4c",
        "77592f8c11c5e7acc09d6af3d1805dbc5393c3955d5ab43875003505c6807f7fcaee715bcbb048f9bd26c0258a7de7ca0446b53ee7f0e255a0fe60f0ad7d8181",
        "c835a627caeeaff30647e0ef2766a81e5e00f7f2a7b9caf22528078e69666ded63871c4dec06cf05ad5eb15ba197e34ab1e97280c9de1dc6c79d17edb4fb9884",
    ];
    let long = [
        concat!(
            "7112fddd49b2b2211e5b5c1f4bcd9a6d1a0945510bcd25d61d013ab8014573c6440bb802bb1a5cfa5108edae38b28a9cb7ff39258aa29bd8efec9455978f629a",
            "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        ),
        concat!(
            "bbc40880a3fd9367eef37ca7366e3d79ce225f27a7a48c00487772d533e339ada9f3ac67247663fc4cdb117f7f271231df7505da4b28be18ed4a43118ca071a9",
            "9d74c6e8b3b401356630fe5b0ff776c6e75370c993d7dd8b366b60fe6e85d89d880f9d08b3ec549cd5d73666d1ce4d5be1952d04e74d8c43c7fa20d90e7fd4a9"
        ),
        concat!(
            "8f740111dba626ef70d251705a9932c9727b5d577a19ed1471ffe2237f5dc69c5dfaa37ea2f2d102d77b89a8e3a6ba31240063edba2eb2138889355534b8ceb2",
            "a99bfbcc6e0b8c32ad880aaff03368a4a78de7f990b338c1ac01579482e7ac29e710148418288af77a8c6306550bd06a93ffd637cf73e9c467635f0063d793e7"
        ),
        concat!(
            "8f7643f001b0c7f01b30775b94430fdae41f9368bc95ce62575db912fd833422473c92d23ffc6e78ea3b4df2d3afeb1311d2b17226516469fa4cc31924538ff7",
            "ee84d75b195a501ae1e9e96d1366b7c5af724ef8ca1b15475deb888bab73cae0a1d54abae02d8ffb68101bf65ee9cedba1c252ea07f4f6ab7bc74e6109cf6985"
        ),
    ];
    for (set, points) in [(ParameterSet::Tc26A256, short), (ParameterSet::Tc26C512, long)] {
        for point in points {
            assert_eq!(VerifyingKey::from_bytes(set, &unhex(point)), Err(KeyError::NotInGroup), "{set:?} {point}");
        }
    }
}

#[test]
fn keys_survive_their_encodings() {
    for set in ParameterSet::ALL {
        let key = key(set, 11);
        let file = key.to_pkcs8_der().unwrap();
        assert_eq!(SigningKey::from_pkcs8_der(&file).unwrap(), key, "{set:?}");
        let spki = key.verifying_key().to_spki().unwrap();
        assert_eq!(VerifyingKey::from_spki(&spki).unwrap(), *key.verifying_key(), "{set:?}");
        let read = PublicKey::from_spki_der(&crate::support::spki(&key)).unwrap();
        assert_eq!(read, PublicKey::Gost(key.verifying_key().clone()), "{set:?}");
    }
}

#[test]
fn what_stands_around_a_key_must_agree() {
    let key = key(ParameterSet::Tc26B256, 12);
    let point = der(0x04, &[key.verifying_key().as_bytes()]);
    let structure = |algorithm: &str, parameters: &[u8], point: &[u8]| {
        let algorithm = der(0x30, &[&crate::support::oid(algorithm), parameters]);
        PublicKey::from_spki_der(&der(0x30, &[&algorithm, &der(0x03, &[&[0], point])]))
    };
    let gost = |error: KeyError| Err(PublicKeyError::Gost(error));
    let set = crate::support::oid("1.2.643.7.1.2.1.1.2");
    let (short, long) = (crate::support::oid("1.2.643.7.1.1.2.2"), crate::support::oid("1.2.643.7.1.1.2.3"));
    let key_256 = "1.2.643.7.1.1.1.1";
    assert!(structure(key_256, &der(0x30, &[&set]), &point).is_ok());
    assert!(structure(key_256, &der(0x30, &[&set, &short]), &point).is_ok());
    // The digest, or the size in the algorithm, of the other length.
    assert_eq!(structure(key_256, &der(0x30, &[&set, &long]), &point), gost(KeyError::Disagreement));
    assert_eq!(structure("1.2.643.7.1.1.1.2", &der(0x30, &[&set]), &point), gost(KeyError::Disagreement));
    // The curve for tests, one that is none, and none at all.
    for unknown in ["1.2.643.2.2.35.0", "1.2.643.7.1.2.1.2.0", "1.2.840.10045.3.1.7"] {
        let parameters = der(0x30, &[&crate::support::oid(unknown)]);
        assert_eq!(structure(key_256, &parameters, &point), gost(KeyError::ParameterSet));
    }
    assert_eq!(structure(key_256, &[], &point), gost(KeyError::Structure));
    assert_eq!(structure(key_256, &[0x05, 0x00], &point), gost(KeyError::Structure));
    assert_eq!(structure(key_256, &der(0x30, &[]), &point), gost(KeyError::Structure));
    // A point that is not wrapped in an OCTET STRING, or followed by something.
    assert_eq!(structure(key_256, &der(0x30, &[&set]), key.verifying_key().as_bytes()), gost(KeyError::Structure));
    let trailing = [&point[..], &[0]].concat();
    assert_eq!(structure(key_256, &der(0x30, &[&set]), &trailing), gost(KeyError::Structure));
    // The keys of 2001 have an algorithm of their own, which is not read.
    assert!(matches!(structure("1.2.643.2.2.19", &der(0x30, &[&set]), &point), Err(PublicKeyError::Algorithm(_))));
}

#[test]
fn key_files_are_read_in_each_form() {
    let set = ParameterSet::CryptoProA;
    let key = key(set, 13);
    let mut secret = vec![13; 32];
    secret[31] = 0x2a;
    let algorithm = der(
        0x30,
        &[&crate::support::oid("1.2.643.7.1.1.1.1"), &der(0x30, &[&crate::support::oid("1.2.643.2.2.35.1")])],
    );
    let file = |inner: &[u8]| der(0x30, &[&[0x02, 0x01, 0x00], &algorithm, &der(0x04, &[inner])]);
    assert_eq!(SigningKey::from_pkcs8_der(&file(&secret)).unwrap(), key);
    assert_eq!(SigningKey::from_pkcs8_der(&file(&der(0x04, &[&secret]))).unwrap(), key);
    secret.reverse();
    assert_eq!(SigningKey::from_pkcs8_der(&file(&der(0x02, &[&secret]))).unwrap(), key);
    let small = SigningKey::from_pkcs8_der(&file(&[0x02, 0x01, 0x05])).unwrap();
    let mut five = vec![0; 32];
    five[0] = 5;
    assert_eq!(small, SigningKey::from_bytes(set, &five).unwrap());
    for (inner, error) in [
        (&[0x02, 0x01, 0x00][..], KeyError::Range),
        (&der(0x02, &[&[1; 33]]), KeyError::Range),
        (&der(0x04, &[&[1; 31]]), KeyError::Length { expected: 32, found: 31 }),
        (&[0x05, 0x00], KeyError::Structure),
        (&[], KeyError::Structure),
    ] {
        assert_eq!(SigningKey::from_pkcs8_der(&file(inner)).unwrap_err(), error);
    }
    assert_eq!(SigningKey::from_pkcs8_der(&vec![0x30; 5000]).unwrap_err(), KeyError::Structure);
    assert_eq!(SigningKey::from_pkcs8_pem(b"-----BEGIN").unwrap_err(), KeyError::Structure);
    let printed = format!("{key:?}{:?}", key.verifying_key());
    assert!(!printed.contains("0d"), "{printed}");
}
