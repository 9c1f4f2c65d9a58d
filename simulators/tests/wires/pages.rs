//! The pages and the JSON interface.

use okno_simulators::registry::RegistryName;
use serde_json::{Value, json};

use crate::world::{LONG, World};

async fn sms(world: &World, id: &str, text: &str) {
    let url = format!("http://{}/send", world.sims.addresses().sms_gateway);
    let order = json!({ "id": id, "to": "+79161234567", "text": text });
    let response = world.http.post(url).bearer_auth("okno-demo-token").json(&order).send().await.unwrap();
    assert_eq!(response.status(), 200);
}

async fn page(world: &World, path: &str) -> String {
    let response = world.http.get(world.page(path)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    response.text().await.unwrap()
}

#[tokio::test]
async fn a_waiting_call_gets_the_next_message() {
    let world = World::start().await;
    sms(&world, "1", "Код 1111").await;
    let first = world.json("/api/sms?to=+79161234567").await;
    assert_eq!(first["messages"][0]["codes"], json!(["1111"]));
    let path = format!("/api/sms?to=%2B79161234567&after={}&wait=20", first["last"]);
    let ((), next) = tokio::join!(sms(&world, "2", "Код 2222"), world.json(&path));
    assert_eq!(next["messages"].as_array().unwrap().len(), 1);
    assert_eq!(next["messages"][0]["codes"], json!(["2222"]));
    let nothing = world.json("/api/mail?to=a@b.example&wait=0.01").await;
    assert_eq!(nothing, json!({ "messages": [], "last": 0 }));
    let count = world.json("/api/changes").await["count"].as_u64().unwrap();
    let path = format!("/api/changes?after={count}&wait=20");
    let ((), changed) = tokio::join!(sms(&world, "3", "x"), world.json(&path));
    assert!(changed["count"].as_u64().unwrap() > count);
}

#[tokio::test]
async fn the_page_shows_messages_in_three_languages() {
    let world = World::start().await;
    sms(&world, "1", "Код 4321, см. http://127.0.0.1:1/x <b>&").await;
    for (language, word) in [("ru", "Телефоны"), ("en", "Phones"), ("fr", "Téléphones")] {
        let html = page(&world, &format!("/?lang={language}")).await;
        assert!(html.contains(&format!("<html lang=\"{language}\">")) && html.contains(word));
        assert!(html.contains("<code class=\"code\" data-copy>4321</code>"), "{html}");
        assert!(html.contains("<a href=\"http://127.0.0.1:1/x\">"));
        assert!(!html.contains("<b>") && !html.contains(" style=") && !html.contains("<script>"));
        page(&world, &format!("/persons?lang={language}")).await;
        page(&world, &format!("/switches?lang={language}")).await;
    }
    let request = world.http.get(world.page("/")).header("accept-language", "fr-FR, en;q=0.5");
    assert!(request.send().await.unwrap().text().await.unwrap().contains("Téléphones"));
    assert!(!page(&world, "/?mail=nobody@b.example").await.contains("4321"));
    assert!(page(&world, "/?phone=%2B79161234567").await.contains("4321"));
}

#[tokio::test]
async fn the_population_is_there_to_copy() {
    let world = World::start().await;
    let html = page(&world, "/persons").await;
    assert!(html.contains("Берёзкина") && html.contains("2814104211") && html.contains("17.05.1994"));
    let all = world.json("/api/persons").await;
    assert_eq!(all["persons"].as_array().unwrap().len(), world.sims.persons().len());
    assert_eq!(all["persons"][0]["key"], "anna");
}

#[tokio::test]
async fn switches_are_set_by_json_and_by_form() {
    let world = World::start().await;
    for name in [
        "registry/pension_fund",
        "registry/interior_ministry",
        "smpp",
        "sms_gateway",
        "smtp",
        "pension_site",
        "tax_site",
        "shop",
    ] {
        let url = world.page(&format!("/api/{name}/switches"));
        let before: Value = world.http.get(&url).send().await.unwrap().json().await.unwrap();
        assert_eq!(before["outage"], "off");
        let changed = world.http.post(&url).json(&json!({ "outage": "unavailable" })).send().await.unwrap();
        assert_eq!(changed.json::<Value>().await.unwrap()["outage"], "unavailable");
        let wrong = world.http.post(&url).json(&json!({ "outrage": true })).send().await.unwrap();
        assert_eq!(wrong.status(), 400);
        let reset: Value = world.http.delete(&url).send().await.unwrap().json().await.unwrap();
        assert_eq!(reset["outage"], "off");
    }
    assert_eq!(world.http.get(world.page("/api/nobody/switches")).send().await.unwrap().status(), 404);

    let form = [
        ("delay_ms", "7"),
        ("no_data", "on"),
        ("outage", "off"),
        ("garbage", "off"),
        ("garbage_ticket", "off"),
        ("duplicates", "1"),
        ("callback_pause_ms", "5"),
        ("poll_after_seconds", "5"),
        ("refusal", ""),
        ("rate_limit", ""),
    ];
    let response = world.http.post(world.page("/switches/pension_fund")).form(&form).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.headers()["location"].to_str().unwrap()),
        (303, "/switches#pension_fund")
    );
    let switches = world.sims.registry(RegistryName::PensionFund).switches();
    assert_eq!((switches.delay_ms, switches.no_data, switches.duplicates, switches.rate_limit), (7, true, 1, None));
    let response = world.http.post(world.page("/switches/pension_fund/reset")).send().await.unwrap();
    assert_eq!(response.status(), 303);
    let switches = world.sims.registry(RegistryName::PensionFund).switches();
    assert_eq!((switches.delay_ms, switches.no_data), (0, false), "as they were at the start");
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let world = World::start().await;
    let request = world.http.post(world.page("/clear")).header("origin", "http://evil.example");
    assert_eq!(request.send().await.unwrap().status(), 403);
    let own = format!("http://{}", world.sims.addresses().page);
    let request = world.http.post(world.page("/clear")).header("origin", own);
    assert_eq!(request.send().await.unwrap().status(), 303);
}

#[tokio::test]
async fn the_log_of_requests_can_be_awaited() {
    let world = World::start().await;
    let ask = world.ask(RegistryName::PensionFund, "anna");
    let path = "/api/registry/pension_fund/requests?answered=1&wait=20";
    let (_, log) = tokio::join!(world.submit(&ask), world.json(path));
    assert_eq!(log["requests"][0]["jti"], ask.payload["jti"]);
    assert_eq!(log["requests"][0]["answers"][0]["result"], "match");
    assert!(page(&world, "/switches").await.contains("Берёзкина"));
}

#[tokio::test]
async fn stopping_ends_waiting_calls() {
    let world = World::start().await;
    let url = world.page("/api/sms?wait=60");
    let client = world.http.clone();
    let waiting = tokio::spawn(async move { client.get(url).send().await });
    tokio::time::timeout(LONG, world.sims.stop()).await.unwrap();
    let _ = waiting.await.unwrap();
}
