//! The HTTP SMS gateway.

use okno_simulators::{
    phone::Via,
    registry::{Garbage, Outage},
    sms_gateway::GatewaySwitches,
};
use serde_json::{Value, json};

use crate::world::World;

async fn send(world: &World, token: &str, order: &Value) -> reqwest::Result<reqwest::Response> {
    let url = format!("http://{}/send", world.sims.addresses().sms_gateway);
    world.http.post(url).bearer_auth(token).json(order).send().await
}

const TOKEN: &str = "okno-demo-token";

#[tokio::test]
async fn an_order_is_delivered_once_by_its_id() {
    let world = World::start().await;
    let order = json!({ "id": "m-1", "to": "+79161234567", "text": "Код 1234" });
    for _ in 0..2 {
        assert_eq!(send(&world, TOKEN, &order).await.unwrap().status(), 200);
    }
    let received = world.sims.phones().after(Some("+79161234567"), 0);
    assert_eq!(received.len(), 1);
    assert_eq!((received[0].via, received[0].codes[0].as_str()), (Via::Http, "1234"));
    let other = json!({ "id": "m-1", "to": "+79161234567", "text": "другое" });
    assert_eq!(send(&world, TOKEN, &other).await.unwrap().status(), 409);
    assert_eq!(send(&world, "wrong", &order).await.unwrap().status(), 401);
    assert_eq!(send(&world, TOKEN, &json!({ "id": "m-2" })).await.unwrap().status(), 400);
}

#[tokio::test]
async fn moods_by_switch() {
    let world = World::start().await;
    let gateway = world.sims.sms_gateway();
    let order = |id: &str| json!({ "id": id, "to": "+79161234567", "text": "x" });
    gateway.set(|switches| switches.outage = Outage::Unavailable);
    assert_eq!(send(&world, TOKEN, &order("1")).await.unwrap().status(), 503);
    gateway.set(|switches| switches.outage = Outage::Close);
    assert!(send(&world, TOKEN, &order("1")).await.is_err());
    gateway.set(|switches| *switches = GatewaySwitches { rate_limit: Some(9), ..GatewaySwitches::default() });
    let response = send(&world, TOKEN, &order("1")).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (429, "9"));
    gateway.set(|switches| *switches = GatewaySwitches { wrong_token: true, ..GatewaySwitches::default() });
    assert_eq!(send(&world, TOKEN, &order("1")).await.unwrap().status(), 401);
    assert!(world.sims.phones().after(None, 0).is_empty());
    gateway.set(|switches| *switches = GatewaySwitches { lost_answer: true, ..GatewaySwitches::default() });
    assert!(send(&world, TOKEN, &order("1")).await.is_err());
    gateway.set(|switches| *switches = GatewaySwitches { garbage: Garbage::Bytes, ..GatewaySwitches::default() });
    assert!(send(&world, TOKEN, &order("2")).await.unwrap().json::<Value>().await.is_err());
    gateway.set(|switches| *switches = GatewaySwitches::default());
    assert_eq!(send(&world, TOKEN, &order("1")).await.unwrap().status(), 200);
    assert_eq!(world.sims.phones().after(None, 0).len(), 2);
}
