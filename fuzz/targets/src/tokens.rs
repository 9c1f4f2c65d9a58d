//! Tokens in cookies and links: one token has one spelling.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_app::{
    factor::passkey::CeremonyToken, login_step::StepToken, one_time_code::LinkToken, recovery::RecoveryToken,
    registration::RegistrationToken, session::SessionToken,
};

/// Every kind of token, given the same text.
pub(crate) fn tokens(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    if let Some(token) = SessionToken::parse(text) {
        assert_eq!(token.encode().expose(), text);
    }
    if let Some(token) = RegistrationToken::parse(text) {
        assert_eq!(token.encode().expose(), text);
    }
    if let Some(token) = RecoveryToken::parse(text) {
        assert_eq!(token.encode().expose(), text);
    }
    if let Some(token) = StepToken::parse(text) {
        assert_eq!(token.encode().expose(), text);
    }
    if let Some(token) = CeremonyToken::parse(text) {
        assert_eq!(token.encode().expose(), text);
    }
    if let Some(token) = LinkToken::parse(text) {
        let decoded = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        assert!(decoded.starts_with(token.owner().as_bytes()));
        assert_eq!(URL_SAFE_NO_PAD.encode(decoded), text);
    }
}
