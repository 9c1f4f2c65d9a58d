//! What stands in for the contact and the question of nobody's account (C28).

use okno_domain::{
    contact::{ContactKind, masked},
    recovery::QUESTIONS,
};

use super::Detail;
use crate::{context::Cx, login::LoginIdentifier, settings::SecurityQuestion};

/// One contact in so many found by SNILS is a mailbox: accounts without a phone are the fewer.
const MAILBOX_ONE_IN: usize = 4;
/// One contact in so many is asked a question.
const QUESTION_ONE_IN: usize = 4;
/// Where mailboxes are, in about the proportion in which people have them.
const HOSTS: [&str; 8] =
    ["mail.ru", "yandex.ru", "gmail.com", "mail.ru", "yandex.ru", "bk.ru", "inbox.ru", "rambler.ru"];
/// With what mailboxes begin.
const LETTERS: [char; 20] =
    ['a', 's', 'm', 'e', 'i', 'k', 'n', 'd', 'v', 'o', 'l', 'p', 't', 'a', 's', 'r', 'g', 'b', 'y', 'z'];

/// A stable number for what was typed, so that an unknown contact is answered alike each time.
fn number(cx: &Cx, asked: &[u8; 32], what: &str) -> usize {
    let hash = cx.app.keys.blind(&format!("decoy:{what}"), &format!("{asked:?}"));
    hash.iter().take(4).fold(0, |number, byte| number * 256 + usize::from(*byte))
}

/// A contact that nobody has, masked by the code that masks the real ones.
fn contact(cx: &Cx, asked: &[u8; 32]) -> (ContactKind, String) {
    let pick = |what: &str| number(cx, asked, what);
    if pick("kind").is_multiple_of(MAILBOX_ONE_IN) {
        let host = HOSTS.get(pick("host") % HOSTS.len()).copied().unwrap_or("mail.ru");
        let letter = LETTERS.get(pick("letter") % LETTERS.len()).copied().unwrap_or('a');
        (ContactKind::Email, masked(ContactKind::Email, &format!("{letter}@{host}")))
    } else {
        let last = pick("phone") % 10_000;
        (ContactKind::MobilePhone, masked(ContactKind::MobilePhone, &format!("+7900000{last:04}")))
    }
}

pub(super) fn detail(cx: &Cx, identifier: &LoginIdentifier) -> Detail {
    let asked = identifier.hash(cx);
    let (kind, shown) = match identifier {
        LoginIdentifier::Contact { kind, typed, .. } => (*kind, typed.clone()),
        LoginIdentifier::Snils(_) => contact(cx, &asked),
    };
    let asks = cx.settings().recovery.security_question == SecurityQuestion::Optional
        && number(cx, &asked, "asks").is_multiple_of(QUESTION_ONE_IN);
    let question = QUESTIONS.get(number(cx, &asked, "question") % QUESTIONS.len()).filter(|_| asks);
    let question = question.map(|question| (*question).to_owned());
    Detail { kind, address: String::new(), contact_hash: asked, asked, shown, question }
}
