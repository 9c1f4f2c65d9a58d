//! What every page shares: extractors, forms, cookies, protection against forged requests and floods, answers to faults.
//!
//! # A handler
//!
//! Well-formed, signed in, not forged: the extractors have seen to it. A handler calls one use case and chooses a page.
//!
//! ```text
//! pub(crate) fn routes() -> Router<WebState> {
//!     Router::new().route("/register/code", get(show).post(submit))
//! }
//!
//! #[derive(Default, Deserialize)]
//! #[serde(default)]
//! struct CodeForm { code: String }
//!
//! /// `POST /register/code`
//! async fn submit(cx: PageCx, form: Checked<CodeForm>) -> PageResult {
//!     let token = cx.cookie(Cookie::Registration).and_then(RegistrationToken::parse).ok_or(Fault::NotFound)?;
//!     match registration::enter_code(&cx, &token, &form.code).await {
//!         Ok(Entered::Done(session)) => {
//!             cx.forget(Cookie::Registration);
//!             cx.sign_in(&session);
//!             cx.notice(NoticeKind::Success, "registered");
//!             cx.redirect(route::ACCOUNT)
//!         }
//!         Ok(Entered::Wrong(faults)) | Err(Error::Fields(faults)) => {
//!             cx.faulty(CodeView::new(cx.frame(), faults.into()))
//!         }
//!         Err(Error::Refused(refusal)) => {
//!             let view = CodeView::new(cx.frame(), refusal.clone().into());
//!             cx.refused(&refusal, view)
//!         }
//!         Err(error) => Err(error.into()),
//!     }
//! }
//! ```
//!
//! - [`PageCx`] dereferences to the use cases' `Cx`: `&cx` is what they take. `cx.frame()` is the frame of a view.
//! - [`SignedIn`] is the person, or a way to the login page and back; [`MaybeSignedIn`] does not insist.
//! - Below `/operator` nobody is a citizen: there [`Operator`] is any operator who is signed in, [`Clerk`] one at work at
//!   a center.
//! - [`Checked`] is a form; it stands last. Its struct has defaults for all fields (`#[serde(default)]`), names are the
//!   glossary's, passwords and codes are of type `Secret`.
//! - [`CheckedUpload`] is the same for a form that brings files.
//! - [`Path`] and [`Query`] answer in our own words, unlike those of axum.
//! - [`ClientCertificate`] is what a program has shown on its connection (RFC 8705).
//! - `?` on an `okno_app::Error` gives the translated error page; an act that is refused is better shown on its own page.
//! - A page at a secret address (a link from a letter) is answered by `cx.secret_page`.
//! - A page that waits for news asks [`live::changed`].

pub mod answer;
mod assets;
pub mod certificate;
pub mod config;
pub mod cookie;
pub mod csrf;
pub mod extract;
pub mod form;
pub mod headers;
mod kept;
pub mod language;
pub mod live;
pub mod metrics;
pub mod network;
pub mod next;
pub mod page;
pub mod rate;
pub mod scope;
mod serve;
pub mod state;
pub mod upload;

pub use answer::{Fault, PageResult};
pub(crate) use assets::routes;
pub use certificate::ClientCertificate;
pub use config::WebConfig;
pub use cookie::Cookie;
pub use extract::{Checked, Clerk, Jose, MaybeOperator, MaybeSignedIn, Operator, Path, Query, SignedIn};
pub(crate) use extract::{content_type, form_bytes, read_body};
pub(crate) use form::is_form;
pub use next::{MaybeNext, NextPath};
pub use page::PageCx;
pub(crate) use serve::serve;
pub use state::WebState;
pub use upload::{CheckedUpload, SentFile, handed_out};
