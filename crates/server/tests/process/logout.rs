//! Sites hear of the end of a session, whatever happens to them or to the server (R217).

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{Router, routing::post};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{Citizen, Server, World, citizen::By, eventually, world::world_test};

/// How often the server is killed right after it has acknowledged a logout.
const KILLS: usize = 8;
/// So soon a site knows that is well.
const SOON: Duration = Duration::from_secs(2);

/// A site that hears of logouts while it is there.
struct Site {
    name: &'static str,
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Value>>>,
}

impl Site {
    /// A site whose address is taken, and at which nobody listens yet.
    async fn new(name: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { name, address: listener.local_addr().unwrap(), heard: Arc::default() }
    }

    async fn open(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        let heard = Arc::clone(&self.heard);
        let hear = move |form: String| {
            let token = form.strip_prefix("logout_token=").expect("a token in a form and nothing else").to_owned();
            let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
            heard.lock().unwrap().push(serde_json::from_slice(&payload).unwrap());
            std::future::ready(())
        };
        let router = Router::new().route("/logout", post(hear));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    }

    fn sessions(&self) -> BTreeSet<String> {
        self.heard.lock().unwrap().iter().map(|token| token["sid"].as_str().unwrap().to_owned()).collect()
    }

    fn file(&self) -> Value {
        json!({
            "client_id": self.name,
            "stage": "test",
            "secret": "0123456789abcdef0123456789abcdef",
            "metadata": {
                "redirect_uris": [format!("http://{}/callback", self.address)],
                "backchannel_logout_uri": format!("http://{}/logout", self.address),
            },
            "rule": { "consent": "implied" },
        })
    }

    fn request(&self) -> String {
        let callback = format!("http://{}/callback", self.address);
        let fields =
            [("client_id", self.name), ("response_type", "code"), ("scope", "openid"), ("redirect_uri", &callback)];
        format!("/oauth2/authorize?{}", serde_urlencoded::to_string(fields).unwrap())
    }
}

async fn enter(world: &World, sites: [&Site; 2]) {
    let file = world.dir.path().join("sites.json");
    std::fs::write(&file, json!(sites.map(Site::file)).to_string()).unwrap();
    let file = file.display().to_string();
    let done = world.command(&["admin", "sites", "add", &file]).status().await.unwrap();
    assert!(done.success());
}

async fn begin(world: &World) -> Server {
    let mut command = world.command_at(world.place);
    command.env("OKNO_WORKER__LEASE_SECONDS", "1");
    Server::start(command, world.place).await
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let ask = || {
        let found = is_so().then_some(());
        async move { found }
    };
    eventually(what, ask).await;
}

/// Signs in at the portal and at both sites, and leaves.
async fn comes_and_goes(citizen: &mut Citizen, sites: [&Site; 2]) {
    citizen.log_in().await.unwrap();
    for site in sites {
        let answer = citizen.browser.get(&site.request()).await.unwrap();
        assert!(answer.location().is_some_and(|place| place.contains("code=")), "{}", answer.told());
    }
    let page = citizen.browser.get("/account").await.unwrap();
    let csrf = page.field_value("csrf").expect("a form token");
    let left = citizen.browser.post("/logout", &[("csrf".to_owned(), csrf)]).await.unwrap();
    assert_eq!(left.status, 303, "{}", left.told());
}

world_test! {
    /// R217: a site that is well knows within two seconds; one that is down gets it when it returns; none is lost when the server
    /// is killed as soon as it has acknowledged the logout.
    async fn no_logout_is_lost(world: World) {
        let server = begin(&world).await;
        let (well, down) = (Site::new("well").await, Site::new("down").await);
        well.open().await;
        enter(&world, [&well, &down]).await;
        let mut citizen = Citizen::registered(&world, By::Phone, 1).await;
        comes_and_goes(&mut citizen, [&well, &down]).await;
        let left = Instant::now();
        until("the site that is well hears of it", || !well.sessions().is_empty()).await;
        assert!(left.elapsed() < SOON, "{:?}", left.elapsed());

        let mut server = server;
        for _ in 0..KILLS {
            comes_and_goes(&mut citizen, [&well, &down]).await;
            server.kill().await;
            server = begin(&world).await;
        }
        until("every logout reaches the site that is well", || well.sessions().len() == KILLS + 1).await;
        assert!(down.sessions().is_empty());
        down.open().await;
        until("every logout reaches the site that was down", || down.sessions().len() == KILLS + 1).await;
        for site in [&well, &down] {
            assert_eq!(site.sessions().len(), KILLS + 1, "nothing else was told");
        }
        let told = world.command(&["admin", "sites", "logouts", "down", "--most", "1"]).output().await.unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        let words: Vec<&str> = told.split_whitespace().collect();
        assert_eq!((told.lines().count(), words.get(1..3)), (1, Some(&["told", "logout"][..])), "{told}");
        assert!(words.len() == 6 && words[5] == "-", "nothing says whose it was: {told}");
        let strange = world.command(&["admin", "sites", "logouts", "nobody"]).status().await.unwrap();
        assert!(!strange.success());
        server.terminate().await;
        assert!(server.wait().await.success());
    }
}
