//! The personal data form, its review, and a SNILS that belongs to another account (R75 to R93, R107).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    person::{self, FormView, Submitted},
    session,
};
use okno_domain::{account::AccountLevel, person::form::PersonForm, refusal::Refusal};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    profile::{Ahead, FormState, PersonFormView, ReviewView, Reviewed, SnilsTakenView},
    public_service::ServiceLine,
    route,
};
use serde::Deserialize;

use crate::kit::{Checked, MaybeNext, PageCx, PageResult, Query, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::PROFILE_EDIT, get(show).post(submit))
        .route(route::PROFILE_REVIEW, get(review).post(send))
        .route(route::PROFILE_KEEP, post(keep))
        .route(route::PROFILE_SNILS_TAKEN, get(snils_taken))
}

/// The fields as the page sends them: dates come in three parts (R79).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    action: String,
    family_name: String,
    given_name: String,
    patronymic: String,
    sex: String,
    birth_date_day: String,
    birth_date_month: String,
    birth_date_year: String,
    birth_place: String,
    snils: String,
    citizenship: String,
    document_type: String,
    document_number: String,
    issue_date_day: String,
    issue_date_month: String,
    issue_date_year: String,
    issued_by: String,
    unit_code: String,
    issuing_state: String,
    expiry_date_day: String,
    expiry_date_month: String,
    expiry_date_year: String,
    latin_family_name: String,
    latin_given_name: String,
    inn: String,
    r#return: MaybeNext,
}

/// The page that the visitor came for before registering (R3).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CameFor {
    r#return: MaybeNext,
}

/// Three parts as one text: `12.03.1985`, or what there is of it; empty when nothing was picked.
fn date(day: &str, month: &str, year: &str) -> String {
    let [day, month, year] = [day, month, year].map(str::trim);
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return String::new();
    }
    format!("{day:0>2}.{month:0>2}.{year}")
}

impl Sent {
    fn form(&self) -> PersonForm {
        PersonForm {
            family_name: self.family_name.clone(),
            given_name: self.given_name.clone(),
            patronymic: self.patronymic.clone(),
            sex: self.sex.clone(),
            birth_date: date(&self.birth_date_day, &self.birth_date_month, &self.birth_date_year),
            birth_place: self.birth_place.clone(),
            snils: self.snils.clone(),
            citizenship: self.citizenship.clone(),
            document_type: self.document_type.clone(),
            document_number: self.document_number.clone(),
            issue_date: date(&self.issue_date_day, &self.issue_date_month, &self.issue_date_year),
            // A text area sends line ends; the document's text is one line.
            issued_by: self.issued_by.replace('\n', " "),
            unit_code: self.unit_code.clone(),
            issuing_state: self.issuing_state.clone(),
            expiry_date: date(&self.expiry_date_day, &self.expiry_date_month, &self.expiry_date_year),
            latin_family_name: self.latin_family_name.clone(),
            latin_given_name: self.latin_given_name.clone(),
            inn: self.inn.clone(),
        }
    }
}

/// What level Standard opens, and what is missing for it, while the account is Simplified (R68).
fn ahead(cx: &PageCx, signed_in: &session::SignedIn, view: &FormView) -> Option<Ahead> {
    (signed_in.account.level == AccountLevel::Simplified).then(|| Ahead {
        services: cx.app.catalog.opened_by(AccountLevel::Standard).map(|it| ServiceLine::of(it, cx.locale)).collect(),
        missing: view.missing.clone(),
    })
}

fn page(
    cx: &PageCx,
    (signed_in, next): (&session::SignedIn, &MaybeNext),
    view: &FormView,
    typed: &PersonForm,
    errors: FormErrors,
) -> PersonFormView {
    let state = FormState {
        draft_saved_at: view.draft_saved_at.map(|at| cx.local(at)),
        is_verified: view.is_verified,
        may_save: view.may_save_draft,
        year: view.today.east.year(),
        ahead: ahead(cx, signed_in, view),
        next: next.0.as_ref().map(|path| path.as_str().to_owned()),
    };
    PersonFormView::new(cx.frame(), typed, errors, state)
}

/// `GET /profile/edit`
async fn show(cx: PageCx, signed_in: SignedIn, Query(came): Query<CameFor>) -> PageResult {
    let view = person::form(&cx, &signed_in).await?;
    cx.page(page(&cx, (&signed_in, &came.r#return), &view, &view.form, FormErrors::none()))
}

/// `POST /profile/edit`: "Continue", "Save", or another type of document.
async fn submit(cx: PageCx, signed_in: SignedIn, sent: Checked<Sent>) -> PageResult {
    let typed = sent.form();
    match sent.action.as_str() {
        "type" => {
            let view = person::form(&cx, &signed_in).await?;
            cx.page(page(&cx, (&signed_in, &sent.r#return), &view, &typed, FormErrors::none()))
        }
        "save" => {
            person::save_draft(&cx, &signed_in, &typed).await?;
            cx.notice(NoticeKind::Success, "draft-saved");
            match &sent.r#return.0 {
                Some(path) => cx.redirect(&route::profile_and_return(path.as_str())),
                None => cx.redirect(route::PROFILE_EDIT),
            }
        }
        _ => match person::go_on(&cx, &signed_in, &typed).await {
            Ok(()) => cx.redirect(route::PROFILE_REVIEW),
            Err(Error::Fields(faults)) => {
                let view = person::form(&cx, &signed_in).await?;
                cx.faulty(page(&cx, (&signed_in, &sent.r#return), &view, &typed, faults.into()))
            }
            Err(error) if person::is_snils_taken(&error) => cx.redirect(route::PROFILE_SNILS_TAKEN),
            Err(error) => Err(error.into()),
        },
    }
}

/// `GET /profile/review`
async fn review(cx: PageCx, signed_in: SignedIn) -> PageResult {
    match person::review(&cx, &signed_in).await {
        Ok(review) => {
            let verification = &cx.settings().verification;
            let reviewed = Reviewed {
                form: &review.form,
                doubts: &review.doubts,
                changes: &review.changes,
                is_sent: review.is_sent,
                mark: &review.mark,
                times: (verification.usual_minutes, verification.max_days),
            };
            cx.page(ReviewView::new(cx.frame(), &reviewed))
        }
        // What is stored is not complete yet, or no longer right: an expired passport, for instance.
        Err(Error::Fields(_)) => cx.redirect(route::PROFILE_EDIT),
        Err(error) => Err(error.into()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Seen {
    mark: String,
}

/// `POST /profile/review`: sends what the page showed (R96).
async fn send(cx: PageCx, signed_in: SignedIn, seen: Checked<Seen>) -> PageResult {
    match person::submit_reviewed(&cx, &signed_in, &seen.mark).await {
        Ok(Submitted::Started(_) | Submitted::Running(_)) => cx.redirect(route::PROFILE_VERIFICATION),
        Ok(Submitted::Added) => {
            cx.notice(NoticeKind::Success, "data-added");
            cx.redirect(route::ACCOUNT_DATA)
        }
        Ok(Submitted::Unchanged) => {
            cx.notice(NoticeKind::Info, "data-unchanged");
            cx.redirect(route::PROFILE_VERIFICATION)
        }
        // Changed in another window: show what is stored now.
        Err(Error::Conflict) => cx.redirect(route::PROFILE_REVIEW),
        Err(Error::Fields(_)) => cx.redirect(route::PROFILE_EDIT),
        Err(error) if person::is_snils_taken(&error) => cx.redirect(route::PROFILE_SNILS_TAKEN),
        Err(error) => Err(error.into()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Nothing {}

/// `POST /profile/keep`: the verified data stay, and a change of them is withdrawn (R95).
async fn keep(cx: PageCx, signed_in: SignedIn, _: Checked<Nothing>) -> PageResult {
    match person::keep_verified(&cx, &signed_in).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "data-kept");
            cx.redirect(route::ACCOUNT_DATA)
        }
        // Nothing is verified any more: the page shows how it stands.
        Err(Error::Conflict) => cx.redirect(route::PROFILE_VERIFICATION),
        Err(error) => Err(error.into()),
    }
}

/// `GET /profile/snils-taken`
async fn snils_taken(cx: PageCx, _: SignedIn) -> PageResult {
    let refusal = Refusal::new("snils-taken", okno_domain::refusal::Class::Conflict);
    cx.refused(&refusal, SnilsTakenView { frame: cx.frame() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R79: three picked parts make a date, none make none, and half a date is not lost.
    #[test]
    fn parts_become_a_date() {
        assert_eq!(date("1", "3", "1985"), "01.03.1985");
        assert_eq!(date(" ", "", ""), "");
        assert_eq!(date("12", "", "1985"), "12.00.1985");
    }
}
