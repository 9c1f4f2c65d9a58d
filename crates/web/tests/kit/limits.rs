//! Floods, overload, slow requests, waiting pages.
//!
//! The clock of the tests that wait is stopped only when the site stands: a stopped clock leaps to the next deadline
//! whenever the program waits for the thread of the database, and would break off its work.

use std::time::Duration;

use http::StatusCode;
use okno_web::WebConfig;
use tokio::time;

use crate::support::{Site, form, get};

/// The first line against floods: forms are limited by network prefix, pages are not.
#[tokio::test]
async fn a_flood_of_forms_is_thinned_out_by_network() {
    let site = Site::with(WebConfig { posts_burst: 2, posts_per_minute: 60, ..WebConfig::default() }).await;
    let send = async |from: &str| site.send_body(form("/test/form").header("x-test-peer", from), String::new()).await;
    for _ in 0..2 {
        assert_eq!(send("198.51.100.1").await.status, StatusCode::FORBIDDEN);
    }
    let refused = send("198.51.100.200").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
    assert_eq!(send("198.51.101.1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.send(get("/test/form")).await.status, StatusCode::OK);
    site.world.clock.advance_seconds(1);
    assert_eq!(send("198.51.100.1").await.status, StatusCode::FORBIDDEN);
}

/// Decision 13: only a configured proxy is believed about the client's address.
#[tokio::test]
async fn the_client_is_named_by_trusted_proxies_only() {
    let trusting = WebConfig { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..WebConfig::default() };
    let from =
        |peer: &str| get("/test/network").header("x-test-peer", peer).header("x-forwarded-for", "9.9.9.9, 203.0.113.5");
    assert_eq!(Site::with(trusting.clone()).await.send(from("10.0.0.1")).await.body, "203.0.113.0/24");
    assert_eq!(Site::with(trusting).await.send(from("192.0.2.1")).await.body, "192.0.2.0/24");
    assert_eq!(Site::http().await.send(from("10.0.0.1")).await.body, "10.0.0.0/24");
}

/// Beyond the places there is an answer at once, not a queue.
#[tokio::test]
async fn overload_is_told() {
    let site = Site::with(WebConfig { concurrent_requests: 1, ..WebConfig::default() }).await;
    time::pause();
    let slow = site.send(get("/test/slow"));
    let other = async {
        tokio::task::yield_now().await;
        site.send(get("/")).await
    };
    let (slow, other) = tokio::join!(slow, other);
    assert_eq!((other.status, other.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    // And the slow one was broken off at its time.
    assert_eq!(slow.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.send(get("/")).await.status, StatusCode::OK);
}

/// R101: the open page hears of a change at once, and waits without occupying a place.
#[tokio::test]
async fn a_waiting_page_hears_of_a_change() {
    let site = Site::with(WebConfig { concurrent_requests: 1, ..WebConfig::default() }).await;
    time::pause();
    let begin = time::Instant::now();
    let waiting = site.send(get("/test/live?seen=0"));
    let change = async {
        time::sleep(Duration::from_secs(2)).await;
        assert_eq!(site.send(get("/")).await.status, StatusCode::OK, "a waiting page occupies no place");
        site.change();
    };
    let (answer, ()) = tokio::join!(waiting, change);
    assert_eq!(answer.body, "1");
    assert!(begin.elapsed() < Duration::from_secs(3));

    // Nothing new: the answer comes when the time to wait is over.
    let begin = time::Instant::now();
    assert_eq!(site.send(get("/test/live?seen=1")).await.body, "1");
    assert!(begin.elapsed() >= Duration::from_secs(25));
}

/// Too many waiting pages, or the end of the program: an answer at once.
#[tokio::test]
async fn waiting_is_bounded_and_ends_with_the_program() {
    let none = Site::with(WebConfig { waiting_pages: 0, ..WebConfig::default() }).await;
    let site = Site::http().await;
    time::pause();
    let begin = time::Instant::now();
    assert_eq!(none.send(get("/test/live?seen=0")).await.body, "0");
    let stop = async {
        time::sleep(Duration::from_secs(1)).await;
        site.stop();
    };
    let (answer, ()) = tokio::join!(site.send(get("/test/live?seen=0")), stop);
    assert_eq!(answer.body, "0");
    assert!(begin.elapsed() < Duration::from_secs(2));
}
