//! `/idp/ext/Logout`: the client sends the browser here to end the session, unsigned (section 5).

use super::{
    Parameters, Rules,
    error::{Code, Refusal},
    redirect::RedirectUri,
    request::{MOST_CLIENT_ID, MOST_STATE},
};

/// The path below the base address.
pub const PATH: &str = "/idp/ext/Logout";

/// A request to end the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutRequest {
    /// The mnemonic of the client.
    pub client_id: String,
    /// Where the browser wants to go then: `redirect_url`, not `redirect_uri`. Without it a page of ours is shown.
    pub redirect_url: Option<RedirectUri>,
    /// `state`, which ASP.NET sends; it does not go back.
    pub state: Option<String>,
}

impl LogoutRequest {
    /// Reads it; whatever else is sent along is passed over.
    pub fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        parameters.once()?;
        let client_id = parameters.need("client_id")?;
        if client_id.len() > MOST_CLIENT_ID {
            return Err(Refusal::invalid("client_id", "is no mnemonic"));
        }
        Ok(Self {
            client_id: client_id.to_owned(),
            redirect_url: parameters.get("redirect_url").map(RedirectUri::parse).transpose()?,
            state: parameters.bounded("state", MOST_STATE)?.map(str::to_owned),
        })
    }

    /// Where the browser goes when the session has ended; nowhere means a page of ours.
    ///
    /// The request is unsigned, so an address that is not registered is never gone to: the refusal (ESIA-007023) is for a
    /// page of ours, after the end of the session.
    pub fn landing(&self, registered: &[String], rules: &Rules) -> Result<Option<&str>, Refusal> {
        let Some(url) = &self.redirect_url else { return Ok(None) };
        url.check(registered, rules)
            .map_err(|refusal| Refusal::new(Code::REDIRECT, format!("at logout: {}", refusal.reason())))?;
        Ok(Some(url.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<LogoutRequest, Refusal> {
        LogoutRequest::read(&Parameters::read(query, b"").unwrap())
    }

    /// Section 5: `redirect_url` is optional, other parameters are ignored.
    #[test]
    fn the_browser_goes_back_to_registered_addresses_only() {
        let registered = ["https://rp.example".to_owned()];
        let rules = Rules::strict();
        let request =
            read("client_id=DEMO01&redirect_url=https%3A%2F%2Frp.example%2Fbye%3Fa%3D1&state=s&x=1&x=2").unwrap();
        assert_eq!(request.landing(&registered, &rules), Ok(Some("https://rp.example/bye?a=1")));
        assert_eq!(read("client_id=DEMO01").unwrap().landing(&registered, &rules), Ok(None));
        let ignored = read("client_id=DEMO01&redirect_uri=https://rp.example/").unwrap();
        assert_eq!(ignored.landing(&registered, &rules), Ok(None));
        let foreign = read("client_id=DEMO01&redirect_url=https://evil.example/").unwrap();
        assert_eq!(foreign.landing(&registered, &rules).unwrap_err().code(), Code::REDIRECT);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (query, code) in [
            ("", Code::MISSING),
            ("client_id=A&redirect_url=//evil.example", Code::PARAMETER),
            ("client_id=A&redirect_url=https://a.example&redirect_url=https://b.example", Code::PARAMETER),
        ] {
            assert_eq!(read(query).unwrap_err().code(), code, "{query}");
        }
    }
}
