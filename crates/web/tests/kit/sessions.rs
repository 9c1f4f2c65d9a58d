//! Being signed in, as far as every page knows of it.

use http::StatusCode;

use crate::support::{Site, form, get};

/// R5: the surname stands on every page of one who is signed in, error pages too, and on nobody else's.
#[tokio::test]
async fn the_surname_stands_on_every_page() {
    let site = Site::http().await;
    let cookie = site.signed_in().await;
    for path in ["/", "/test/mine", "/test/refused", "/nowhere"] {
        let page = site.send(get(path).header("cookie", &cookie)).await;
        assert!(page.body.contains("Иванова"), "{path}");
    }
    assert!(!site.send(get("/")).await.body.contains("Иванова"));
}

/// Decision 12, R190: a session that is over leads to the login page, and its cookie is removed.
#[tokio::test]
async fn a_session_that_is_over_is_none() {
    let site = Site::http().await;
    let cookie = site.signed_in().await;
    assert_eq!(site.send(get("/test/mine").header("cookie", &cookie)).await.status, StatusCode::OK);
    site.world.clock.advance_seconds(31 * 60);
    let answer = site.send(get("/test/mine").header("cookie", &cookie)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.cookie("okno_session").unwrap().contains("Max-Age=0"));
}

/// A token from before the login, or of another session, is of no use in this one.
#[tokio::test]
async fn form_tokens_belong_to_the_session() {
    let site = Site::http().await;
    let page = site.send(get("/test/form")).await;
    let visitor = page.cookie("okno_form").unwrap().split(';').next().unwrap().to_owned();
    let session = site.signed_in().await;
    let both = format!("{visitor}; {session}");
    let send = async |cookie: &str, token: &str| {
        let request = form("/test/form").header("cookie", cookie);
        site.send_body(request, format!("csrf={token}&family_name=A")).await.status
    };
    assert_eq!(send(&both, &page.body).await, StatusCode::FORBIDDEN);
    let own = site.send(get("/test/form").header("cookie", &both)).await;
    assert!(own.cookie("okno_form").is_none());
    assert_eq!(send(&both, &own.body).await, StatusCode::OK);
    assert_eq!(send(&visitor, &own.body).await, StatusCode::FORBIDDEN);
}
