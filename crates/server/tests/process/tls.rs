//! TLS of the program's own, as browsers and whoever renews certificates see it.

use std::{fs, net::SocketAddr, os::unix::fs::PermissionsExt as _, path::PathBuf};

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use reqwest::{Certificate, Client, redirect::Policy};
use tokio::process::Command;

use crate::support::{PATIENCE, Raw, Server, World, citizen::REGISTER, eventually, place};

/// A portal that speaks TLS, with a certificate of its own making.
struct Secure {
    world: World,
    redirect: SocketAddr,
}

impl Secure {
    async fn new() -> Self {
        let secure = Self { world: World::sqlite().await, redirect: place::address() };
        secure.renew(&made());
        secure
    }

    fn file(&self, name: &str) -> PathBuf {
        self.world.dir.path().join(name)
    }

    fn renew(&self, made: &CertifiedKey<KeyPair>) {
        fs::write(self.file("chain.pem"), made.cert.pem()).unwrap();
        self.write_key(&made.signing_key.serialize_pem());
    }

    fn write_key(&self, pem: &str) {
        fs::write(self.file("key.pem"), pem).unwrap();
        fs::set_permissions(self.file("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn origin(&self) -> String {
        format!("https://localhost:{}", self.world.place.pages.port())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.world.command(arguments);
        command
            .env("OKNO_PUBLIC_URL", self.origin())
            .env("OKNO_SERVER__REDIRECT_FROM", self.redirect.to_string())
            .env("OKNO_SERVER__TLS__CERTIFICATE_FILE", self.file("chain.pem"))
            .env("OKNO_SERVER__TLS__KEY_FILE", self.file("key.pem"))
            // Only when it is told to.
            .env("OKNO_SERVER__TLS__RELOAD_SECONDS", "0");
        command
    }

    async fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]), self.world.place).await
    }

    /// A browser that knows only this certificate.
    fn browser(&self, known: &CertifiedKey<KeyPair>) -> Client {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let known = Certificate::from_der(known.cert.der()).unwrap();
        let builder = Client::builder().tls_built_in_root_certs(false).add_root_certificate(known);
        let builder = builder.resolve("localhost", self.world.place.pages).redirect(Policy::none());
        builder.no_proxy().timeout(PATIENCE).build().unwrap()
    }
}

fn made() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["localhost".to_owned()]).unwrap()
}

async fn hang_up(server: &Server) {
    let order = format!("kill -HUP {}", server.pid());
    assert!(Command::new("sh").args(["-c", &order]).status().await.unwrap().success());
}

/// Decision 12: served by TLS, cookies have their prefix and browsers keep in mind to come back by TLS; whoever comes
/// without is led there, at the address for that and at the one of TLS itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_served_by_tls() {
    let secure = Secure::new().await;
    let made = made();
    secure.renew(&made);
    let mut server = secure.serve().await;
    let page = secure.browser(&made).get(secure.origin() + REGISTER).send().await.unwrap();
    assert_eq!((page.status().as_u16(), page.version()), (200, reqwest::Version::HTTP_2));
    assert_eq!(page.headers()["strict-transport-security"], "max-age=31536000");
    let cookies: Vec<_> = page.headers().get_all("set-cookie").iter().map(|text| text.to_str().unwrap()).collect();
    assert!(
        cookies.iter().any(|text| text.starts_with("__Host-okno_form=") && text.ends_with("; Secure")),
        "{cookies:?}"
    );

    for plain in [secure.redirect, secure.world.place.pages] {
        let answer = Raw::connect(plain).await.exchange(b"GET /help?x=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n").await;
        assert_eq!(answer.status, 308, "{}", answer.text);
        let location = format!("location: {}/help?x=1\r\n", secure.origin());
        assert!(answer.text.to_ascii_lowercase().contains(&location), "{}", answer.text);
        let form = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\npassword";
        assert_eq!(Raw::connect(plain).await.exchange(form).await.status, 400);
    }
    server.terminate().await;
    assert!(server.wait().await.success());
}

/// Certificates are renewed while the program runs; what is broken is told and changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_are_renewed_without_a_restart() {
    let secure = Secure::new().await;
    let (first, second) = (made(), made());
    secure.renew(&first);
    let mut server = secure.serve().await;
    let open = secure.browser(&first);
    let ask = async |browser: &Client| browser.get(secure.origin() + REGISTER).send().await.is_ok();
    assert!(ask(&open).await);
    hang_up(&server).await;
    server.writes("the certificates have not changed").await;

    secure.write_key(&second.signing_key.serialize_pem());
    hang_up(&server).await;
    server.writes("the earlier ones stay").await;
    assert!(server.output().contains("server.tls.key_file: ") && server.output().contains("does not belong"));
    assert!(ask(&secure.browser(&first)).await);

    secure.renew(&second);
    hang_up(&server).await;
    server.writes("the certificates are taken anew").await;
    assert!(ask(&secure.browser(&second)).await);
    assert!(!ask(&secure.browser(&first)).await, "who knows only the earlier certificate does not know this one");
    assert!(ask(&open).await, "what is open goes on under the certificate it began with");

    let metrics = format!("http://{}/metrics", server.place.management);
    let text = eventually("metrics", async || {
        crate::support::browser::plain().get(&metrics).send().await.ok()?.text().await.ok()
    });
    let text = text.await;
    for line in [
        "okno_tls_reloads_total{result=\"taken\"} 1",
        "okno_tls_reloads_total{result=\"refused\"} 1",
        "okno_tls_valid_until_seconds 670",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    let logged = server.output();
    assert!(!logged.contains("PRIVATE KEY"), "{logged}");
    server.terminate().await;
    assert!(server.wait().await.success());
}

/// Decision 20: what is wrong with the files is told by `okno check`, and stops the start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_certificates_are_told() {
    let secure = Secure::new().await;
    let run = async |arguments: &[&str]| {
        let output = secure.command(arguments).output().await.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    secure.serve().await.kill().await;
    let (code, said, _) = run(&["check"]).await;
    assert_eq!(code, 0, "{said}");
    let certificate = format!("ok      certificate {}: for localhost, until ", secure.file("chain.pem").display());
    assert!(said.contains(&certificate) && said.contains("ok      redirect: "), "{said}");

    secure.write_key(&made().signing_key.serialize_pem());
    let (code, said, _) = run(&["check"]).await;
    assert_eq!(code, 6, "{said}");
    assert!(said.contains("FAULT   TLS: server.tls.key_file: ") && said.contains("does not belong"), "{said}");
    let (code, _, told) = run(&["serve"]).await;
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("server.tls.key_file: ") && told.contains("does not belong"), "{told}");
}
