//! The pages on which a person lets a device in: its code, and what came of it (RFC 8628). The decision itself is made on the
//! pages of sites.

use askama::Template;
use okno_domain::{account::AccountLevel, locale::Locale, refusal::FieldFault};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
};

/// The box for the code on a device's screen.
#[derive(Template)]
#[template(path = "device/code.html")]
pub struct DeviceCodeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong with the code.
    pub errors: FormErrors,
    /// The field.
    pub user_code: Field,
    /// Whether the code came with the address, so that the person must compare it (RFC 8628 3.3.1).
    pub is_given: bool,
}

impl View for DeviceCodeView {
    const NAME: &'static str = "device-code";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, value: &str, is_given| Self {
            frame: PageFrame::sample(locale, route::DEVICE),
            user_code: errors.field("user_code", value),
            errors,
            is_given,
        };
        let wrong = FieldFault::new("user_code", "device-code-wrong");
        vec![
            ("empty", view(FormErrors::none(), "", false)),
            ("given", view(FormErrors::none(), "BCDF-GHJK", true)),
            ("wrong", view(vec![wrong].into(), "BCDF-GHJL", false)),
        ]
    }
}

/// The decision was made; the device goes on.
#[derive(Template)]
#[template(path = "device/done.html")]
pub struct DeviceDoneView {
    /// The frame.
    pub frame: PageFrame,
    /// Of which site the device is.
    pub site: String,
    /// Whether it was let in.
    pub is_allowed: bool,
}

impl View for DeviceDoneView {
    const NAME: &'static str = "device-done";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |is_allowed| Self {
            frame: PageFrame::sample(locale, route::DEVICE).signed_in(AccountLevel::Standard),
            site: "Пенсионный фонд".to_owned(),
            is_allowed,
        };
        vec![("allowed", view(true)), ("denied", view(false))]
    }
}

/// The code is over; the device shows another one.
#[derive(Template)]
#[template(path = "device/over.html")]
pub struct DeviceOverView {
    /// The frame.
    pub frame: PageFrame,
}

impl View for DeviceOverView {
    const NAME: &'static str = "device-over";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        vec![("plain", Self { frame: PageFrame::sample(locale, route::DEVICE) })]
    }
}
