//! HTTP for the protocol's library: our client with its limits in place of its own, and every fault sorted.

use std::pin::Pin;

use okno_app::ports::PortError;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Client, Url};

use crate::{
    config::is_loopback,
    http::{self, garbage},
};

/// Keys, metadata, tokens: nothing that a bank sends is larger.
const LARGEST_ANSWER: usize = 256 * 1024;

/// A client for one bank.
pub(super) struct Wire {
    pub(super) http: Client,
    pub(super) allow_insecure: bool,
}

impl Wire {
    /// Whether an address that the bank names may be called, or the browser sent to it.
    pub(super) fn is_allowed(&self, url: &Url) -> bool {
        let is_local = url.scheme() == "http" && is_loopback(url.host_str().unwrap_or_default());
        url.scheme() == "https" || is_local || (url.scheme() == "http" && self.allow_insecure)
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, PortError> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(|_| garbage("the bank names an address that is none"))?;
        if !self.is_allowed(&url) {
            return Err(garbage("the bank names an address without https://"));
        }
        let request = self.http.request(parts.method, url).headers(parts.headers).body(body);
        let response = request.send().await.map_err(http::broken)?;
        let (status, headers) = (response.status(), response.headers().clone());
        // The library reads success and errors of the protocol (4xx with JSON); everything else is sorted here.
        if status.is_server_error() || status.is_redirection() || status.as_u16() == 429 {
            return Err(http::unexpected(status, &headers));
        }
        let mut answer = HttpResponse::new(http::body(response, LARGEST_ANSWER).await?);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = PortError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, PortError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
