//! The population, with data to copy into forms.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Date;

use super::{language::Frame, render};
use crate::{
    World,
    bank::{BankClient, BankName},
    population::{ForeignDocument, Passport, Person},
};

struct Card<'a> {
    person: &'a Person,
    story: &'static str,
    demo: bool,
    accounts: Vec<BankClient>,
}

impl Card<'_> {
    fn name(&self) -> String {
        let patronymic = self.person.patronymic.as_deref().unwrap_or_default();
        let person = self.person;
        format!("{} {} {patronymic}", person.family_name, person.given_name).trim_end().to_owned()
    }

    fn passport(&self) -> Option<&Passport> {
        self.person.passport.as_ref()
    }

    fn foreign(&self) -> Option<&ForeignDocument> {
        self.person.foreign_document.as_ref()
    }
}

/// `DD.MM.YYYY`.
fn day(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}

#[derive(Template)]
#[template(path = "persons.html")]
struct Persons<'a> {
    frame: Frame,
    named: Vec<Card<'a>>,
    generated: Vec<Card<'a>>,
}

pub(super) async fn page(State(world): State<Arc<World>>, frame: Frame) -> Response {
    let accounts = |person| BankName::ALL.into_iter().filter_map(|name| world.bank(name).client(person)).collect();
    let card = |person| Card {
        story: frame.words.story(person),
        demo: person.story == "demo",
        accounts: accounts(person),
        person,
    };
    let (generated, named) =
        world.population.persons().iter().map(card).partition(|card: &Card<'_>| card.person.story == "generated");
    let page = Persons { frame, named, generated };
    page.frame.remember(render(&page))
}
