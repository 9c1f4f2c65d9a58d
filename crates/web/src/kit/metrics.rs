//! What the web side tells about its work; who counts it is the program's business.

use std::time::Duration;

/// Takes note of requests. The route is a pattern such as `/r/{token}`, never an address.
pub trait Observe: Send + Sync {
    /// A request has begun.
    fn begun(&self);
    /// A request is over.
    fn over(&self, request: &Finished<'_>);
}

/// A request that is over.
#[derive(Clone, Copy, Debug)]
pub struct Finished<'a> {
    /// The route's pattern; `-` for what matches none.
    pub route: &'a str,
    /// The method, `OTHER` for unusual ones.
    pub method: &'static str,
    /// The answer's status.
    pub status: u16,
    /// How long it took.
    pub took: Duration,
}

/// Counts nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observe for Unobserved {
    fn begun(&self) {}
    fn over(&self, _: &Finished<'_>) {}
}

/// The method's name, of a bounded set.
pub fn method_name(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
