//! Checks the parameters of an authorization request against the client and the server.

use crate::{
    claims::ClaimsRequest,
    client::{Client, GrantType, ResponseMode, ResponseType},
    error::{ErrorCode, ProtocolError},
    issued::id::LONGEST_HINT as LONGEST_ID_TOKEN,
    parameter::Parameters,
    pkce,
    request_object::Outside,
    scope,
};

use super::{AuthorizationFault, AuthorizationRequest, Destination, Prompt};

/// The longest `state`, in bytes.
pub(crate) const LONGEST_STATE: usize = 4096;
const LONGEST_NONCE: usize = 512;
const LONGEST_HINT: usize = 512;
const MOST_WORDS: usize = 20;

/// What the server offers.
#[derive(Clone, Copy, Debug)]
pub struct Server<'a> {
    /// Scopes that exist.
    pub scopes: &'a [&'a str],
    /// Resources that tokens may be for; none means that the parameter is not taken.
    pub resources: &'a [&'a str],
}

/// How the parameters came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival<'a> {
    /// By the browser.
    Browser {
        /// In a request object whose signature was verified.
        signed: bool,
    },
    /// To the endpoint for pushed requests, from a client that proved who it is.
    Pushed {
        /// In a request object whose signature was verified.
        signed: bool,
        /// The key of the proof that came with it (RFC 9449 10.1).
        proof: Option<&'a str>,
    },
}

impl Arrival<'_> {
    const fn is_signed(self) -> bool {
        matches!(self, Self::Browser { signed: true } | Self::Pushed { signed: true, .. })
    }
}

/// Checks a request. The client was found by the `client_id` of these parameters, and its object or pushed request opened.
pub fn read(
    parameters: &Parameters,
    client: &Client,
    server: &Server<'_>,
    arrival: Arrival<'_>,
) -> Result<AuthorizationRequest, AuthorizationFault> {
    let redirect_uri = address(parameters, client, arrival)?;
    let reading = Reading { parameters, client, server, arrival };
    // From here on the client is told, in the mode it asked for where that is one.
    let response_type = reading.response_type();
    let response_mode = reading.response_mode(response_type.unwrap_or(ResponseType::Code));
    let mode = response_mode.unwrap_or_else(|_| reading.usual_mode());
    let state = reading.bounded("state", LONGEST_STATE);
    let told = state.clone().unwrap_or(None);
    let made =
        response_type.and_then(|response_type| reading.request(redirect_uri, response_type, response_mode?, state?));
    made.map_err(|error| AuthorizationFault {
        error,
        to: Destination::Client { redirect_uri: redirect_uri.to_owned(), mode, state: told },
    })
}

/// Checks a request of a device (RFC 8628 3.1). There is no address to go back to and nothing by which the device could be told
/// from another one of its kind, so the person is always asked (RFC 8628 5.4).
pub fn read_device(
    parameters: &Parameters,
    client: &Client,
    server: &Server<'_>,
) -> Result<AuthorizationRequest, ProtocolError> {
    let reading = Reading { parameters, client, server, arrival: Arrival::Pushed { signed: false, proof: None } };
    let unauthorized = |description| ProtocolError::new(ErrorCode::UnauthorizedClient, description);
    if !client.may(GrantType::DeviceCode) {
        return Err(unauthorized("the client did not register the device grant"));
    }
    if client.profile.is_fapi() {
        return Err(unauthorized("the profile of the client has no device grant"));
    }
    reading.device_request()
}

/// A request by the browser whose object is refused, or its kind not taken. The client is told if what stands outside of the
/// object proves an address of its; what a client that must sign did not sign proves nothing.
pub fn object_refused(error: ProtocolError, outside: &Parameters, client: &Client) -> AuthorizationFault {
    let arrival = Arrival::Browser { signed: false };
    let proved = match Outside::of(client) {
        Outside::Completes => address(outside, client, arrival).ok(),
        Outside::Ignored => None,
    };
    let Some(redirect_uri) = proved else { return AuthorizationFault { error, to: Destination::Page } };
    let reading = Reading { parameters: outside, client, server: &Server { scopes: &[], resources: &[] }, arrival };
    let response_type = reading.response_type().unwrap_or(ResponseType::Code);
    let mode = reading.response_mode(response_type).unwrap_or_else(|_| reading.usual_mode());
    let state = reading.bounded("state", LONGEST_STATE).unwrap_or(None);
    AuthorizationFault { error, to: Destination::Client { redirect_uri: redirect_uri.to_owned(), mode, state } }
}

/// Proves the address. Whoever fails here is told on a page.
fn address<'a>(
    parameters: &'a Parameters,
    client: &Client,
    arrival: Arrival<'_>,
) -> Result<&'a str, AuthorizationFault> {
    let refuse = |code, description| Err(AuthorizationFault::page(code, description));
    if parameters.get("client_id") != Some(client.id.as_str()) {
        return refuse(ErrorCode::InvalidRequest, "client_id is missing or another one");
    }
    if parameters.is_repeated("redirect_uri") {
        return refuse(ErrorCode::InvalidRequest, "redirect_uri was sent twice");
    }
    let Some(redirect_uri) = parameters.get("redirect_uri") else {
        return refuse(ErrorCode::InvalidRequest, "redirect_uri is missing");
    };
    if client.redirect_uri(redirect_uri).is_none() {
        return refuse(ErrorCode::InvalidRequest, "redirect_uri is not registered");
    }
    if client.needs_pushed_request() && !matches!(arrival, Arrival::Pushed { .. }) {
        return refuse(ErrorCode::InvalidRequest, "this client must push its requests");
    }
    Ok(redirect_uri)
}

struct Reading<'a> {
    parameters: &'a Parameters,
    client: &'a Client,
    server: &'a Server<'a>,
    arrival: Arrival<'a>,
}

impl Reading<'_> {
    fn request(
        &self,
        redirect_uri: &str,
        response_type: ResponseType,
        response_mode: ResponseMode,
        state: Option<String>,
    ) -> Result<AuthorizationRequest, ProtocolError> {
        self.channel()?;
        let scopes = self.scopes()?;
        let openid = scopes.iter().any(|scope| scope == "openid");
        let nonce = self.bounded("nonce", LONGEST_NONCE)?;
        if response_type.is_front_channel() && (nonce.is_none() || !openid) {
            return Err(ProtocolError::request("an id token by the front channel takes openid and a nonce"));
        }
        let metadata = &self.client.metadata;
        let acr_values = self.words("acr_values")?;
        Ok(AuthorizationRequest {
            client_id: self.client.id.clone(),
            redirect_uri: redirect_uri.to_owned(),
            response_type,
            response_mode,
            code_challenge: self.code_challenge(response_type)?,
            prompts: self.prompts()?,
            max_age: self.max_age()?.or(metadata.default_max_age),
            login_hint: self.bounded("login_hint", LONGEST_HINT)?,
            id_token_hint: self.bounded("id_token_hint", LONGEST_ID_TOKEN)?,
            ui_locales: self.words("ui_locales")?,
            acr_values: if acr_values.is_empty() { metadata.default_acr_values.clone() } else { acr_values },
            claims: self.claims()?,
            resources: self.resources()?,
            dpop_jkt: self.dpop_jkt()?,
            scopes,
            state,
            nonce,
        })
    }

    /// What a device may ask for: nothing that belongs to the way back by a browser.
    fn device_request(&self) -> Result<AuthorizationRequest, ProtocolError> {
        self.channel()?;
        let metadata = &self.client.metadata;
        let acr_values = self.words("acr_values")?;
        Ok(AuthorizationRequest {
            client_id: self.client.id.clone(),
            redirect_uri: String::new(),
            response_type: ResponseType::Code,
            response_mode: ResponseMode::Query,
            scopes: self.scopes()?,
            state: None,
            nonce: None,
            code_challenge: None,
            prompts: vec![Prompt::Consent],
            max_age: self.max_age()?.or(metadata.default_max_age),
            login_hint: None,
            id_token_hint: None,
            ui_locales: Vec::new(),
            acr_values: if acr_values.is_empty() { metadata.default_acr_values.clone() } else { acr_values },
            claims: self.claims()?,
            resources: self.resources()?,
            dpop_jkt: None,
        })
    }

    /// Repetitions, seams that must be closed by now, and the signature that the client owes.
    fn channel(&self) -> Result<(), ProtocolError> {
        if self.parameters.any_repeated() {
            return Err(ProtocolError::request("a parameter was sent twice"));
        }
        if self.parameters.get("request_uri").is_some() {
            return Err(ProtocolError::request("request_uri has no place here"));
        }
        if self.parameters.get("registration").is_some() {
            return Err(ProtocolError::new(ErrorCode::RegistrationNotSupported, "clients register beforehand"));
        }
        if self.client.needs_signed_request() && !self.arrival.is_signed() {
            return Err(ProtocolError::request("this client must sign its requests"));
        }
        Ok(())
    }

    fn response_type(&self) -> Result<ResponseType, ProtocolError> {
        let unsupported = |description| Err(ProtocolError::new(ErrorCode::UnsupportedResponseType, description));
        let Some(name) = self.parameters.get("response_type") else {
            return Err(ProtocolError::request("response_type is missing"));
        };
        match ResponseType::find_unordered(name) {
            None => unsupported("there is no such response_type here"),
            Some(kind) if self.client.metadata.response_types.contains(&kind) => Ok(kind),
            Some(ResponseType::Code) => {
                Err(ProtocolError::new(ErrorCode::UnauthorizedClient, "the client did not register this response_type"))
            }
            Some(_) => unsupported("the client may not use this response_type"),
        }
    }

    /// What the answer's mode is when the request does not say, or says nonsense.
    fn usual_mode(&self) -> ResponseMode {
        if self.client.needs_signed_response() { ResponseMode::QueryJwt } else { ResponseMode::Query }
    }

    fn response_mode(&self, response_type: ResponseType) -> Result<ResponseMode, ProtocolError> {
        let front = response_type.is_front_channel();
        let signed = if front { ResponseMode::FragmentJwt } else { ResponseMode::QueryJwt };
        let plain = if front { ResponseMode::Fragment } else { ResponseMode::Query };
        let asked = match self.parameters.get("response_mode") {
            None if self.client.needs_signed_response() => return Ok(signed),
            None => return Ok(plain),
            Some(name) => ResponseMode::find(name),
        };
        let Some(asked) = asked else { return Err(ProtocolError::request("there is no such response_mode")) };
        let registered = self.client.metadata.response_modes.as_ref().is_none_or(|modes| modes.contains(&asked));
        let mode = if asked == ResponseMode::Jwt { signed } else { asked };
        let in_query = matches!(mode, ResponseMode::Query | ResponseMode::QueryJwt);
        let in_fragment = matches!(mode, ResponseMode::Fragment | ResponseMode::FragmentJwt);
        if !registered || (front && in_query) || (!front && in_fragment) {
            return Err(ProtocolError::request("this response_mode does not fit the client or the response_type"));
        }
        if self.client.needs_signed_response() && !mode.is_signed() {
            return Err(ProtocolError::request("this client takes signed answers only"));
        }
        Ok(mode)
    }

    /// Scopes that exist and that the client registered; others are left out (RFC 6749 3.3). Nothing left is an error.
    fn scopes(&self) -> Result<Vec<String>, ProtocolError> {
        let mut scopes = scope::parse(self.parameters.get("scope").unwrap_or_default())?;
        let registered = self.client.metadata.scope.as_ref();
        scopes.retain(|scope| self.server.scopes.contains(&scope.as_str()));
        scopes.retain(|scope| registered.is_none_or(|registered| registered.contains(scope)));
        if scopes.is_empty() {
            return Err(ProtocolError::new(ErrorCode::InvalidScope, "the client may ask for nothing of this scope"));
        }
        Ok(scopes)
    }

    /// RFC 7636 4.3; the plain method is never taken (RFC 9700 2.1.1), nor is a challenge dropped.
    fn code_challenge(&self, response_type: ResponseType) -> Result<Option<String>, ProtocolError> {
        let method = self.parameters.get("code_challenge_method");
        let Some(challenge) = self.parameters.get("code_challenge") else {
            if method.is_some() {
                return Err(ProtocolError::request("code_challenge is missing"));
            }
            if self.client.needs_pkce() && response_type != ResponseType::IdToken {
                return Err(ProtocolError::request("this client must send a code_challenge"));
            }
            return Ok(None);
        };
        if method != Some("S256") {
            return Err(ProtocolError::request("code_challenge_method must be S256"));
        }
        if !pkce::is_digest(challenge) {
            return Err(ProtocolError::request("code_challenge is malformed"));
        }
        Ok(Some(challenge.to_owned()))
    }

    fn prompts(&self) -> Result<Vec<Prompt>, ProtocolError> {
        let mut prompts = Vec::new();
        for word in self.words("prompt")? {
            let prompt = Prompt::find(&word).ok_or(ProtocolError::request("there is no such prompt"))?;
            if !prompts.contains(&prompt) {
                prompts.push(prompt);
            }
        }
        if prompts.len() > 1 && prompts.contains(&Prompt::None) {
            return Err(ProtocolError::request("prompt none stands alone"));
        }
        Ok(prompts)
    }

    fn max_age(&self) -> Result<Option<u32>, ProtocolError> {
        let Some(text) = self.parameters.get("max_age") else { return Ok(None) };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = text.parse().ok().filter(|_| digits);
        seconds.map(Some).ok_or(ProtocolError::request("max_age is no number of seconds"))
    }

    fn claims(&self) -> Result<ClaimsRequest, ProtocolError> {
        match self.parameters.get("claims") {
            None => Ok(ClaimsRequest::default()),
            Some(text) => {
                ClaimsRequest::parse(text).map_err(|_| ProtocolError::request("the claims parameter is malformed"))
            }
        }
    }

    fn resources(&self) -> Result<Vec<String>, ProtocolError> {
        let resources = scope::resources(self.parameters.all("resource"))?;
        if resources.iter().all(|resource| self.server.resources.contains(&resource.as_str())) {
            Ok(resources)
        } else {
            Err(ProtocolError::new(ErrorCode::InvalidTarget, "there is no such resource"))
        }
    }

    /// RFC 9449 10: by name, or by the proof that came with the pushed request; both must be the same key.
    fn dpop_jkt(&self) -> Result<Option<String>, ProtocolError> {
        let named = self.parameters.get("dpop_jkt");
        let proved = match self.arrival {
            Arrival::Pushed { proof, .. } => proof,
            Arrival::Browser { .. } => None,
        };
        match (named, proved) {
            (Some(named), _) if !pkce::is_digest(named) => Err(ProtocolError::request("dpop_jkt is malformed")),
            (Some(named), Some(proved)) if named != proved => {
                Err(ProtocolError::new(ErrorCode::InvalidDpopProof, "dpop_jkt names another key than the proof"))
            }
            (named, proved) => Ok(named.or(proved).map(str::to_owned)),
        }
    }

    /// A text of printable characters, not longer than this.
    fn bounded(&self, name: &str, longest: usize) -> Result<Option<String>, ProtocolError> {
        match self.parameters.get(name) {
            Some(text) if text.len() > longest || text.chars().any(char::is_control) => {
                Err(ProtocolError::request("a parameter is too long or not printable"))
            }
            text => Ok(text.map(str::to_owned)),
        }
    }

    fn words(&self, name: &str) -> Result<Vec<String>, ProtocolError> {
        let text = self.bounded(name, LONGEST_HINT)?.unwrap_or_default();
        let words: Vec<String> = text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        if words.len() > MOST_WORDS { Err(ProtocolError::request("a parameter has too many words")) } else { Ok(words) }
    }
}
