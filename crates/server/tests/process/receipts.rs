//! What an operator learns of SMS that do not arrive, and what the page of the person does not tell.

use okno_simulators::smpp::Receipt;

use crate::support::{Citizen, World, citizen::By, citizen::CODE};

/// R218: an undeliverable SMS shows in the log, in the metrics and in `okno admin messages`, without the number; the page
/// that waits for the code says the same as for one that arrived.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undeliverable_sms_is_told_to_operators_only() {
    let world = World::sqlite().await;
    let server = world.serve().await;
    let mut pages = Vec::new();
    for (number, receipts) in (1..).zip([Receipt::Undeliverable, Receipt::Delivered]) {
        world.simulators.smsc().set(|switches| switches.receipts = receipts);
        let mut citizen = Citizen::new(&world, By::Phone, number);
        citizen.start().await.unwrap();
        if receipts == Receipt::Undeliverable {
            server.writes("an SMS did not reach its reader").await;
        } else {
            citizen.code(&world).await;
        }
        let page = citizen.browser.get(CODE).await.unwrap();
        assert!(page.has_field("code"));
        pages.push(page.text().replace(&number.to_string(), "#"));
        assert!(!server.output().contains(citizen.contact.trim_start_matches('+')));
    }
    assert_eq!(pages[0], pages[1]);
    let metrics = format!("http://{}/metrics", world.place.management);
    let metrics = crate::support::browser::plain().get(metrics).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("okno_sms_receipts_total{told=\"undeliverable\"} 1"), "{metrics}");
    let told = world.command(&["admin", "messages"]).output().await.unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    // The other one's receipt may be on its way still.
    assert!(told.contains("mobile_phone\tsent\tundeliverable\t1\n"), "{told}");
    assert!(told.contains("\tregistration_code\tsent\tundeliverable\t"), "{told}");
    assert!(told.ends_with("1 not delivered\n") && !told.contains("7000"), "{told}");
}
