//! The switch board: what each system does wrong, and what has been asked of the registries.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Map, Value};

use super::{
    form::{self, Control, Field},
    language::Frame,
    render,
};
use crate::{
    World,
    bank::BankName,
    registry::{Registry, RegistryName, Request},
    sites::SiteName,
};

/// The systems that have switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Registry(RegistryName),
    Smpp,
    SmsGateway,
    Smtp,
    Bank(BankName),
    Carrier,
    Site(SiteName),
}

impl System {
    pub(super) const ALL: [Self; 11] = [
        Self::Registry(RegistryName::PensionFund),
        Self::Registry(RegistryName::InteriorMinistry),
        Self::Smpp,
        Self::SmsGateway,
        Self::Smtp,
        Self::Bank(BankName::BlueBridge),
        Self::Bank(BankName::Rowan),
        Self::Carrier,
        Self::Site(SiteName::Pension),
        Self::Site(SiteName::Tax),
        Self::Site(SiteName::Shop),
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Registry(name) => name.word(),
            Self::Smpp => "smpp",
            Self::SmsGateway => "sms_gateway",
            Self::Smtp => "smtp",
            Self::Bank(name) => name.word(),
            Self::Carrier => "carrier",
            Self::Site(name) => name.word(),
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.word() == word)
    }

    fn fields(self, world: &World) -> Vec<Field> {
        match self {
            Self::Registry(name) => form::fields(&world.registry(name).switches()),
            Self::Smpp => form::fields(&world.smsc.switches()),
            Self::SmsGateway => form::fields(&world.sms_gateway.switches()),
            Self::Smtp => form::fields(&world.mail_server.switches()),
            Self::Bank(name) => form::fields(&world.bank(name).switches()),
            Self::Carrier => form::fields(&world.carrier.switches()),
            Self::Site(name) => form::fields(&world.site(name).switches()),
        }
    }

    /// The switches as JSON.
    pub(super) fn switches(self, world: &World) -> Result<Value, serde_json::Error> {
        match self {
            Self::Registry(name) => serde_json::to_value(world.registry(name).switches()),
            Self::Smpp => serde_json::to_value(world.smsc.switches()),
            Self::SmsGateway => serde_json::to_value(world.sms_gateway.switches()),
            Self::Smtp => serde_json::to_value(world.mail_server.switches()),
            Self::Bank(name) => serde_json::to_value(world.bank(name).switches()),
            Self::Carrier => serde_json::to_value(world.carrier.switches()),
            Self::Site(name) => serde_json::to_value(world.site(name).switches()),
        }
    }

    /// Applies a change to the switches.
    pub(super) fn change(self, world: &World, change: Change) -> Result<(), serde_json::Error> {
        match self {
            Self::Registry(name) if matches!(change, Change::Reset) => world.registry(name).reset(),
            Self::Registry(name) => {
                let next = change.apply(&world.registry(name).switches())?;
                world.registry(name).set(|switches| *switches = next);
            }
            Self::Smpp => {
                let next = change.apply(&world.smsc.switches())?;
                world.smsc.set(|switches| *switches = next);
            }
            Self::SmsGateway => {
                let next = change.apply(&world.sms_gateway.switches())?;
                world.sms_gateway.set(|switches| *switches = next);
            }
            Self::Smtp => {
                let next = change.apply(&world.mail_server.switches())?;
                world.mail_server.set(|switches| *switches = next);
            }
            Self::Bank(name) => {
                let next = change.apply(&world.bank(name).switches())?;
                world.bank(name).set(|switches| *switches = next);
            }
            Self::Carrier => {
                let next = change.apply(&world.carrier.switches())?;
                world.carrier.set(|switches| *switches = next);
            }
            Self::Site(name) => {
                let next = change.apply(&world.site(name).switches())?;
                world.site(name).set(|switches| *switches = next);
            }
        }
        world.bell.ring();
        Ok(())
    }
}

/// A change of switches.
pub(super) enum Change {
    /// All as a form sent them.
    Form(HashMap<String, String>),
    /// Some members.
    Patch(Map<String, Value>),
    /// All as at the start.
    Reset,
}

impl Change {
    fn apply<T: serde::Serialize + serde::de::DeserializeOwned + Default>(
        self,
        current: &T,
    ) -> Result<T, serde_json::Error> {
        match self {
            Self::Form(form) => form::read(current, &form),
            Self::Patch(changes) => form::patch(current, changes),
            Self::Reset => Ok(T::default()),
        }
    }
}

struct Panel {
    system: System,
    title: &'static str,
    fields: Vec<Field>,
    requests: Vec<Request>,
    /// Where its pages are, if it has any.
    address: Option<String>,
}

impl Panel {
    fn is_registry(&self) -> bool {
        matches!(self.system, System::Registry(_))
    }
}

#[derive(Template)]
#[template(path = "board.html")]
struct Board {
    frame: Frame,
    panels: Vec<Panel>,
}

pub(super) async fn page(State(world): State<Arc<World>>, frame: Frame) -> Response {
    let newest = |registry: &Registry| registry.requests().into_iter().take(20).collect();
    let panel = |system: System| Panel {
        system,
        title: frame.words.system(system.word()),
        fields: system.fields(&world),
        requests: match system {
            System::Registry(name) => newest(world.registry(name)),
            _ => Vec::new(),
        },
        address: match system {
            System::Site(name) => Some(world.site(name).url().to_owned()),
            _ => None,
        },
    };
    let panels = System::ALL.into_iter().map(panel).collect();
    let page = Board { frame, panels };
    page.frame.remember(render(&page))
}

/// `POST /switches/{system}`
pub(super) async fn save(
    State(world): State<Arc<World>>,
    Path(system): Path<String>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    changed(&world, &system, Change::Form(form))
}

/// `POST /switches/{system}/reset`
pub(super) async fn reset(State(world): State<Arc<World>>, Path(system): Path<String>) -> Response {
    changed(&world, &system, Change::Reset)
}

fn changed(world: &World, system: &str, change: Change) -> Response {
    let Some(system) = System::named(system) else { return StatusCode::NOT_FOUND.into_response() };
    match system.change(world, change) {
        Ok(()) => Redirect::to(&format!("/switches#{}", system.word())).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

/// `POST /switches/{system}/release`: lets held answers go.
pub(super) async fn release(State(world): State<Arc<World>>, Path(system): Path<String>) -> Response {
    let Some(System::Registry(name)) = System::named(&system) else { return StatusCode::NOT_FOUND.into_response() };
    world.registry(name).release();
    Redirect::to(&format!("/switches#{}", name.word())).into_response()
}
