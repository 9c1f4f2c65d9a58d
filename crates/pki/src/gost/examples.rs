//! The examples of RFC 7091 7.1 and 7.2, on the curves that are only for them.

use std::sync::LazyLock;

use super::{
    ParameterSet, SigningKey, VerifyingKey,
    curve::{Cofactor, Curve, LONG, Printed, SHORT},
};

pub(super) static CURVE_256: LazyLock<Curve<SHORT>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: "8000000000000000000000000000000000000000000000000000000000000431",
        q: "8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3",
        a: "0000000000000000000000000000000000000000000000000000000000000007",
        b: "5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E",
        x: "0000000000000000000000000000000000000000000000000000000000000002",
        y: "08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8",
        cofactor: Cofactor::One,
    })
});

pub(super) static CURVE_512: LazyLock<Curve<LONG>> = LazyLock::new(|| {
    Curve::new(&Printed {
        p: concat!(
            "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D",
            "F1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373"
        ),
        q: concat!(
            "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D",
            "A82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF"
        ),
        a: concat!(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000007"
        ),
        b: concat!(
            "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC43",
            "61834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC"
        ),
        x: concat!(
            "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762",
            "FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A"
        ),
        y: concat!(
            "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C",
            "83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E"
        ),
        cofactor: Cofactor::One,
    })
});

/// The numbers of an example, hexadecimal as printed.
struct Example {
    set: ParameterSet,
    d: &'static str,
    x: &'static str,
    y: &'static str,
    /// Already reduced modulo q.
    e: &'static str,
    k: &'static str,
    r: &'static str,
    s: &'static str,
}

const EXAMPLES: [Example; 2] = [
    Example {
        set: ParameterSet::Example256,
        d: "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
        x: "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
        y: "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
        e: "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
        k: "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
        r: "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
        s: "01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
    },
    Example {
        set: ParameterSet::Example512,
        d: "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B102072E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
        x: "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
        y: "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
        e: "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C5917184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
        k: "359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F365886748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
        r: "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD35492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
        s: "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
    },
];

fn big_endian(set: ParameterSet, hex: &str) -> Vec<u8> {
    let hex = format!("{hex:0>width$}", width = set.size() * 2);
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn little_endian(set: ParameterSet, hex: &str) -> Vec<u8> {
    big_endian(set, hex).into_iter().rev().collect()
}

#[test]
fn the_examples_of_rfc_7091_come_out() {
    for example in EXAMPLES {
        let set = example.set;
        let digest = little_endian(set, example.e);
        let expected = [big_endian(set, example.s), big_endian(set, example.r)].concat();
        let key = SigningKey::from_bytes(set, &little_endian(set, example.d)).unwrap();
        let point = [little_endian(set, example.x), little_endian(set, example.y)].concat();
        assert_eq!(key.verifying_key(), &VerifyingKey::from_bytes(set, &point).unwrap());
        let signature = key.sign_digest_with_nonce(&digest, &little_endian(set, example.k)).unwrap();
        assert_eq!(signature, expected);
        assert_eq!(key.verifying_key().verify_digest(&digest, &signature), Ok(()));
        // The nonce of our own gives another signature, that is as good and always the same.
        let own = key.sign_digest(&digest).unwrap();
        assert_ne!(own, signature);
        assert_eq!(own, key.sign_digest(&digest).unwrap());
        assert_eq!(key.verifying_key().verify_digest(&digest, &own), Ok(()));
    }
}

#[test]
fn curves_for_examples_have_no_name() {
    for example in EXAMPLES {
        assert_eq!(ParameterSet::find(&example.set.oid()), None);
    }
}
