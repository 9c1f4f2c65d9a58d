//! Files handed to a virus scanner over the protocol of clamd.
#![expect(clippy::unwrap_used, reason = "a test may")]

use okno_app::ports::{Antivirus as _, PortError, Scan};
use okno_gateways::antivirus::{AntivirusConfig, Clamd};
use okno_simulators::{
    Simulators, SimulatorsConfig,
    clamd::{ClamdSwitches, EICAR},
    registry::Outage,
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::support::{is_garbage, is_later, is_refused, nobody};

fn clamd(port: u16) -> Clamd {
    let config = json!({ "host": "127.0.0.1", "port": port, "timeout_seconds": 1 });
    Clamd::new(&serde_json::from_value::<AntivirusConfig>(config).unwrap()).unwrap()
}

async fn simulators() -> (tempfile::TempDir, Simulators) {
    let keys = tempfile::tempdir().unwrap();
    let simulators = Simulators::start(SimulatorsConfig::local(keys.path())).await.unwrap();
    (keys, simulators)
}

/// R224: what is clean is found clean, of any length; the test text of the scanners is found.
#[tokio::test]
async fn files_are_looked_at() {
    let (_keys, simulators) = simulators().await;
    let clamd = clamd(simulators.addresses().clamd.port());
    clamd.check().await.unwrap();
    for length in [0, 1, 64 * 1024, 64 * 1024 + 1, 5 * 1024 * 1024] {
        assert_eq!(clamd.scan(&vec![b'a'; length]).await.unwrap(), Scan::Clean, "{length}");
    }
    let found = clamd.scan(EICAR).await.unwrap();
    assert_eq!(found, Scan::Infected { what: "Eicar-Test-Signature".to_owned() });
    // The same across the border of two pieces.
    let mut late = vec![b'a'; 64 * 1024 - 20];
    late.extend_from_slice(EICAR);
    assert!(matches!(clamd.scan(&late).await, Ok(Scan::Infected { .. })));
}

/// R224: a scanner that is down, overloaded or confused means later; one that refuses the size means never.
#[tokio::test]
async fn a_scanner_in_trouble() {
    let (_keys, simulators) = simulators().await;
    let clamd = clamd(simulators.addresses().clamd.port());
    simulators.clamd().set(|switches| switches.outage = Outage::Close);
    assert!(is_later(clamd.scan(b"x").await) && is_later(clamd.check().await));
    simulators.clamd().set(|switches| *switches = ClamdSwitches { fault: true, ..ClamdSwitches::default() });
    assert!(is_later(clamd.scan(b"x").await));
    simulators.clamd().set(|switches| *switches = ClamdSwitches { most_bytes: 1000, ..ClamdSwitches::default() });
    assert!(is_refused(clamd.scan(&vec![0; 5 * 1024 * 1024]).await));
    simulators.clamd().set(|switches| *switches = ClamdSwitches { silent: true, ..ClamdSwitches::default() });
    assert!(is_later(clamd.scan(b"x").await));
    simulators.clamd().set(|switches| *switches = ClamdSwitches::default());
    assert_eq!(clamd.scan(b"x").await.unwrap(), Scan::Clean);
}

/// Nobody there is later, somebody else there is told to the administrator, and an endless answer is not read to its end.
#[tokio::test]
async fn nobody_and_somebody_else() {
    assert!(is_later(clamd(nobody().await).check().await));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut some = [0; 64];
                let _ = stream.read(&mut some).await;
                while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
            });
        }
    });
    let other = clamd(port);
    assert!(is_garbage(other.check().await));
    assert!(matches!(other.scan(b"x").await, Err(PortError::Garbage { .. })));
}
