//! Forms: forged, stale, malformed, too large.

use http::StatusCode;

use crate::support::{Answer, Site, form, get};

/// A page with a form, as a browser has it: the token and the cookie that it is bound to.
async fn open(site: &Site) -> (String, String) {
    let page = site.send(get("/test/form")).await;
    let cookie = page.cookie("okno_form").unwrap().split(';').next().unwrap().to_owned();
    (page.body, cookie)
}

async fn post(site: &Site, cookie: &str, body: &str) -> Answer {
    site.send_body(form("/test/form").header("cookie", cookie), body.to_owned()).await
}

/// Every form needs the token of this very browser.
#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let site = Site::http().await;
    let (token, cookie) = open(&site).await;
    let good = post(&site, &cookie, &format!("csrf={token}&family_name=%D0%98%D0%B2%D0%B0%D0%BD")).await;
    assert_eq!((good.status, good.body.as_str()), (StatusCode::OK, "Иван"));

    let (_, other) = open(&site).await;
    for (cookie, body) in [
        (cookie.as_str(), "family_name=A".to_owned()),
        (cookie.as_str(), "csrf=&family_name=A".to_owned()),
        (cookie.as_str(), format!("csrf={}&family_name=A", token.replace('A', "B") + "x")),
        (other.as_str(), format!("csrf={token}&family_name=A")),
        ("", format!("csrf={token}&family_name=A")),
    ] {
        let answer = post(&site, cookie, &body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body}");
        assert!(!answer.body.contains("family_name=A"));
    }
}

/// A form from another site is refused although it has a valid token.
#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let site = Site::http().await;
    let (token, cookie) = open(&site).await;
    for (name, value, status) in [
        ("origin", "https://evil.example", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-origin", StatusCode::OK),
        ("origin", "http://okno.test", StatusCode::OK),
        ("origin", "null", StatusCode::OK),
    ] {
        let request = form("/test/form").header("cookie", &cookie).header(name, value);
        let answer = site.send_body(request, format!("csrf={token}&family_name=A")).await;
        assert_eq!(answer.status, status, "{name}: {value}");
    }
}

/// A page that lay open too long loses nothing but its secrets: the answer offers the same form again.
#[tokio::test]
async fn a_stale_form_can_be_sent_again() {
    let site = Site::http().await;
    let (token, cookie) = open(&site).await;
    site.world.clock.advance_seconds(13 * 3600);
    let body = format!("csrf={token}&family_name=Petrova&password=geheim");
    let request = form("/test/form").header("cookie", &cookie).header("sec-fetch-site", "same-origin");
    let answer = site.send_body(request, body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("Petrova") && !answer.body.contains("geheim"));
}

/// A wrong content type, a 10 MB form, bytes that are no text: each has its answer.
#[tokio::test]
async fn what_is_not_a_form_has_a_defined_answer() {
    let site = Site::http().await;
    let (token, cookie) = open(&site).await;
    for other in ["application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml", ""] {
        let request = get("/test/form").method("POST").header("cookie", &cookie).header("content-type", other);
        let answer = site.send_body(request, format!("csrf={token}")).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{other}");
        assert!(answer.header("content-type").starts_with("text/html"));
    }
    let huge = format!("csrf={token}&family_name={}", "a".repeat(10 * 1024 * 1024));
    let announced = form("/test/form").header("cookie", &cookie).header("content-length", huge.len());
    assert_eq!(site.send_body(announced, huge.clone()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(post(&site, &cookie, &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(post(&site, &cookie, &"a&".repeat(300)).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(post(&site, &cookie, &format!("csrf={token}&family_name=%ff")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(post(&site, &cookie, &format!("csrf={token}&family_name=%00")).await.status, StatusCode::BAD_REQUEST);
    let cleaned = post(&site, &cookie, &format!("csrf={token}&family_name=A%1B%7FB")).await;
    assert_eq!((cleaned.status, cleaned.body.as_str()), (StatusCode::OK, "AB"));
}

/// Decision 19: the hidden field has a name of its own, and unknown fields do no harm.
#[tokio::test]
async fn unknown_fields_are_passed_over() {
    let site = Site::http().await;
    let (token, cookie) = open(&site).await;
    let answer = post(&site, &cookie, &format!("x=1&csrf={token}&family_name=A&submit=")).await;
    assert_eq!(answer.body, "A");
}
