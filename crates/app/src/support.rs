//! Requests to the support (R223 to R226): what people write, the files that come with it, and the operators' work on it.
//!
//! Everything written is sealed: under the person's own key where there is an account, so that it goes with it. A file
//! stays closed, for operators too, until a virus scanner has found it clean.

mod conversation;
pub mod desk;
pub mod merge;
mod scan;
mod state;
pub mod withdraw;
mod write;

use okno_domain::{
    account::AccountId,
    refusal::Refuse as _,
    support::{SupportRefusal, SupportRequestId},
};
use okno_store::{
    Read,
    support::{self as store, RequestRow},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

pub use conversation::{Attached, Conversation, Line, Opened, Said, list, open_file, read};
pub use scan::ScanAttachment;
pub use state::{AccountState, MaskedContact, SubmissionState, account_state};
pub use write::{File, NewRequest, Written, proposed_contact, write, write_more};

use crate::{
    account,
    context::Cx,
    error::{Error, Result},
    seal::{DataKey, Place},
    session::SignedIn,
};

/// What the link of a visitor holds: the key of the request's row and a secret.
mod link {
    use okno_domain::support::SupportRequestId;

    crate::token::of_row! {
        /// The token in the link to a visitor's request.
        SupportToken of SupportRequestId
    }

    impl SupportToken {
        /// A new token for this request.
        pub(super) const fn new(id: SupportRequestId, secret: [u8; 32]) -> Self {
            Self { id, secret }
        }

        /// Which request.
        pub(super) const fn id(&self) -> SupportRequestId {
            self.id
        }

        /// The secret.
        pub(super) const fn secret(&self) -> &[u8; 32] {
            &self.secret
        }
    }
}

pub use link::SupportToken;

/// Who reads a request.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    /// The person whose request it is.
    Person(&'a SignedIn, SupportRequestId),
    /// Whoever has the link of a visitor's request.
    Link(&'a SupportToken),
}

/// What is sealed beside a request: where the answer goes, and the link of a visitor.
#[derive(Debug, Serialize, Deserialize)]
struct Detail {
    contact: Option<String>,
    link: Option<String>,
}

fn detail_place(id: SupportRequestId) -> Place {
    Place::new("support_request", "detail_sealed", id)
}

fn message_place(id: okno_domain::support::SupportMessageId) -> Place {
    Place::new("support_message", "text_sealed", id)
}

fn name_place(id: okno_domain::support::AttachmentId) -> Place {
    Place::new("support_attachment", "name_sealed", id)
}

fn content_place(id: okno_domain::support::AttachmentId) -> Place {
    Place::new("support_attachment", "content_sealed", id)
}

fn token_hash(cx: &Cx, token: &SupportToken) -> [u8; 32] {
    cx.app.keys.secret_hash("support-link", token.id(), token.secret())
}

/// The key under which a request is sealed; `NotFound` when the account is gone, and with it what was written.
async fn key_of(read: &mut Read, cx: &Cx, account: Option<AccountId>) -> Result<DataKey> {
    match account {
        Some(account) => account::data_key(read, cx, account).await,
        None => Ok(cx.app.keys.system().clone()),
    }
}

fn refused(refusal: SupportRefusal) -> Error {
    Error::Refused(refusal.refusal())
}

/// The request that this reader may read, and its key; `NotFound` for any other.
async fn of_reader(read: &mut Read, cx: &Cx, reader: Reader<'_>) -> Result<(RequestRow, DataKey)> {
    match reader {
        Reader::Person(person, id) => {
            let row = store::find(read, id).await?.ok_or(Error::NotFound)?;
            if row.request.account != Some(person.id()) {
                return Err(Error::NotFound);
            }
            Ok((row, person.key.clone()))
        }
        Reader::Link(token) => {
            let row = store::find(read, token.id()).await?.ok_or(Error::NotFound)?;
            let hash = token_hash(cx, token);
            let right: bool = row.token_hash.unwrap_or_default().ct_eq(&hash).into();
            if !right || row.request.account.is_some() {
                return Err(Error::NotFound);
            }
            Ok((row, cx.app.keys.system().clone()))
        }
    }
}
