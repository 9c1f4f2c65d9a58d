//! The carrier of letters: batches in folders, news over HTTP, against the simulated carrier (R143, R145, R150).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fs, path::Path};

use jiff::civil::date;
use okno_app::ports::{LetterContent, Ports};
use okno_domain::{
    identifier::{postal_index::PostalIndex, tracking_number::TrackingNumber},
    letter::{BatchId, CarrierState, LetterId},
    locale::Locale,
};
use okno_gateways::GatewaysConfig;
use okno_simulators::{
    Simulators, SimulatorsConfig,
    carrier::ItemState,
    registry::{Garbage, Outage},
};
use serde_json::{Value, json};
use uuid::Uuid;

const CODE: &str = "ACD23-EFG47";

struct World {
    sims: Simulators,
    ports: Ports,
    data: tempfile::TempDir,
}

fn config(base_url: &str, data: &Path) -> Value {
    json!({ "carrier": {
        "acceptance_index": "101000",
        "sender": ["Okno", "101000, Москва, Мясницкая улица, д. 26"],
        "drop_directory": data.join("drop"),
        "sftp_directory": data.join("sftp"),
        "base_url": base_url,
        "tracking_page": format!("{base_url}/track/{{number}}"),
        "timeout_seconds": 1,
    }})
}

fn build(config: Value) -> Result<Ports, String> {
    let config: GatewaysConfig = serde_json::from_value(config).map_err(|error| error.to_string())?;
    config.build().map_err(|error| error.to_string())
}

impl World {
    async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        for folder in ["keys", "drop", "sftp/outgoing"] {
            fs::create_dir_all(data.path().join(folder)).unwrap();
        }
        let config = SimulatorsConfig {
            letters: Some(data.path().join("drop")),
            ..SimulatorsConfig::local(data.path().join("keys"))
        };
        let sims = Simulators::start(config).await.unwrap();
        // Batches are taken when the test says so.
        sims.carrier().set(|switches| switches.does_not_collect = true);
        let ports = build(self::config(&sims.carrier().url(), data.path())).unwrap();
        Self { sims, ports, data }
    }

    fn carrier(&self) -> &dyn okno_app::ports::Carrier {
        self.ports.carrier.as_deref().unwrap()
    }

    fn collect(&self) {
        self.sims.carrier().set(|switches| switches.does_not_collect = false);
        self.sims.carrier().collect();
    }

    fn batch_folder(&self, batch: BatchId) -> std::path::PathBuf {
        self.data.path().join("drop").join(batch.to_string())
    }
}

fn number(n: u32) -> TrackingNumber {
    TrackingNumber::domestic(&PostalIndex::parse("101000").unwrap(), 1, n).unwrap()
}

fn letter(n: u32) -> LetterContent {
    LetterContent {
        letter: LetterId::from_uuid(Uuid::from_u128(n.into())),
        locale: Locale::Ru,
        name: "Иванова Анна Петровна".to_owned(),
        address: vec!["Красный проспект, д. 18".to_owned(), "г. Новосибирск".to_owned(), "630099".to_owned()],
        number: number(n),
        code: CODE.to_owned(),
        printed_on: date(2026, 1, 15),
        valid_until: date(2026, 7, 13),
        portal: "https://id.example.org".to_owned(),
        texts: std::sync::Arc::default(),
    }
}

fn batch(n: u128) -> BatchId {
    BatchId::from_uuid(Uuid::from_u128(n))
}

fn now() -> jiff::Timestamp {
    "2026-01-15T09:00:00Z".parse().unwrap()
}

/// Without built assets there are no fonts, so no letters; and that is said.
fn has_fonts(outcome: &Result<(), okno_app::ports::PortError>) -> bool {
    match outcome {
        Ok(()) => true,
        Err(error) => {
            assert!(error.to_string().contains("fonts"), "{error}");
            false
        }
    }
}

/// R143, R150: a batch appears whole in both folders, with letters, manifest and check sums; the manifest has no code.
#[tokio::test]
async fn a_batch_is_left_in_both_folders() {
    let world = World::start().await;
    let outcome = world.carrier().hand_over(batch(1), &[letter(1), letter(2)], now()).await;
    if !has_fonts(&outcome) {
        return;
    }
    let drop = world.batch_folder(batch(1));
    let sftp = world.data.path().join("sftp/outgoing");
    for folder in [drop.clone(), sftp.join(batch(1).to_string())] {
        let mut names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let letters = [1, 2].map(|n| format!("{}.pdf", number(n).as_str()));
        assert_eq!(names, [&letters[0], &letters[1], "SHA256SUMS", "manifest.json"]);
        let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
        assert!(manifest.contains("Иванова") && !manifest.contains(CODE) && !manifest.contains("ACD23EFG47"));
    }
    assert!(sftp.join(format!("{}.ready", batch(1))).exists());
    // Nothing half-written is left, and the same batch again changes nothing.
    let manifest = fs::metadata(drop.join("manifest.json")).unwrap().modified().unwrap();
    world.carrier().hand_over(batch(1), &[letter(1), letter(2)], now()).await.unwrap();
    assert_eq!(fs::metadata(drop.join("manifest.json")).unwrap().modified().unwrap(), manifest);
    for folder in [world.data.path().join("drop"), sftp] {
        let hidden = fs::read_dir(folder).unwrap().filter(|file| {
            let name = file.as_ref().unwrap().file_name();
            name.to_string_lossy().starts_with('.')
        });
        assert_eq!(hidden.count(), 0);
    }
}

/// R145: the carrier takes the batch, the letter can be opened there, and its way is told, in whatever order.
#[tokio::test]
async fn the_carrier_tells_where_items_are() {
    let world = World::start().await;
    let (carrier, post) = (world.carrier(), world.sims.carrier());
    let outcome = carrier.hand_over(batch(1), &[letter(1)], now()).await;
    if !has_fonts(&outcome) {
        return;
    }
    assert_eq!(carrier.news(&[number(1)]).await.unwrap(), []);
    world.collect();
    assert!(!world.batch_folder(batch(1)).exists());
    assert!(post.letter(number(1).as_str()).unwrap().starts_with(b"%PDF-1.7"));
    assert!(post.move_on(number(1).as_str(), ItemState::AwaitingPickup));
    assert!(!post.move_on(number(1).as_str(), ItemState::InTransit), "items do not go back");
    post.set(|switches| (switches.unknown_states, switches.out_of_order) = (true, true));
    let mut states: Vec<_> =
        carrier.news(&[number(1), number(2)]).await.unwrap().into_iter().map(|news| news.state).collect();
    states.sort();
    states.dedup();
    assert_eq!(states, [CarrierState::Accepted, CarrierState::AwaitingPickup]);
    assert_eq!(carrier.tracking_url(&number(1)), format!("{}/track/{}", post.url(), number(1).as_str()));
    // The same batch handed over again, after it was taken, is the same batch.
    carrier.hand_over(batch(1), &[letter(1)], now()).await.unwrap();
    post.collect();
    assert_eq!(post.items().len(), 1);
    assert_eq!(post.item(number(1).as_str()).unwrap().state(), ItemState::AwaitingPickup);
}

/// A batch in which a letter was changed on the way is set aside, not posted.
#[tokio::test]
async fn a_changed_letter_is_not_posted() {
    let world = World::start().await;
    let outcome = world.carrier().hand_over(batch(1), &[letter(1)], now()).await;
    if !has_fonts(&outcome) {
        return;
    }
    let file = world.batch_folder(batch(1)).join(format!("{}.pdf", number(1).as_str()));
    fs::write(file, b"%PDF-1.7 another").unwrap();
    world.collect();
    assert!(world.sims.carrier().items().is_empty());
}

/// Every fault of the carrier is told from the others, and none is taken for news.
#[tokio::test]
async fn faults_of_the_carrier() {
    let world = World::start().await;
    let (carrier, post) = (world.carrier(), world.sims.carrier());
    carrier.check().await.unwrap();
    post.set(|switches| switches.outage = Outage::Unavailable);
    assert!(crate::support::is_later(carrier.news(&[number(1)]).await));
    post.set(|switches| switches.outage = Outage::Close);
    assert!(crate::support::is_later(carrier.news(&[number(1)]).await));
    post.set(|switches| (switches.outage, switches.delay_ms) = (Outage::Off, 5_000));
    assert!(crate::support::is_later(carrier.news(&[number(1)]).await));
    for garbage in [Garbage::Bytes, Garbage::Text, Garbage::Huge] {
        post.set(|switches| (switches.delay_ms, switches.garbage) = (0, garbage));
        assert!(crate::support::is_garbage(carrier.news(&[number(1)]).await), "{garbage:?}");
    }
    post.set(|switches| switches.garbage = Garbage::Off);
    fs::remove_dir(world.data.path().join("drop")).unwrap();
    assert!(crate::support::is_refused(carrier.check().await));
    let outcome = carrier.hand_over(batch(1), &[letter(1)], now()).await;
    assert!(crate::support::is_later(outcome));
}

/// What is wrong with the configuration is told by the name of the setting.
#[test]
fn configuration_is_checked() {
    let data = Path::new("/nowhere");
    for (change, setting) in [
        (json!({ "base_url": "http://post.example" }), "carrier.base_url"),
        (json!({ "drop_directory": null, "sftp_directory": null }), "carrier.drop_directory"),
        (json!({ "sender": [] }), "carrier.sender"),
        (json!({ "tracking_page": "https://post.example/" }), "carrier.tracking_page"),
    ] {
        let mut config = config("http://127.0.0.1:1", data);
        for (name, value) in change.as_object().unwrap() {
            config["carrier"][name] = value.clone();
        }
        let error = build(config).err().unwrap();
        assert!(error.starts_with(setting), "{error}");
    }
    let mut wrong = config("http://127.0.0.1:1", data);
    wrong["carrier"]["acceptance_index"] = json!("999");
    assert!(build(wrong).is_err());
}
