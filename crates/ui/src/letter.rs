//! The registered letter: ordering it, finding a postal index, and where the letter is (R136 to R147). What is printed is
//! in [`mod@print`].

pub mod print;

use askama::Template;
use jiff::civil::Date;
use okno_domain::{
    account::AccountLevel,
    letter::{AddressForm, AddressKind, LetterStatus},
    locale::Locale,
    refusal::FieldFault,
};

use crate::{
    confirmation::CodeEntry,
    form::{Choice, Field, FormErrors},
    format,
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

fn frame(locale: Locale, path: &str) -> PageFrame {
    PageFrame::sample(locale, path).signed_in(AccountLevel::Standard)
}

/// The form with the address, and what is to be known before (R137 to R144).
#[derive(Template)]
#[template(path = "letter/order.html")]
pub struct LetterOrderView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong with the form.
    pub errors: FormErrors,
    /// The addressee, from the profile (R137).
    pub name: String,
    /// Whose address it is, as typed.
    pub kind: String,
    /// The address as typed.
    pub address: AddressForm,
    /// The usual time of delivery in days (R144).
    pub delivery_days: u32,
    /// Days after which another letter can be ordered (R146).
    pub reorder_days: u32,
    /// The address where an index is found, with what was typed.
    pub index_url: String,
}

impl LetterOrderView {
    fn kind_field(&self) -> Field {
        self.errors.field("address_kind", self.kind.as_str())
    }

    fn kinds(&self) -> Vec<Choice> {
        AddressKind::ALL
            .into_iter()
            .map(|kind| {
                let label = match kind {
                    AddressKind::Registration => self.t("label-registered_address"),
                    AddressKind::Residence => self.t("label-residence_address"),
                };
                Choice::new(kind.name(), label)
            })
            .collect()
    }

    fn field(&self, name: &'static str, value: &str) -> Field {
        self.errors.field(name, value)
    }
}

impl View for LetterOrderView {
    const NAME: &'static str = "letter-order";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, address| Self {
            frame: frame(locale, route::LETTER_ORDER),
            errors,
            name: "Иванова Анна Петровна".to_owned(),
            kind: AddressKind::Registration.name().to_owned(),
            address,
            delivery_days: 14,
            reorder_days: 30,
            index_url: route::LETTER_INDEX.to_owned(),
        };
        let faults = vec![
            FieldFault::new("postal_index", "postal-index-format"),
            FieldFault::new("house", "address-empty"),
            FieldFault::new("street", "address-character").with("character", "<"),
        ];
        let typed =
            AddressForm {
                postal_index: "99".into(), region: "Омская область".into(), ..AddressForm::default()
            };
        vec![("empty", view(FormErrors::none(), AddressForm::default())), ("faulty", view(faults.into(), typed))]
    }
}

/// An index that an address may have.
#[derive(Clone, Debug)]
pub struct IndexLine {
    /// The index.
    pub postal_index: String,
    /// What it is the index of.
    pub words: String,
    /// The order form with it filled in.
    pub url: String,
}

/// The index finder (R138); works without scripts.
#[derive(Template)]
#[template(path = "letter/index.html")]
pub struct IndexView {
    /// The frame.
    pub frame: PageFrame,
    /// Town as typed.
    pub locality: Field,
    /// Street as typed.
    pub street: Field,
    /// The indexes that fit; none (as `None`) before anything was asked.
    pub found: Option<Vec<IndexLine>>,
}

impl View for IndexView {
    const NAME: &'static str = "letter-index";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |found| Self {
            frame: frame(locale, route::LETTER_INDEX),
            locality: Field::with_value("locality", "Казань"),
            street: Field::with_value("street", "Баумана"),
            found,
        };
        let line = IndexLine {
            postal_index: "420111".to_owned(),
            words: "Казань, улица Баумана".to_owned(),
            url: route::LETTER_ORDER.to_owned(),
        };
        vec![("asked", view(None)), ("found", view(Some(vec![line]))), ("nothing", view(Some(vec![])))]
    }
}

/// Where the letter is, and the box for its code (R114, R145 to R147).
#[derive(Template)]
#[template(path = "letter/state.html")]
pub struct LetterView {
    /// The frame.
    pub frame: PageFrame,
    /// Where the letter stands.
    pub status: LetterStatus,
    /// The address in one line.
    pub address: String,
    /// The day of the order.
    pub ordered_on: Date,
    /// Since when it is in its state.
    pub changed_on: Date,
    /// The number of the item, once it shows (R145).
    pub number: Option<String>,
    /// The last day of the code, once it is made.
    pub code_until: Option<Date>,
    /// Whether its time has run out.
    pub is_too_old: bool,
    /// Whether it should have arrived long ago.
    pub seems_lost: bool,
    /// The first day on which another letter can be ordered; none when that is today or past (R146).
    pub reorder_from: Option<Date>,
    /// Whether another one may be ordered at all.
    pub may_reorder: bool,
    /// The usual time of delivery in days.
    pub delivery_days: u32,
    /// The box for the code; none when there is nothing to type.
    pub entry: Option<CodeEntry>,
}

/// The stations of a letter, in their order.
const STATIONS: [LetterStatus; 5] = [
    LetterStatus::Ordered,
    LetterStatus::Printed,
    LetterStatus::Dispatched,
    LetterStatus::InTransit,
    LetterStatus::AwaitingPickup,
];

impl LetterView {
    fn status_text(&self, status: LetterStatus) -> Text<'static> {
        self.t(format!("letter-status-{}", status.name()))
    }

    fn explanation(&self) -> Text<'static> {
        if self.is_too_old {
            self.t("letter-state-old")
        } else {
            self.t(format!("letter-state-{}", self.status.name()))
        }
    }

    fn tag_kind(&self) -> &'static str {
        match self.status {
            LetterStatus::CodeUsed | LetterStatus::HandedOver => "success",
            LetterStatus::Returned => "error",
            LetterStatus::Voided => "neutral",
            _ => "progress",
        }
    }

    /// The stations with whether they are behind the letter, and whether it is at them.
    fn stations(&self) -> Vec<(Text<'static>, bool, bool)> {
        let stations = STATIONS.into_iter().chain([LetterStatus::HandedOver]);
        stations.map(|at| (self.status_text(at), at < self.status, at == self.status)).collect()
    }

    fn is_under_way(&self) -> bool {
        self.status <= LetterStatus::HandedOver
    }

    fn reorder_date(&self) -> Option<String> {
        self.reorder_from.map(|from| format::date(self.frame.locale, from))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn date(&self, date: &Date) -> String {
        format::date(self.frame.locale, *date)
    }
}

impl View for LetterView {
    const NAME: &'static str = "letter";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let day = |day| jiff::civil::date(2026, 1, day);
        let view = |status| Self {
            frame: frame(locale, route::CONFIRMATION_LETTER),
            status,
            address: "630099, Новосибирская область, г. Новосибирск, Красный проспект, д. 18, кв. 7".to_owned(),
            ordered_on: day(15),
            changed_on: day(19),
            number: (status > LetterStatus::Dispatched).then(|| "10100015000015".to_owned()),
            code_until: (status > LetterStatus::Ordered).then(|| jiff::civil::date(2026, 7, 13)),
            is_too_old: false,
            seems_lost: false,
            reorder_from: Some(jiff::civil::date(2026, 2, 14)),
            may_reorder: true,
            delivery_days: 14,
            entry: status.is_open().then(CodeEntry::sample),
        };
        let lost = Self { seems_lost: true, reorder_from: None, ..view(LetterStatus::InTransit) };
        let old = Self { is_too_old: true, reorder_from: None, ..view(LetterStatus::HandedOver) };
        let names = ["ordered", "printed", "dispatched", "transit", "pickup", "handed", "returned", "used", "voided"];
        let all = names.into_iter().zip(LetterStatus::ALL.map(view));
        all.chain([("lost", lost), ("old", old)]).collect()
    }
}
