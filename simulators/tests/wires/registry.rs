//! The registries (R96 to R109, the other side of them).

use ed25519_dalek::SigningKey;
use okno_simulators::{
    jws,
    registry::{Garbage, Outage, RegistryName},
};
use serde_json::json;

use crate::world::{Callback, LONG, World};

const FUND: RegistryName = RegistryName::PensionFund;
const MINISTRY: RegistryName = RegistryName::InteriorMinistry;

/// R96, R97: each registry answers for itself, signed, about the very request.
#[tokio::test]
async fn own_data_match_in_both_registries() {
    let world = World::start().await;
    for name in RegistryName::ALL {
        let ask = world.ask(name, "anna");
        let ticket = world.submit(&ask).await;
        let answer = world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap();
        assert_eq!(answer["result"], "match");
        assert_eq!(answer["ticket"], ticket);
        assert_eq!(world.acknowledge(name, answer["jti"].as_str().unwrap()).await, 204);
        assert!(world.sims.registry(name).requests()[0].answers[0].acknowledged);
    }
}

#[tokio::test]
async fn differences_are_named_and_strangers_unknown() {
    let world = World::start().await;
    let cases = [
        (
            world.ask(FUND, "anna").with_subject("given_name", "АННА").with_subject("family_name", "Березкина"),
            "match",
            json!(null),
        ),
        (world.ask(FUND, "anna").with_subject("sex", "male"), "mismatch", json!(["sex"])),
        (world.ask(MINISTRY, "boris").with_subject("unit_code", "380-004"), "mismatch", json!(["unit_code"])),
        (world.ask(FUND, "anna").with_subject("snils", "11223344595"), "no_data", json!(null)),
        (world.ask(MINISTRY, "stepan"), "no_data", json!(null)),
    ];
    for (ask, result, mismatched) in cases {
        let ticket = world.submit(&ask).await;
        let answer = world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap();
        assert_eq!(answer["result"], result);
        assert_eq!(answer["mismatched"], mismatched);
    }
}

#[tokio::test]
async fn a_repeated_request_gets_its_ticket_and_a_reused_key_is_refused() {
    let world = World::start().await;
    let ask = world.ask(FUND, "anna");
    let ticket = world.submit(&ask).await;
    assert_eq!(world.submit(&ask).await, ticket);
    let other = world.ask(FUND, "boris").with("jti", ask.payload["jti"].clone());
    assert_eq!(world.post(FUND, world.sign(&other)).await.status(), 409);
    assert_eq!(world.sims.registry(FUND).requests()[0].submissions, 2);
}

#[tokio::test]
async fn what_is_malformed_or_not_signed_by_the_asker_is_refused() {
    let world = World::start().await;
    let sound = world.ask(FUND, "anna");
    let stranger = SigningKey::from_bytes(&[1; 32]);
    let text = sound.payload.to_string();
    let typ = "okno-registry-request+jws";
    let cases = [
        (b"garbage".to_vec(), 400),
        (vec![b'a'; jws::LONGEST + 1], 400),
        (vec![b'a'; jws::LONGEST + 2], 413),
        (jws::sign(&stranger, typ, "okno", text.as_bytes()).into_bytes(), 401),
        (jws::sign(&world.key, typ, "another", text.as_bytes()).into_bytes(), 401),
        (jws::sign(&world.key, "JWT", "okno", text.as_bytes()).into_bytes(), 400),
        (world.sign(&world.ask(MINISTRY, "anna")).into_bytes(), 400),
        (world.sign(&world.ask(FUND, "anna").with("iat", 99_999_999_999_i64)).into_bytes(), 400),
        (world.sign(&world.ask(FUND, "anna").with("callback", "/relative")).into_bytes(), 400),
        (world.sign(&world.ask(FUND, "anna").with("subject", json!({"snils": "1"}))).into_bytes(), 400),
    ];
    for (message, status) in cases {
        assert_eq!(world.post(FUND, message).await.status(), status);
    }
    assert!(world.sims.registry(FUND).requests().is_empty());
    assert_eq!(world.poll(FUND, "nobody").await.status(), 404);
    let nobody = "00000000-0000-4000-8000-000000000000";
    assert_eq!(world.acknowledge(FUND, nobody).await, 404);
}

#[tokio::test]
async fn the_askers_key_may_come_later() {
    let world = World::without_okno().await;
    let ask = world.ask(FUND, "anna");
    let early = world.post(FUND, world.sign(&ask)).await;
    assert_eq!((early.status().as_u16(), early.headers()["retry-after"].to_str().unwrap()), (503, "2"));
    world.publish_key();
    world.submit(&ask).await;
}

#[tokio::test]
async fn answers_come_by_callback_until_they_are_acknowledged() {
    let world = World::start().await;
    let mut callback = Callback::start().await;
    callback.answer(&[503, 500, 429]);
    let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
    world.submit(&ask).await;
    let first = world.read(&ask, &callback.next_text().await).unwrap();
    for _ in 0..3 {
        assert_eq!(world.read(&ask, &callback.next_text().await).unwrap(), first);
    }
    let done = world.sims.registry(FUND).wait_until(LONG, |log| log[0].answers[0].acknowledged).await.unwrap();
    let attempts = &done[0].answers[0].callbacks;
    assert_eq!(
        attempts.iter().map(|attempt| attempt.status).collect::<Vec<_>>(),
        [Some(429), Some(500), Some(503), Some(204)]
    );
    let pauses: Vec<_> = attempts.windows(2).map(|pair| pair[1].at.duration_since(pair[0].at)).collect();
    assert!(pauses[0].as_millis() >= 5 && pauses[1].as_millis() >= 10 && pauses[2].as_millis() >= 20, "{pauses:?}");
    assert!(callback.is_quiet());
}

#[tokio::test]
async fn a_callback_refused_for_good_is_not_repeated_and_an_acknowledgement_ends_it_too() {
    let world = World::start().await;
    let mut callback = Callback::start().await;
    callback.answer(&[401]);
    let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
    let ticket = world.submit(&ask).await;
    callback.next().await;
    world.fetch(&ask, &ticket).await;

    callback.answer(&[500; 5]);
    world.set(|switches| switches.callback_pause_ms = 50);
    let ask = world.ask(FUND, "boris").with("callback", callback.url.clone());
    world.submit(&ask).await;
    let answer = world.read(&ask, &callback.next_text().await).unwrap();
    assert_eq!(world.acknowledge(FUND, answer["jti"].as_str().unwrap()).await, 204);
    world.sims.registry(FUND).wait_until(LONG, |log| log[0].answers[0].acknowledged).await.unwrap();
}

/// R98: an answer may take its time.
#[tokio::test]
async fn an_answer_held_by_hand_comes_when_released() {
    let world = World::start().await;
    world.set(|switches| switches.manual = true);
    let ask = world.ask(FUND, "anna");
    let ticket = world.submit(&ask).await;
    let early = world.poll(FUND, &ticket).await;
    assert_eq!((early.status().as_u16(), early.headers()["retry-after"].to_str().unwrap()), (202, "5"));
    world.sims.registry(FUND).release();
    world.fetch(&ask, &ticket).await;
    // Turning the switch off releases as well.
    let ask = world.ask(FUND, "boris");
    let ticket = world.submit(&ask).await;
    world.set(|switches| switches.manual = false);
    world.fetch(&ask, &ticket).await;
}

#[tokio::test]
async fn a_long_delay_can_be_cut_short() {
    let world = World::start().await;
    world.set(|switches| switches.delay_ms = 3_600_000);
    let ask = world.ask(FUND, "anna");
    let ticket = world.submit(&ask).await;
    assert_eq!(world.poll(FUND, &ticket).await.status(), 202);
    world.sims.registry(FUND).release();
    world.fetch(&ask, &ticket).await;
}

#[tokio::test]
async fn a_late_answer_comes_after_a_newer_request() {
    let world = World::start().await;
    let mut callback = Callback::start().await;
    world.set(|switches| switches.late = true);
    let old = world.ask(FUND, "anna").with("callback", callback.url.clone());
    world.submit(&old).await;
    assert!(callback.is_quiet());
    let new = world.ask(FUND, "anna").with("callback", callback.url.clone());
    let ticket = world.submit(&new).await;
    assert!(world.read(&old, &callback.next_text().await).is_ok());
    assert_eq!(world.poll(FUND, &ticket).await.status(), 202);
    world.set(|switches| switches.late = false);
    assert!(world.read(&new, &callback.next_text().await).is_ok());
}

/// R106: refusals with and without fields; R97: no data is an answer.
#[tokio::test]
async fn verdicts_by_switch() {
    let world = World::start().await;
    world.set(|switches| switches.refusal = Some(vec!["birth_date".into()]));
    let ask = world.ask(MINISTRY, "anna");
    let ticket = world.submit(&ask).await;
    let answer = world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap();
    assert_eq!((&answer["result"], &answer["mismatched"]), (&json!("mismatch"), &json!(["birth_date"])));
    world.set(|switches| (switches.refusal, switches.no_data) = (None, true));
    let ask = world.ask(MINISTRY, "anna");
    let ticket = world.submit(&ask).await;
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap()["result"], "no_data");
}

#[tokio::test]
async fn a_contradiction_is_a_second_answer_with_an_id_of_its_own() {
    let world = World::start().await;
    world.set(|switches| switches.contradiction = true);
    let mut callback = Callback::start().await;
    let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
    world.submit(&ask).await;
    let first = world.read(&ask, &callback.next_text().await).unwrap();
    let second = world.read(&ask, &callback.next_text().await).unwrap();
    assert_eq!((&first["result"], &second["result"]), (&json!("match"), &json!("mismatch")));
    assert_ne!(first["jti"], second["jti"]);
    // By poll the second is to be had once the first is acknowledged.
    let ask = world.ask(FUND, "boris");
    let ticket = world.submit(&ask).await;
    let first = world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap();
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap()["jti"], first["jti"]);
    world.acknowledge(FUND, first["jti"].as_str().unwrap()).await;
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap()["result"], "mismatch");
}

#[tokio::test]
async fn duplicates_come_although_acknowledged() {
    let world = World::start().await;
    world.set(|switches| switches.duplicates = 2);
    let mut callback = Callback::start().await;
    let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
    world.submit(&ask).await;
    let first = world.read(&ask, &callback.next_text().await).unwrap();
    for _ in 0..2 {
        assert_eq!(world.read(&ask, &callback.next_text().await).unwrap(), first);
    }
}

/// R99: an outage heals, and what was accepted is answered after it.
#[tokio::test]
async fn an_outage_heals() {
    let world = World::start().await;
    let mut callback = Callback::start().await;
    world.set(|switches| switches.manual = true);
    let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
    let ticket = world.submit(&ask).await;
    world.set(|switches| (switches.outage, switches.manual) = (Outage::Unavailable, false));
    let refused = world.post(FUND, world.sign(&ask)).await;
    assert_eq!((refused.status().as_u16(), refused.headers().contains_key("retry-after")), (503, true));
    assert_eq!(world.poll(FUND, &ticket).await.status(), 503);
    let health = format!("{}/health", world.sims.registry_url(FUND));
    assert_eq!(world.http.get(&health).send().await.unwrap().status(), 503);
    world.sims.registry(FUND).wait_until(LONG, |log| !log[0].answers.is_empty()).await.unwrap();
    assert!(callback.is_quiet());
    world.set(|switches| switches.outage = Outage::Off);
    assert_eq!(world.read(&ask, &callback.next_text().await).unwrap()["result"], "match");
    assert_eq!(world.http.get(&health).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_hard_outage_breaks_open_and_new_connections() {
    let world = World::start().await;
    let health = format!("{}/health", world.sims.registry_url(FUND));
    assert_eq!(world.http.get(&health).send().await.unwrap().status(), 200);
    world.set(|switches| switches.outage = Outage::Close);
    assert!(world.http.get(&health).send().await.is_err());
    assert!(reqwest::get(&health).await.is_err());
    world.set(|switches| switches.outage = Outage::Off);
    assert_eq!(world.http.get(&health).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn too_many_requests() {
    let world = World::start().await;
    world.set(|switches| switches.rate_limit = Some(7));
    let response = world.post(FUND, world.sign(&world.ask(FUND, "anna"))).await;
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (429, "7"));
}

#[tokio::test]
async fn garbage_comes_by_both_ways_and_as_a_ticket() {
    let world = World::start().await;
    for (garbage, length) in [(Garbage::Bytes, 9), (Garbage::Text, 35), (Garbage::Huge, 1024 * 1024)] {
        world.set(|switches| switches.garbage = garbage);
        let mut callback = Callback::start().await;
        callback.answer(&[400]);
        // The listener of this test takes no more than axum's default, which a megabyte stays below.
        let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
        let ticket = world.submit(&ask).await;
        assert_eq!(callback.next().await.len(), length);
        assert_eq!(world.poll(FUND, &ticket).await.bytes().await.unwrap().len(), length);
        // Put right, the same answer is sound.
        world.set(|switches| switches.garbage = Garbage::Off);
        assert!(world.read(&ask, &world.fetch(&ask, &ticket).await).is_ok());
    }
    world.set(|switches| switches.garbage_ticket = Garbage::Text);
    let response = world.post(FUND, world.sign(&world.ask(FUND, "boris"))).await;
    assert_eq!(response.status(), 202);
    assert!(response.json::<serde_json::Value>().await.is_err());
}

#[tokio::test]
async fn answers_that_must_not_be_believed() {
    let world = World::start().await;
    let ask = world.ask(FUND, "anna");
    let ticket = world.submit(&ask).await;
    let registry = world.sims.registry(FUND);
    registry.set(|switches| switches.wrong_signature = true);
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await), Err("signature"));
    registry.set(|switches| (switches.wrong_signature, switches.wrong_kid) = (false, true));
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await), Err("kid"));
    registry.set(|switches| (switches.wrong_kid, switches.wrong_digest) = (false, true));
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await), Err("digest"));
    registry.set(|switches| (switches.wrong_digest, switches.wrong_audience) = (false, true));
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await), Err("aud"));
    registry.set(|switches| (switches.wrong_audience, switches.wrong_reply) = (false, true));
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await), Err("in_reply_to"));
    registry.set(|switches| (switches.wrong_reply, switches.future) = (false, true));
    assert_eq!(world.read(&ask, &world.fetch(&ask, &ticket).await), Err("iat"));
    registry.set(|switches| switches.future = false);
    assert!(world.read(&ask, &world.fetch(&ask, &ticket).await).is_ok());
}

#[tokio::test]
async fn lost_callbacks_leave_the_poll() {
    let world = World::start().await;
    world.set(|switches| switches.drop_callbacks = true);
    let mut callback = Callback::start().await;
    let ask = world.ask(FUND, "anna").with("callback", callback.url.clone());
    let ticket = world.submit(&ask).await;
    let answer = world.read(&ask, &world.fetch(&ask, &ticket).await).unwrap();
    assert!(callback.is_quiet());
    world.acknowledge(FUND, answer["jti"].as_str().unwrap()).await;
}

#[tokio::test]
async fn a_registry_that_forgot_is_asked_again() {
    let world = World::start().await;
    let ask = world.ask(FUND, "anna");
    let ticket = world.submit(&ask).await;
    world.sims.registry(FUND).forget();
    assert_eq!(world.poll(FUND, &ticket).await.status(), 404);
    assert_ne!(world.submit(&ask).await, ticket);
}
