//! The way from plain HTTP to the address with TLS. No page is served here and no form is taken.
//!
//! One thing is answered by itself: how an authority finds out that this host is ours (RFC 8555 8.3).

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    extract::{Path as OfAddress, Request, State},
    middleware::map_response,
    response::Response,
    routing::get,
};
use http::{
    HeaderValue, Method, StatusCode,
    header::{CACHE_CONTROL, CONNECTION, LOCATION},
};

/// More bytes than a token of 128 characters and the print of a key have.
const LONGEST_ANSWER: u64 = 1024;

/// Leads to the same path at this origin, and answers authorities from the files in this folder.
pub(crate) fn router(origin: &Arc<str>, challenges: Option<&Path>) -> Router {
    let led = Router::new().fallback(lead).with_state(Arc::clone(origin));
    let router = match challenges {
        None => led,
        Some(folder) => {
            let answers = get(challenge).with_state(Arc::from(folder));
            led.route("/.well-known/acme-challenge/{token}", answers)
        }
    };
    router.layer(map_response(ends))
}

/// Whoever asks here asks once; the few places are for the next one.
async fn ends(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

async fn lead(State(origin): State<Arc<str>>, request: Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    let target = HeaderValue::try_from(format!("{origin}{path}")).ok();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = Response::default();
    match target.filter(|_| is_read) {
        Some(target) => {
            *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
            response.headers_mut().insert(LOCATION, target);
        }
        // What was sent has been sent in the clear already; whoever does that has to hear of it.
        None => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

async fn challenge(
    State(folder): State<Arc<Path>>,
    OfAddress(token): OfAddress<String>,
) -> Result<Vec<u8>, StatusCode> {
    // The characters of a token, among which none leads out of the folder.
    let is_token = (1..=128).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_token {
        return Err(StatusCode::NOT_FOUND);
    }
    let file: PathBuf = folder.join(&token);
    let is_small = tokio::fs::metadata(&file).await.is_ok_and(|meta| meta.is_file() && meta.len() <= LONGEST_ANSWER);
    let found = if is_small { tokio::fs::read(file).await.ok() } else { None };
    // An answer begins with its token (RFC 8555 8.1): whoever may write to the folder cannot have another file read out.
    let is_answer =
        |text: &Vec<u8>| text.strip_prefix(token.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'.'));
    found.filter(is_answer).ok_or(StatusCode::NOT_FOUND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use tower::ServiceExt as _;

    async fn ask(router: &Router, method: &str, uri: &str) -> (u16, Option<String>) {
        let request = Request::builder().method(method).uri(uri).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(LOCATION).map(|location| location.to_str().unwrap().to_owned());
        (response.status().as_u16(), location)
    }

    /// The target's origin is ours whatever is asked for.
    #[tokio::test]
    async fn the_way_leads_to_our_address_only() {
        let router = router(&Arc::from("https://id.example:8443"), None);
        for (uri, path) in [
            ("/", "/"),
            ("/r/abc?x=%2F&y", "/r/abc?x=%2F&y"),
            ("//evil.example/x", "//evil.example/x"),
            ("http://evil.example/login", "/login"),
            ("/.well-known/acme-challenge/abc", "/.well-known/acme-challenge/abc"),
        ] {
            let expected = format!("https://id.example:8443{path}");
            assert_eq!(ask(&router, "GET", uri).await, (308, Some(expected)), "{uri}");
        }
        assert_eq!(ask(&router, "HEAD", "/a").await.0, 308);
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            assert_eq!(ask(&router, method, "/login").await, (400, None), "{method}");
        }
    }

    #[tokio::test]
    async fn only_tokens_are_answered_from_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("challenges");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("abc_-9"), "abc_-9.thumbprint").unwrap();
        std::fs::write(folder.join("a.txt"), "").unwrap();
        std::fs::write(outside.path().join("secret"), "").unwrap();
        let router = router(&Arc::from("https://id.example"), Some(&folder));
        std::fs::write(outside.path().join("key"), "-----BEGIN").unwrap();
        std::os::unix::fs::symlink(outside.path().join("key"), folder.join("key")).unwrap();
        std::fs::write(folder.join("long"), format!("long.{}", "x".repeat(1024))).unwrap();
        let at = |token: &str| format!("/.well-known/acme-challenge/{token}");
        assert_eq!(ask(&router, "GET", &at("abc_-9")).await.0, 200);
        for token in ["other", "key", "long", "a.txt", "..%2Fsecret", "%2E%2E%2Fsecret", "%00"] {
            assert_eq!(ask(&router, "GET", &at(token)).await.0, 404, "{token}");
        }
        assert_eq!(ask(&router, "GET", "/").await.0, 308);
    }
}
