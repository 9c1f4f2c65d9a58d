//! What a mail client may say, and the letters it hands over.

use okno_simulators::{
    mailbox::read_letter,
    smtp::{Line, login_answer, parse_line, plain_credentials, unstuff},
};

/// One line of the conversation.
pub(crate) fn line(bytes: &[u8]) {
    match parse_line(bytes) {
        Line::AuthPlain(Some(answer)) => {
            let _ = plain_credentials(&answer);
        }
        Line::Mail { from, .. } => one_line(&from),
        Line::Rcpt(to) => {
            assert!(!to.is_empty());
            one_line(&to);
        }
        _ => {}
    }
    if let Some(answer) = crate::text(bytes) {
        let _ = plain_credentials(answer);
    }
    let _ = login_answer(bytes);
    if let Some(rest) = unstuff(bytes) {
        assert!(bytes.ends_with(rest) && bytes.len() - rest.len() <= 1);
    }
}

/// An address that holds a line end would smuggle a command.
fn one_line(address: &str) {
    assert!(!address.contains(['\r', '\n']), "{address:?}");
}

/// A letter with its headers.
pub(crate) fn letter(bytes: &[u8]) {
    let letter = read_letter(bytes);
    let _ = format!("{letter:?}");
}
