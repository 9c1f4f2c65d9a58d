//! Texts in place of built-in ones: looking for them, replacing them, and what colleagues read of a replacement.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error, approval,
    wording::{self, Asked, BuiltIn, WordingChange},
};
use okno_domain::{
    approval::ApprovalId,
    locale::Locale,
    refusal::{Class, FieldFault, Refusal},
    wording::{Replacement, Replacements},
};
use okno_ui::{
    form::{Field, FormErrors},
    frame::NoticeKind,
    route,
    wording::{self as words, AskedText, ChangeLine, ChangePart, ReadingPart, TextLine, TextView, TextsView},
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, Path, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}/{{key}}{rest}", route::OPERATOR_TEXTS);
    Router::new()
        .route(route::OPERATOR_TEXTS, get(list))
        .route(&at(""), get(show).post(preview))
        .route(&at("/ask"), post(ask))
        .route(&at("/back"), post(back))
        .route(&at("/execute"), post(execute))
}

/// The texts that the pages have.
pub(crate) struct Texts;

impl BuiltIn for Texts {
    fn has(&self, key: &str) -> bool {
        words::has(key)
    }

    fn fit(&self, key: &str, locale: Locale, text: &str) -> Result<Option<String>, FieldFault> {
        words::fit(key, locale, text)
    }
}

/// What a colleague reads of a request about a text: its key, and in which languages it is replaced by what.
pub(super) fn fact(detail: &serde_json::Value) -> Option<(String, Vec<ChangePart>)> {
    let key = detail.get("text_key")?.as_str()?;
    let text = |name: &str| {
        let text = detail.get(name).cloned().and_then(|text| serde_json::from_value::<Replacement>(text).ok());
        text.unwrap_or_default()
    };
    Some((key.to_owned(), ChangePart::of(key, &text("from"), &text("to"), true)))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Search {
    query: String,
    replaced: String,
    after: String,
}

/// `GET /operator/texts`
async fn list(cx: PageCx, operator: Operator, Query(search): Query<Search>) -> PageResult {
    let rows = wording::replaced(&cx, &operator).await?;
    let texts: Replacements = rows.into_iter().map(|row| (row.key, row.texts)).collect();
    let only_replaced = !search.replaced.is_empty();
    let query = words::Query { words: &search.query, only_replaced, after: &search.after };
    let (found, count) = words::search(cx.locale, query, &texts);
    let last = found.last().filter(|_| found.len() >= words::PAGE).map(|found| found.key);
    let is_unfit = |key: &str| {
        let text = texts.get(key);
        let mut replaced = Locale::ALL.into_iter().filter_map(|locale| Some((locale, text?.get(locale)?)));
        replaced.any(|(locale, text)| words::fit(key, locale, text).is_err())
    };
    let lines = found.iter().map(|found| TextLine {
        key: found.key.to_owned(),
        text: found.text.clone(),
        replaced: found.replaced.clone(),
        is_unfit: is_unfit(found.key),
    });
    let view = TextsView {
        frame: cx.frame(),
        count,
        lines: lines.collect(),
        query: Field::with_value("query", search.query.as_str()),
        replaced: Field::with_value("replaced", if only_replaced { "1" } else { "" }),
        next: None,
    };
    let next = last.map(|after| view.after(after));
    cx.page(TextsView { next, ..view })
}

fn asked(cx: &PageCx, key: &str, asked: Asked) -> AskedText {
    let part = |locale| {
        let text = asked.to.get(locale)?;
        Some(ReadingPart { locale, readings: words::read_aloud(key, locale, Some(text)) })
    };
    AskedText {
        id: asked.id.to_string(),
        is_approved: asked.is_approved,
        until: cx.local(asked.expires_at),
        is_back: asked.to.is_empty(),
        parts: Locale::ALL.into_iter().filter_map(part).collect(),
    }
}

fn change(cx: &PageCx, key: &str, change: WordingChange) -> ChangeLine {
    ChangeLine {
        at: cx.local(change.at),
        parts: ChangePart::of(key, &change.before, &change.after, false),
        by: change.by,
        agreed_by: change.agreed_by,
    }
}

/// The page of a text as it stands.
async fn view(cx: &PageCx, operator: &Operator, key: &str) -> Result<TextView, Error> {
    let shown = wording::show(cx, operator, &Texts, key).await?;
    let mut frame = cx.frame();
    frame.path = words::url(key);
    let view = TextView::new(frame, key, (&shown.now, shown.seen)).ok_or(Error::NotFound)?;
    Ok(TextView {
        is_alone: !approval::has_second_administrator(cx, operator).await?,
        asked: shown.asked.map(|one| asked(cx, key, one)),
        history: shown.history.into_iter().map(|one| change(cx, key, one)).collect(),
        ..view
    })
}

/// `GET /operator/texts/{key}`
async fn show(cx: PageCx, operator: Operator, Path(key): Path<String>) -> PageResult {
    cx.page(view(&cx, &operator, &key).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TextForm {
    seen: String,
    text_ru: String,
    text_en: String,
    text_fr: String,
    approval: String,
}

impl TextForm {
    fn typed(&self) -> [String; 3] {
        [self.text_ru.clone(), self.text_en.clone(), self.text_fr.clone()]
    }

    fn seen(&self) -> Option<i64> {
        self.seen.parse().ok()
    }
}

/// `POST /operator/texts/{key}`: how what was typed will read; nothing is changed.
async fn preview(cx: PageCx, operator: Operator, Path(key): Path<String>, form: Checked<TextForm>) -> PageResult {
    match wording::read(&operator, &Texts, &key, &form.typed()) {
        Ok(to) => {
            let view = view(&cx, &operator, &key).await?;
            // What was typed is about the text that was shown with it.
            let view = TextView { seen: form.seen.clone(), ..view };
            cx.page(view.typed(&form.typed(), FormErrors::none()).previewed(&to))
        }
        Err(error) => refused(&cx, &operator, (&key, &form), error).await,
    }
}

/// The page again with what was typed, whatever was refused.
async fn refused(cx: &PageCx, operator: &Operator, (key, form): (&str, &TextForm), error: Error) -> PageResult {
    let again = async |errors: FormErrors| Ok::<_, Error>(view(cx, operator, key).await?.typed(&form.typed(), errors));
    match error {
        Error::Fields(faults) => {
            let view = again(faults.into()).await?;
            cx.faulty(TextView { seen: form.seen.clone(), ..view })
        }
        // The number of the change that is shown now goes along: whoever has read it sends again.
        Error::Conflict => {
            let refusal = Refusal::new("wording-changed", Class::Conflict);
            cx.refused(&refusal, again(refusal.clone().into()).await?)
        }
        Error::Refused(refusal) if refusal.code == "operator-not-fresh" => {
            let view = again(refusal.clone().into()).await?;
            let view = match wording::read(operator, &Texts, key, &form.typed()) {
                Ok(to) => view.previewed(&to),
                Err(_) => view,
            };
            cx.refused(&refusal, TextView { must_prove: true, seen: form.seen.clone(), ..view })
        }
        // With the number that the person has seen: a change of somebody else's in between must stay a conflict.
        Error::Refused(refusal) => {
            let view = again(refusal.clone().into()).await?;
            cx.refused(&refusal, TextView { seen: form.seen.clone(), ..view })
        }
        other => Err(other.into()),
    }
}

/// `POST /operator/texts/{key}/ask`
async fn ask(cx: PageCx, operator: Operator, Path(key): Path<String>, form: Checked<TextForm>) -> PageResult {
    match wording::ask(&cx, &operator, &Texts, (&key, form.seen()), &form.typed()).await {
        Ok(()) => {
            cx.notice(NoticeKind::Info, "wording-asked");
            cx.redirect(&words::url(&key))
        }
        Err(error) => refused(&cx, &operator, (&key, &form), error).await,
    }
}

/// `POST /operator/texts/{key}/back`
async fn back(cx: PageCx, operator: Operator, Path(key): Path<String>, form: Checked<TextForm>) -> PageResult {
    let done = wording::ask_back(&cx, &operator, &Texts, (&key, form.seen())).await;
    answered(&cx, &operator, &key, done, (NoticeKind::Info, "wording-asked")).await
}

/// `POST /operator/texts/{key}/execute`
async fn execute(cx: PageCx, operator: Operator, Path(key): Path<String>, form: Checked<TextForm>) -> PageResult {
    let agreed: ApprovalId = form.approval.parse().map_err(|_| Fault::Malformed("no such request"))?;
    let done = wording::execute(&cx, &operator, &Texts, (&key, agreed)).await;
    answered(&cx, &operator, &key, done, (NoticeKind::Success, "wording-changed")).await
}

/// The page of the text after something for which nothing was typed.
async fn answered(
    cx: &PageCx,
    operator: &Operator,
    key: &str,
    done: Result<(), Error>,
    (kind, code): (NoticeKind, &'static str),
) -> PageResult {
    let again = async |errors: FormErrors| Ok::<_, Error>(TextView { errors, ..view(cx, operator, key).await? });
    match done {
        Ok(()) => {
            cx.notice(kind, code);
            cx.redirect(&words::url(key))
        }
        Err(Error::Conflict) => {
            let refusal = Refusal::new("wording-changed-meanwhile", Class::Conflict);
            cx.refused(&refusal, again(refusal.clone().into()).await?)
        }
        Err(error) => refused_or_again(cx, error, &words::url(key), again).await,
    }
}
