//! Reading what a mail client says: pure functions over bytes.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use smtp_proto::{AUTH_LOGIN, AUTH_PLAIN, Request};

/// A command as far as this server knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// EHLO.
    Ehlo,
    /// HELO.
    Helo,
    /// STARTTLS.
    StartTls,
    /// AUTH PLAIN with its answer, if it came along.
    AuthPlain(Option<String>),
    /// AUTH LOGIN.
    AuthLogin,
    /// MAIL FROM, with the announced size.
    Mail {
        /// The sender.
        from: String,
        /// Bytes; 0 when not said.
        size: usize,
    },
    /// RCPT TO.
    Rcpt(String),
    /// DATA.
    Data,
    /// RSET.
    Rset,
    /// NOOP.
    Noop,
    /// QUIT.
    Quit,
    /// A command that we do not have.
    Unsupported,
    /// No command.
    Nonsense,
}

/// Reads one line, with its line end.
pub fn parse_line(line: &[u8]) -> Line {
    let text = |cow: Cow<'_, str>| cow.into_owned();
    match Request::parse(&mut line.iter()) {
        Ok(Request::Ehlo { .. } | Request::Lhlo { .. }) => Line::Ehlo,
        Ok(Request::Helo { .. }) => Line::Helo,
        Ok(Request::StartTls) => Line::StartTls,
        Ok(Request::Auth { mechanism, initial_response }) if mechanism == AUTH_PLAIN => {
            Line::AuthPlain(Some(text(initial_response)).filter(|answer| !answer.is_empty()))
        }
        Ok(Request::Auth { mechanism, .. }) if mechanism == AUTH_LOGIN => Line::AuthLogin,
        Ok(Request::Mail { from }) => Line::Mail { from: text(from.address), size: from.size },
        Ok(Request::Rcpt { to }) if !to.address.is_empty() => Line::Rcpt(text(to.address)),
        Ok(Request::Data) => Line::Data,
        Ok(Request::Rset) => Line::Rset,
        Ok(Request::Noop { .. }) => Line::Noop,
        Ok(Request::Quit) => Line::Quit,
        Ok(_) => Line::Unsupported,
        Err(_) => Line::Nonsense,
    }
}

/// A line of a letter without the dot that protects it; `None` for the lone dot at the end.
pub fn unstuff(line: &[u8]) -> Option<&[u8]> {
    match line {
        b".\r\n" | b".\n" => None,
        [b'.', rest @ ..] => Some(rest),
        other => Some(other),
    }
}

/// User and password from the answer of AUTH PLAIN.
pub fn plain_credentials(answer: &str) -> Option<(String, String)> {
    let bytes = STANDARD.decode(answer.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let mut parts = text.split('\0');
    let (_authorized, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then(|| (user.to_owned(), password.to_owned()))
}

/// A line of AUTH LOGIN.
pub fn login_answer(line: &[u8]) -> Option<String> {
    String::from_utf8(STANDARD.decode(line.trim_ascii()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read() {
        assert_eq!(parse_line(b"EHLO me.example\r\n"), Line::Ehlo);
        assert_eq!(
            parse_line(b"mail from:<a@b.example> SIZE=12\r\n"),
            Line::Mail { from: "a@b.example".into(), size: 12 }
        );
        assert_eq!(parse_line(b"MAIL FROM:<>\r\n"), Line::Mail { from: String::new(), size: 0 });
        assert_eq!(parse_line(b"RCPT TO:<x@y.example>\r\n"), Line::Rcpt("x@y.example".into()));
        assert_eq!(parse_line(b"AUTH PLAIN AGEAYg==\r\n"), Line::AuthPlain(Some("AGEAYg==".into())));
        assert_eq!(parse_line(b"AUTH LOGIN\r\n"), Line::AuthLogin);
        assert_eq!(parse_line(b"VRFY x\r\n"), Line::Unsupported);
        assert_eq!(parse_line(b"\xff\xfe\r\n"), Line::Nonsense);
    }

    #[test]
    fn credentials_are_read() {
        assert_eq!(plain_credentials("AGEAYg=="), Some(("a".into(), "b".into())));
        assert_eq!(plain_credentials("YQ=="), None);
        assert_eq!(plain_credentials("%%%"), None);
    }

    #[test]
    fn the_dot_is_taken_off() {
        assert_eq!(unstuff(b".\r\n"), None);
        assert_eq!(unstuff(b"..\r\n"), Some(&b".\r\n"[..]));
        assert_eq!(unstuff(b"a.\r\n"), Some(&b"a.\r\n"[..]));
    }

    proptest::proptest! {
        #[test]
        fn no_line_makes_it_panic(bytes: Vec<u8>, word in "(EHLO|AUTH|MAIL FROM:|RCPT TO:|BDAT)") {
            parse_line(&bytes);
            parse_line(&[word.as_bytes(), b" ", &bytes, b"\r\n"].concat());
            unstuff(&bytes);
            crate::mailbox::read_letter(&bytes);
        }
    }
}
