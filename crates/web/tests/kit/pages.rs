//! Headers, languages, error pages, cookies.

use http::StatusCode;

use crate::support::{Site, get};

/// Decision 16: every answer carries the protection, whatever it is.
#[tokio::test]
async fn every_answer_is_protected() {
    let site = Site::http().await;
    for path in ["/", "/nowhere", "/test/panic", "/test/form", "/assets/none.css", "/language/en"] {
        let answer = site.send(get(path)).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
    let answer = Site::https().await.send(get("/")).await;
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

/// A page at a secret address does not tell it to the next one.
#[tokio::test]
async fn a_secret_page_has_no_referrer() {
    assert_eq!(Site::http().await.send(get("/test/secret")).await.header("referrer-policy"), "no-referrer");
}

/// Style-anchors 3.7: a translated page with a reference, or problem details (RFC 9457); never the cause.
#[tokio::test]
async fn faults_have_pages_and_problems() {
    let site = Site::http().await;
    for (path, status, code) in [
        ("/nowhere", 404, "not-found"),
        ("/test/path/no-number", 404, "not-found"),
        ("/test/unavailable", 503, "unavailable"),
        ("/test/bug", 500, "internal"),
        ("/test/panic", 500, "internal"),
        ("/test/refused", 410, "code-expired"),
        ("/test/denied", 403, "denied"),
        ("/test/conflict", 409, "changed-meanwhile"),
    ] {
        let page = site.send(get(path)).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert!(page.body.contains(page.header("x-request-id")), "{path}: the page shows the reference");
        assert!(!page.body.contains("hidden cause"), "{path}: the cause is for the log");

        let problem = site.send(get(path).header("accept", "application/json")).await;
        assert_eq!(problem.status.as_u16(), status, "{path}");
        assert_eq!(problem.header("content-type"), "application/problem+json", "{path}");
        let json: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
        assert_eq!(json["type"], format!("urn:okno:refusal:{code}"), "{path}");
        assert_eq!(json["status"], status, "{path}");
        assert!(!problem.body.contains("hidden cause"), "{path}");
    }
    assert_eq!(site.send(get("/test/unavailable")).await.header("retry-after"), "10");
}

#[tokio::test]
async fn the_wrong_method_has_a_page_and_head_has_no_body() {
    let site = Site::http().await;
    let answer = site.send(get("/test/form").method("DELETE")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("allow").contains("GET") && answer.header("content-type").starts_with("text/html"));
    let answer = site.send(get("/test/form").method("HEAD")).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
}

/// R32: the cookie, then the browser, then Russian; the switch sets the cookie and comes back to the page.
#[tokio::test]
async fn the_language_is_negotiated_and_switched() {
    let site = Site::http().await;
    let language = async |request| site.send(request).await.header("content-language").to_owned();
    assert_eq!(language(get("/")).await, "ru");
    assert_eq!(language(get("/").header("accept-language", "fr, en;q=0.5")).await, "fr");
    assert_eq!(language(get("/").header("accept-language", "fr").header("cookie", "okno_lang=en")).await, "en");
    assert_eq!(language(get("/nowhere").header("accept-language", "en")).await, "en");

    let answer = site.send(get("/test/form?a=1&lang=fr")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/test/form?a=1"));
    assert!(answer.cookie("okno_lang").unwrap().starts_with("okno_lang=fr; Path=/; HttpOnly; SameSite=Lax; Max-Age="));

    let answer = site.send(get("/language/en?return=/test/form%3Fa%3D1")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/test/form?a=1"));
    assert!(answer.cookie("okno_lang").is_some());
    assert_eq!(site.send(get("/language/de")).await.status, StatusCode::NOT_FOUND);
}

/// R3: nobody is sent to another site.
#[tokio::test]
async fn no_redirect_leaves_the_site() {
    let site = Site::http().await;
    for evil in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "javascript:1",
        "%2F%2Fevil",
    ] {
        let answer = site.send(get(&format!("/language/en?return={evil}"))).await;
        assert_eq!(answer.header("location"), "/", "{evil}");
    }
    for path in ["//evil.example/?lang=en", "/\\evil.example?lang=en"] {
        let Ok(request) = get(path).body(axum::body::Body::empty()) else { continue };
        let to = site.answer(request).await.header("location").to_owned();
        assert!(!to.starts_with("//") && !to.starts_with("/\\"), "{path} led to {to}");
    }
}

/// R3: a page for signed-in people leads to the login page, and back to itself.
#[tokio::test]
async fn a_visitor_is_sent_to_the_login_page_and_back() {
    let site = Site::http().await;
    let answer = site.send(get("/test/mine?a=1")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/login?return=/test/mine%3Fa%3D1"));
    let answer = site.send(get("/test/mine").header("accept", "application/json")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    // A cookie that leads nowhere is taken away.
    let answer = site.send(get("/test/mine").header("cookie", "okno_session=nobody")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.cookie("okno_session").unwrap().contains("Max-Age=0"));
}

/// Decision 12: cookies carry the `__Host-` prefix over TLS, and never reach scripts.
#[tokio::test]
async fn cookies_are_locked_down() {
    for (site, start, tls) in
        [(Site::http().await, "okno_form=", false), (Site::https().await, "__Host-okno_form=", true)]
    {
        let answer = site.send(get("/test/form")).await;
        let cookie = answer.cookie(start).unwrap();
        assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
        assert_eq!(cookie.contains("; Secure"), tls, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

/// A notice shows once.
#[tokio::test]
async fn a_notice_is_left_for_the_next_page() {
    let site = Site::http().await;
    let left = site.send(get("/test/notice")).await.cookie("okno_notice").unwrap();
    let value = left.split(';').next().unwrap().to_owned();
    let shown = site.send(get("/test/form").header("cookie", value)).await;
    assert!(shown.cookie("okno_notice").unwrap().contains("Max-Age=0"));
    let forged = site.send(get("/test/form").header("cookie", "okno_notice=success.<script>")).await;
    assert!(!forged.body.contains("<script>alert"));
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_compressed() {
    let site = Site::http().await;
    let url = okno_ui::assets::url("app.css");
    if !okno_ui::assets::is_built() {
        assert_eq!(site.send(get(&url)).await.status, StatusCode::NOT_FOUND);
        return;
    }
    let answer = site.send(get(&url)).await;
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(answer.header("content-type").starts_with("text/css"));
    let zipped = site.send_bytes(get(&url).header("accept-encoding", "gzip, br")).await;
    assert_eq!((zipped.header("content-encoding"), zipped.header("vary")), ("gzip", "accept-encoding"));
    assert!(zipped.cookie("").is_none());
}
