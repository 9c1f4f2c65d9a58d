//! The operators' workplace, all below `/operator` (R124 to R135): a realm of its own, with its own cookie. Nobody is a
//! citizen here, and no page depends on whether a session calls for help.
//!
//! A handler of an act takes [`Clerk`](crate::kit::Clerk) (or [`Operator`](crate::kit::Operator) where no center is
//! needed) and hands a refused use case to [`refused_or_again`] where the act cannot be undone.

mod again;
mod approval;
mod case;
mod center;
mod clerk;
mod enroll;
mod installation;
mod job;
mod login;
mod merge;
mod organization;
mod queue;
mod record;
mod site;
mod staff;
mod statistic;
mod support;
mod withdraw;
mod wording;
mod workplace;

use axum::Router;
use okno_app::Error;
use okno_ui::{View, form::FormErrors, route};
use serde::Deserialize;

pub(crate) use self::wording::Texts;
use crate::kit::{NextPath, PageCx, PageResult, WebState};

/// All of them.
pub(crate) fn routes() -> Router<WebState> {
    Router::new()
        .merge(again::routes())
        .merge(approval::routes())
        .merge(clerk::routes())
        .merge(case::routes())
        .merge(enroll::routes())
        .merge(job::routes())
        .merge(login::routes())
        .merge(merge::routes())
        .merge(queue::routes())
        .merge(record::routes())
        .merge(statistic::routes())
        .merge(support::routes())
        .merge(withdraw::routes())
        .merge(workplace::routes())
        .merge(center::routes())
        .merge(installation::routes())
        .merge(wording::routes())
        .merge(organization::routes())
        .merge(staff::routes())
        .merge(site::routes())
}

/// A form of which only the token counts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NoFields {}

/// Where to go afterwards, in the query.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Onward {
    r#return: String,
}

impl Onward {
    /// A page of the workplace, but none of the way in.
    fn path(&self) -> &str {
        let fits = |path: &NextPath| {
            let path = path.as_str();
            path.starts_with("/operator/")
                && ![route::OPERATOR_LOGIN, route::OPERATOR_ENROLL, route::OPERATOR_AGAIN, route::OPERATOR_LOGOUT]
                    .iter()
                    .any(|entry| path.starts_with(entry))
        };
        if NextPath::within(&self.r#return).is_some_and(|path| fits(&path)) { &self.r#return } else { route::OPERATOR }
    }
}

/// The page again with what was refused; when all that is missing is a fresh proof of who the operator is, the way to
/// give one, and back to `here`.
async fn refused_or_again<V: View>(
    cx: &PageCx,
    error: Error,
    here: &str,
    view: impl AsyncFnOnce(FormErrors) -> Result<V, Error>,
) -> PageResult {
    match error {
        Error::Refused(refusal) if refusal.code == "operator-not-fresh" => {
            cx.redirect(&route::and_return(route::OPERATOR_AGAIN, here))
        }
        Error::Refused(refusal) => {
            let view = view(refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Error::Fields(faults) => cx.faulty(view(faults.into()).await?),
        other => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_stays_in_the_workplace() {
        let path = |text: &str| Onward { r#return: text.to_owned() }.path().to_owned();
        assert_eq!(path("/operator/approvals?a=1"), "/operator/approvals?a=1");
        for other in ["", "/account", "//evil", "/operator/login", "/operator/again", "https://evil/operator/x"] {
            assert_eq!(path(other), "/operator", "{other}");
        }
    }
}
