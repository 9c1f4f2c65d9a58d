//! Ending sessions: the request of a site (RP-Initiated Logout 1.0), the way back, and the address that tells a site by the
//! browser (Front-Channel Logout 1.0). Tokens are verified elsewhere. Also how a site is asked to begin a sign-in
//! (OpenID Connect Core 4).

use url::Url;

use crate::{
    authorization::{AuthorizationFault, LONGEST_STATE},
    client::{Client, LONGEST_ID},
    error::ErrorCode,
    issued::id::LONGEST_HINT,
    parameter::Parameters,
};

/// What a site asks (RP-Initiated Logout 2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogoutRequest {
    /// An id token of ours, to be verified; its age does not matter.
    pub id_token_hint: Option<String>,
    /// Whom the site means.
    pub logout_hint: Option<String>,
    /// Which site it is.
    pub client_id: Option<String>,
    /// Where the person wants to go afterwards.
    pub post_logout_redirect_uri: Option<String>,
    /// Given back as it came.
    pub state: Option<String>,
    /// Languages, the dearest first.
    pub ui_locales: Vec<String>,
}

/// What a verified id token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedHint {
    /// For whom it was issued.
    pub client_id: String,
    /// Whether it names the person or the session at this browser.
    pub is_of_this_session: bool,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogoutStep {
    /// End the session and go there, or to a page of ours.
    End(Option<String>),
    /// Ask the person first: any page could send a browser here (RP-Initiated Logout 6).
    Confirm(Option<String>),
}

const fn fault(description: &'static str) -> AuthorizationFault {
    AuthorizationFault::page(ErrorCode::InvalidRequest, description)
}

/// Reads the query or form.
pub fn read(parameters: &Parameters) -> Result<LogoutRequest, AuthorizationFault> {
    if parameters.any_repeated() {
        return Err(fault("a parameter was sent twice"));
    }
    let bounded = |name: &str, longest: usize| match parameters.get(name) {
        Some(text) if text.len() > longest || text.chars().any(char::is_control) => {
            Err(fault("a parameter is too long or not printable"))
        }
        text => Ok(text.map(str::to_owned)),
    };
    let locales = bounded("ui_locales", 512)?.unwrap_or_default();
    Ok(LogoutRequest {
        id_token_hint: bounded("id_token_hint", LONGEST_HINT)?,
        logout_hint: bounded("logout_hint", 512)?,
        client_id: bounded("client_id", LONGEST_ID)?,
        post_logout_redirect_uri: bounded("post_logout_redirect_uri", 2048)?,
        state: bounded("state", LONGEST_STATE)?,
        ui_locales: locales.split(' ').filter(|word| !word.is_empty()).take(20).map(str::to_owned).collect(),
    })
}

/// Decides. `hint` is the verified id token, `client` the site by the token or by `client_id`. An address that is not
/// registered is never gone to, nor is any without a site that owns it (RP-Initiated Logout 3).
pub fn decide(
    request: &LogoutRequest,
    hint: Option<&VerifiedHint>,
    client: Option<&Client>,
) -> Result<LogoutStep, AuthorizationFault> {
    if request.id_token_hint.is_some() && hint.is_none() {
        return Err(fault("id_token_hint is not valid"));
    }
    if let (Some(named), Some(hint)) = (&request.client_id, hint)
        && *named != hint.client_id
    {
        return Err(fault("client_id is another one than in id_token_hint"));
    }
    let expected = hint.map(|hint| &hint.client_id).or(request.client_id.as_ref());
    let client = client.filter(|client| Some(&client.id) == expected);
    if expected.is_some() && client.is_none() {
        return Err(fault("there is no such client"));
    }
    let back = match (&request.post_logout_redirect_uri, client) {
        (None, _) => None,
        (Some(_), None) => return Err(fault("post_logout_redirect_uri takes id_token_hint or client_id")),
        (Some(address), Some(client)) if client.allows_post_logout(address) => {
            Some(with_query(address, &[("state", request.state.as_deref())]))
        }
        (Some(_), Some(_)) => return Err(fault("post_logout_redirect_uri is not registered")),
    };
    let sure = hint.is_some_and(|hint| hint.is_of_this_session);
    Ok(if sure { LogoutStep::End(back) } else { LogoutStep::Confirm(back) })
}

/// The address that is loaded in a frame to tell a site (Front-Channel Logout 2 and 3); none if it wants none.
pub fn front_channel(client: &Client, issuer: &str, session: &str) -> Option<String> {
    let address = client.metadata.frontchannel_logout_uri.as_deref()?;
    Some(with_query(address, &[("iss", Some(issuer)), ("sid", Some(session))]))
}

/// The address where a site is asked to begin a sign-in (OpenID Connect Core 4); none if it wants none.
pub fn initiation(client: &Client, issuer: &str, login_hint: Option<&str>, target: Option<&str>) -> Option<String> {
    let address = client.metadata.initiate_login_uri.as_deref()?;
    Some(with_query(address, &[("iss", Some(issuer)), ("login_hint", login_hint), ("target_link_uri", target)]))
}

/// The address with more in its query; what is in it already is kept.
fn with_query(address: &str, fields: &[(&str, Option<&str>)]) -> String {
    let Ok(mut url) = Url::parse(address) else { return address.to_owned() };
    let present = fields.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
    let present: Vec<(&str, &str)> = present.collect();
    if present.is_empty() {
        return address.to_owned();
    }
    url.query_pairs_mut().extend_pairs(present);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::{ApplicationType, ClientMetadata, Profile, RedirectRule, RedirectUri},
        parameter::Limits,
    };

    fn client() -> Client {
        let rule = RedirectRule { application: ApplicationType::Web, loopback_for_web: false };
        let metadata = ClientMetadata {
            post_logout_redirect_uris: vec![RedirectUri::parse("https://a.example/out?x=1", rule).unwrap()],
            frontchannel_logout_uri: Some("https://a.example/front?y=2".to_owned()),
            initiate_login_uri: Some("https://a.example/start".to_owned()),
            ..ClientMetadata::default()
        };
        Client { id: "a".to_owned(), profile: Profile::Plain, metadata }
    }

    fn hint(client_id: &str, is_of_this_session: bool) -> VerifiedHint {
        VerifiedHint { client_id: client_id.to_owned(), is_of_this_session }
    }

    fn request(text: &str) -> LogoutRequest {
        read(&Parameters::parse(text, Limits::default()).unwrap()).unwrap()
    }

    const BACK: &str = "post_logout_redirect_uri=https%3A%2F%2Fa.example%2Fout%3Fx%3D1&state=s%26t";
    const WAY: &str = "https://a.example/out?x=1&state=s%26t";

    /// R217: a site that shows an id token of this session ends it; others ask the person.
    #[test]
    fn a_site_ends_its_session_and_others_ask() {
        let way = Some(WAY.to_owned());
        let client = client();
        for (text, hint, client, step) in [
            (format!("id_token_hint=t&{BACK}"), Some(hint("a", true)), Some(&client), LogoutStep::End(way.clone())),
            (
                format!("id_token_hint=t&{BACK}"),
                Some(hint("a", false)),
                Some(&client),
                LogoutStep::Confirm(way.clone()),
            ),
            (format!("client_id=a&{BACK}"), None, Some(&client), LogoutStep::Confirm(way)),
            ("id_token_hint=t".to_owned(), Some(hint("a", true)), Some(&client), LogoutStep::End(None)),
            (String::new(), None, None, LogoutStep::Confirm(None)),
        ] {
            assert_eq!(decide(&request(&text), hint.as_ref(), client), Ok(step), "{text}");
        }
    }

    /// RFC 9700 4.11 (open redirect): nobody is sent to an address that no site registered.
    #[test]
    fn nobody_is_sent_to_a_strange_address() {
        let client = client();
        for (text, hint, client) in [
            (BACK.to_owned(), None, None),
            (BACK.to_owned(), None, Some(&client)),
            (format!("id_token_hint=bad&{BACK}"), None, None),
            (format!("client_id=b&{BACK}"), None, Some(&client)),
            (format!("client_id=b&id_token_hint=t&{BACK}"), Some(hint("a", true)), Some(&client)),
            ("client_id=a&post_logout_redirect_uri=https://evil.example/".to_owned(), None, Some(&client)),
            ("client_id=a&post_logout_redirect_uri=https://a.example/out".to_owned(), None, Some(&client)),
        ] {
            assert!(decide(&request(&text), hint.as_ref(), client).is_err(), "{text}");
        }
        assert!(read(&Parameters::parse("state=a&state=b", Limits::default()).unwrap()).is_err());
        assert!(read(&Parameters::parse("state=%0a", Limits::default()).unwrap()).is_err());
    }

    /// Front-Channel Logout 3.
    #[test]
    fn a_site_is_told_which_session() {
        let address = front_channel(&client(), "https://id.example", "s 1").unwrap();
        assert_eq!(address, "https://a.example/front?y=2&iss=https%3A%2F%2Fid.example&sid=s+1");
        let none = Client { metadata: ClientMetadata::default(), ..client() };
        assert_eq!(front_channel(&none, "https://id.example", "s"), None);
    }

    /// OpenID Connect Core 4.
    #[test]
    fn a_site_is_asked_to_begin() {
        let address = initiation(&client(), "https://id.example", None, Some("https://a.example/x")).unwrap();
        let expected =
            "https://a.example/start?iss=https%3A%2F%2Fid.example&target_link_uri=https%3A%2F%2Fa.example%2Fx";
        assert_eq!(address, expected);
    }
}
