//! Requests that no page of ours sends.

use std::fmt::Write as _;

use crate::support::{Citizen, Raw, World, citizen::By, citizen::REGISTER, raw::RawAnswer};

const FORM: &str = "application/x-www-form-urlencoded";

fn head(world: &World, length: &str, kind: Option<&str>) -> String {
    let mut head = format!("POST {REGISTER} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\n", world.place.pages);
    if let Some(kind) = kind {
        let _ = write!(head, "Content-Type: {kind}\r\n");
    }
    format!("{head}Connection: close\r\n{length}\r\n\r\n")
}

async fn send(world: &World, kind: Option<&str>, body: &[u8]) -> RawAnswer {
    let mut request = head(world, &format!("Content-Length: {}", body.len()), kind).into_bytes();
    request.extend_from_slice(body);
    Raw::connect(world.place.pages).await.exchange(&request).await
}

fn is_page(answer: &RawAnswer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.text);
    let (head, body) = answer.text.split_once("\r\n\r\n").unwrap();
    assert!(head.to_ascii_lowercase().contains("content-type: text/html"), "{head}");
    assert!(body.contains("</html>"), "the page is whole: {body}");
}

/// R17: a form of ten megabytes is answered by a page with 413, whether its length is told before or not, and takes no
/// memory to speak of.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_megabytes_are_too_much() {
    let world = World::sqlite().await;
    let mut server = world.serve().await;
    let body = vec![b'a'; 10 * 1024 * 1024];
    let before = resident_kib(server.pid());
    is_page(&send(&world, Some(FORM), &body).await, 413);
    let mut chunked = head(&world, "Transfer-Encoding: chunked", Some(FORM)).into_bytes();
    for chunk in body.chunks(64 * 1024) {
        chunked.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        chunked.extend_from_slice(chunk);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    is_page(&Raw::connect(world.place.pages).await.exchange(&chunked).await, 413);
    let grown = resident_kib(server.pid()).saturating_sub(before);
    assert!(grown < 6 * 1024, "{grown} KiB more are resident");
    assert!(server.runs());
    Citizen::registered(&world, By::Phone, 1).await;
}

/// R17: what is no form is answered by a page with 415, and what is no text by one with 400.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_content_type_is_refused() {
    let world = World::sqlite().await;
    let mut server = world.serve().await;
    for kind in [Some("text/plain"), Some("application/json"), Some("multipart/form-data; boundary=x"), Some("x"), None]
    {
        is_page(&send(&world, kind, b"family_name=a").await, 415);
    }
    is_page(&send(&world, Some(FORM), b"family_name=\xff\xfe").await, 400);
    is_page(&send(&world, Some(FORM), b"family_name=%00").await, 400);
    assert!(server.runs());
    Citizen::registered(&world, By::Phone, 1).await;
}

/// Decision 23: a head of a megabyte, bytes that are no HTTP and an empty connection end only themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn noise_ends_only_itself() {
    let world = World::sqlite().await;
    let mut server = world.serve().await;
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(1024 * 1024));
    assert_eq!(Raw::connect(world.place.pages).await.exchange(long.as_bytes()).await.status, 431);
    assert_eq!(Raw::connect(world.place.pages).await.exchange(b"\x16\x03\x01\x00\xff\r\n\r\n").await.status, 400);
    drop(Raw::connect(world.place.pages).await);
    assert!(server.runs());
    Citizen::registered(&world, By::Phone, 1).await;
}

fn resident_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
