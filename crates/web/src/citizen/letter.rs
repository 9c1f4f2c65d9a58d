//! The registered letter: order, index finder, where it is (R136 to R147).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error, confirmation,
    letter::{self, IndexEntry, Shown},
};
use okno_domain::{
    letter::{AddressForm, AddressKind, LetterStatus, day_of},
    refusal::FieldFault,
};
use okno_ui::{
    form::{Field, FormErrors},
    letter::{IndexLine, IndexView, LetterOrderView, LetterView},
    route,
};
use serde::{Deserialize, Serialize};

use super::confirmation::code_entry;
use crate::kit::{Checked, Fault, PageCx, PageResult, Query, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::CONFIRMATION_LETTER, get(show))
        .route(route::LETTER_ORDER, get(ask).merge(post(order)))
        .route(route::LETTER_INDEX, get(find_index))
        .route(route::LETTER_TRACK, get(track))
}

/// The form; the same names prefill it from the index finder.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct OrderForm {
    address_kind: String,
    postal_index: String,
    region: String,
    locality: String,
    street: String,
    house: String,
    apartment: String,
}

impl OrderForm {
    fn address(self) -> AddressForm {
        let Self { postal_index, region, locality, street, house, apartment, .. } = self;
        AddressForm { postal_index, region, locality, street, house, apartment }
    }

    /// The path with what is typed of town and street, as far as it is short; house and flat stay out of addresses.
    fn at(&self, path: &str) -> String {
        let filled = [
            ("address_kind", &self.address_kind),
            ("postal_index", &self.postal_index),
            ("region", &self.region),
            ("locality", &self.locality),
            ("street", &self.street),
        ];
        let filled: Vec<_> = filled.into_iter().filter(|(_, value)| !value.is_empty() && value.len() <= 300).collect();
        match serde_urlencoded::to_string(filled) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            _ => path.to_owned(),
        }
    }
}

fn order_view(cx: &PageCx, signed_in: &SignedIn, form: OrderForm, errors: FormErrors) -> LetterOrderView {
    let mut frame = cx.frame();
    // What was typed goes no further with the links to other languages.
    route::LETTER_ORDER.clone_into(&mut frame.path);
    let person = &signed_in.person;
    let rules = &cx.settings().letter;
    let names = [person.family_name.as_str(), person.given_name.as_str(), person.patronymic.as_str()];
    let kind = if form.address_kind.is_empty() { AddressKind::Registration.name() } else { &form.address_kind };
    LetterOrderView {
        frame,
        errors,
        name: names.join(" ").trim().to_owned(),
        kind: kind.to_owned(),
        index_url: form.at(route::LETTER_INDEX),
        address: form.address(),
        delivery_days: rules.delivery_hint_days,
        reorder_days: rules.reorder_min_days,
    }
}

/// Nothing for who may not go this way (yet): the page of methods says why.
fn is_allowed(cx: &PageCx, signed_in: &SignedIn) -> Result<bool, Fault> {
    match letter::may_begin(cx, &signed_in.account) {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// `GET /confirmation/registered-letter`: the letter, or the form that orders the first one.
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let may_order = is_allowed(&cx, &signed_in)?;
    let standing = letter::standing(&cx, &signed_in).await?;
    let Some(shown) = standing.latest else {
        return cx.redirect(if may_order { route::LETTER_ORDER } else { route::CONFIRMATION });
    };
    let overview = confirmation::overview(&cx, &signed_in).await?;
    let entry = code_entry(&cx, overview.code_box, &FormErrors::none());
    let rules = &cx.settings().letter;
    let Shown { letter, address, code_until, is_too_old, seems_lost } = shown;
    cx.page(LetterView {
        frame: cx.frame(),
        number: letter
            .visible_number(rules.tracking_visible_after_hours, cx.now)
            .map(|number| number.as_str().to_owned()),
        status: letter.status,
        address,
        ordered_on: day_of(letter.ordered_at),
        changed_on: day_of(letter.changed_at),
        code_until: (letter.status != LetterStatus::Ordered && letter.status.is_open())
            .then(|| day_of(code_until).yesterday().unwrap_or_else(|_| day_of(code_until))),
        is_too_old,
        seems_lost,
        reorder_from: standing.from,
        may_reorder: may_order,
        delivery_days: rules.delivery_hint_days,
        entry: entry.filter(|_| letter.status.is_open()),
    })
}

/// `GET /confirmation/registered-letter/order`
async fn ask(cx: PageCx, signed_in: SignedIn, Query(form): Query<OrderForm>) -> PageResult {
    if !is_allowed(&cx, &signed_in)? {
        return cx.redirect(route::CONFIRMATION);
    }
    if letter::standing(&cx, &signed_in).await?.from.is_some() {
        return cx.redirect(route::CONFIRMATION_LETTER);
    }
    cx.page(order_view(&cx, &signed_in, form, FormErrors::none()))
}

/// `POST /confirmation/registered-letter/order`
async fn order(cx: PageCx, signed_in: SignedIn, form: Checked<OrderForm>) -> PageResult {
    let form = OrderForm::clone(&form);
    let Some(kind) = AddressKind::from_name(&form.address_kind) else {
        let fault = FieldFault::new("address_kind", "address-kind-unknown");
        return cx.faulty(order_view(&cx, &signed_in, form, vec![fault].into()));
    };
    match letter::order(&cx, &signed_in, kind, &form.clone().address()).await {
        Ok(_) => cx.redirect(route::CONFIRMATION_LETTER),
        Err(Error::Fields(faults)) => cx.faulty(order_view(&cx, &signed_in, form, faults.into())),
        Err(Error::Refused(refusal)) => {
            let view = order_view(&cx, &signed_in, form, refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

fn line(form: &OrderForm, entry: &IndexEntry, whole: &str) -> IndexLine {
    let place = if entry.locality == entry.region {
        entry.locality.clone()
    } else {
        format!("{}, {}", entry.region, entry.locality)
    };
    let street = if entry.street.is_empty() { whole } else { &entry.street };
    let filled = OrderForm {
        postal_index: entry.postal_index.as_str().to_owned(),
        region: entry.region.clone(),
        locality: entry.locality.clone(),
        street: if form.street.is_empty() { entry.street.clone() } else { form.street.clone() },
        ..form.clone()
    };
    IndexLine {
        postal_index: entry.postal_index.as_str().to_owned(),
        words: format!("{place}, {street}"),
        url: filled.at(route::LETTER_ORDER),
    }
}

/// `GET /confirmation/registered-letter/index`: asked by the form's own names, so that what is typed is not lost (R138).
async fn find_index(cx: PageCx, _: SignedIn, Query(form): Query<OrderForm>) -> PageResult {
    let mut frame = cx.frame();
    route::LETTER_INDEX.clone_into(&mut frame.path);
    let whole = okno_ui::text(cx.locale, "letter-index-whole", &[]);
    let found = (!form.locality.trim().is_empty()).then(|| {
        let entries = cx.app.indexes.find(&form.locality, &form.street);
        entries.into_iter().map(|entry| line(&form, entry, &whole)).collect()
    });
    cx.page(IndexView {
        frame,
        locality: Field::with_value("locality", form.locality.as_str()),
        street: Field::with_value("street", form.street.as_str()),
        found,
    })
}

/// `GET /confirmation/registered-letter/track`: to the carrier's page of the item (R145).
async fn track(cx: PageCx, signed_in: SignedIn) -> PageResult {
    match letter::tracking_url(&cx, &signed_in).await {
        Ok(url) => cx.leave_for(&url),
        Err(Error::NotFound) => cx.redirect(route::CONFIRMATION_LETTER),
        Err(error) => Err(error.into()),
    }
}
