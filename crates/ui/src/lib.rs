//! Pages, messages and assets of Okno: data in, HTML and text out. No I/O, no queries, and no word that people read
//! outside `locales/`.
//!
//! # Adding a page
//!
//! 1. The words, in `locales/{ru,en,fr}/<word>.ftl`, one file per word of the glossary. The build fails when a key is
//!    missing in a language or takes other values there.
//! 2. The view, in `src/<word>.rs`: a struct with `frame` and what the page shows. Its methods from [`page::View`] are
//!    called in the template without a receiver.
//!
//! ```text
//! #[derive(Template)]
//! #[template(path = "credential/code.html")]
//! pub struct CodeView {
//!     pub frame: PageFrame,
//!     pub errors: FormErrors,
//!     pub code: Field,             // errors.field("code", "")
//!     pub seconds_left: u32,
//! }
//!
//! impl View for CodeView {
//!     const NAME: &'static str = "credential-code";
//!     fn frame(&self) -> &PageFrame { &self.frame }
//!     fn samples(locale: Locale) -> Vec<(&'static str, Self)> { vec![("fresh", ...), ("wrong", ...)] }
//! }
//! ```
//!
//! 3. The template, in `templates/<word>/`. Plain elements (`h1`, `p`, `ul`, `table`, `a`) are styled inside `main`;
//!    everything of a form is a macro of `templates/kit/form.html`, other components are in `templates/kit/parts.html`.
//!
//! ```html
//! {% extends "layout/page.html" %}
//! {% import "kit/form.html" as form %}
//! {% import "kit/parts.html" as parts %}
//! {% block title %}{{ frame.page_title(errors, t("credential-code-title")) }}{% endblock %}
//! {% block main %}
//! {% call form::error_summary(errors) %}{% endcall %}
//! <h1>{{ t("credential-code-title") }}</h1>
//! <form method="post" novalidate>
//!   {% call form::csrf() %}{% endcall %}
//!   {% call form::code_field(code, t("credential-code-label")) %}{% endcall %}
//!   {% call parts::countdown(seconds_left) %}{% endcall %}
//!   {% call form::submit(t("action-continue")) %}{% endcall %}
//! </form>
//! {% endblock %}
//! ```
//!
//! Macros of `form`: `csrf`, `hidden_field`, `error_summary`, `text_field`, `text_area`, `password_field`,
//! `password_strength`, `candidates`, `code_field`, `select_field`, `radios`, `checkbox`, `date_field`, `submit`, `cancel`,
//! `cancel_link`, `button`, `resend`. Macros of `parts`: `inset`, `panel`, `level_badge`, `tag`, `tile`, `summary_list`,
//! `summary_row`, `countdown`, `help`, `tabs`, `back_link`, `move_on`, `live`. `templates/kit/sample.html` uses each one.
//! A label is any text: `t("label-snils")` for the glossary's fields, which are all in `locales/*/label.ftl`; the error
//! summary takes the name of a field from there.
//!
//! A page is a sheet of one column; `{% block main_class %}page--wide{% endblock %}` makes it as wide as the header.
//! `{% block before %}` stands above the sheet and takes the back link.
//!
//! 4. One line in [`views::samples`]. Then every sample is rendered in every language, and checked: labels, headings,
//!    links from errors to fields, unique ids, no inline script or style, no foreign address.
//!
//! To look at the pages: `cargo xtask assets`, then `OKNO_SAMPLES=<folder> cargo test -p okno-ui every_sample` writes
//! them all as files with their assets.

pub mod account;
pub mod appointment;
pub mod approval;
pub mod assets;
pub mod audit;
pub mod bank;
pub mod chart;
pub mod clerk;
pub mod confirmation;
pub mod contact;
pub mod country;
pub mod credential;
pub mod developer;
pub mod device;
pub mod directory;
pub mod error;
pub mod factor;
pub mod factor_ask;
pub mod form;
pub mod format;
pub mod frame;
#[path = "../build/french.rs"]
mod french;
pub mod further_document;
pub mod help;
pub mod home;
pub mod hours;
pub mod installation;
pub mod kit;
pub mod letter;
pub mod login;
pub mod message;
pub mod notice;
pub mod one_time_code;
pub mod operator;
pub mod operator_case;
pub mod operator_job;
pub mod operator_queue;
pub mod operator_record;
pub mod outcome;
pub mod page;
pub mod password;
pub mod personal_data;
pub mod print;
pub mod profile;
pub mod prose;
pub mod public_service;
pub mod qr;
pub mod recovery;
pub mod registration;
pub mod resend;
pub mod restriction;
pub mod route;
pub mod security;
pub mod service_center;
pub mod session;
pub mod signed_out;
pub mod site;
pub mod staff;
pub mod statistic;
pub mod support;
pub mod text;
pub mod verification;
pub mod views;
pub mod wording;

#[cfg(test)]
mod check;

pub use page::{Rendered, View};
pub use text::{Arg, Text, text};
