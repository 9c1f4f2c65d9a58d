//! Login (R2, R184, R185, R188).

use askama::Template;
use okno_domain::{
    locale::Locale,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
};

/// The login page with its two tabs.
#[derive(Template)]
#[template(path = "login/login.html")]
pub struct LoginView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The tab: by SNILS, or by phone or e-mail.
    pub by_snils: bool,
    /// What names the person: `login` or `snils`.
    pub identifier: Field,
    /// The password.
    pub password: Field,
    /// Where to go afterwards (R3).
    pub next: Option<String>,
    /// The site that waits for the sign-in.
    pub site: Option<String>,
    /// Whether one can log in by a passkey alone.
    pub passkeys_work: bool,
}

impl LoginView {
    fn register(&self) -> String {
        self.next.as_deref().map_or_else(|| route::REGISTER.to_owned(), route::register_and_return)
    }

    /// The addresses of the tabs; where to go afterwards is kept.
    fn tab(&self, by_snils: bool) -> String {
        let path = self.next.as_deref().map_or_else(|| route::LOGIN.to_owned(), route::login_and_return);
        match (by_snils, path.contains('?')) {
            (false, _) => path,
            (true, true) => format!("{path}&by=snils"),
            (true, false) => format!("{path}?by=snils"),
        }
    }

    fn contact_tab(&self) -> String {
        self.tab(false)
    }

    fn snils_tab(&self) -> String {
        self.tab(true)
    }
}

impl View for LoginView {
    const NAME: &'static str = "login";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, by_snils, next: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::LOGIN),
            by_snils,
            identifier: errors.field(if by_snils { "snils" } else { "login" }, ""),
            password: errors.field("password", ""),
            next: next.map(str::to_owned),
            site: None,
            passkeys_work: !by_snils,
            errors,
        };
        let at_site = Self {
            site: Some("Okno Pension".to_owned()),
            identifier: Field::with_value("login", "anna@example.org"),
            ..view(FormErrors::none(), false, Some("/oauth2/interaction/1"))
        };
        let wrong = FormErrors::from(Refusal::new("login-wrong", Class::Invalid));
        let wait = FormErrors::from(Refusal::new("try-later", Class::TooMany).with("seconds", "42"));
        let faulty = vec![FieldFault::new("snils", "snils-checksum"), FieldFault::new("password", "required")];
        vec![
            ("fresh", view(FormErrors::none(), false, None)),
            ("snils", view(FormErrors::none(), true, Some("/category/passport?a=1"))),
            ("wrong", view(wrong, false, None)),
            ("wait", view(wait, false, None)),
            ("faulty", view(faulty.into(), true, None)),
            ("site", at_site),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R2, R188: "Register" stands at the bottom, the link for recovering the password under the form.
    #[test]
    fn links_stand_where_people_look_for_them() {
        let html = LoginView::samples(Locale::Ru).remove(0).1.rendered().unwrap().html;
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let at = |text: &str| main.find(text).unwrap();
        assert!(
            at("id=\"submit\"") < at("href=\"/recovery\"") && at("href=\"/recovery\"") < at("href=\"/registration\"")
        );
    }

    /// R3, R185: the tabs are links, and keep where the visitor came from.
    #[test]
    fn tabs_keep_the_way_back() {
        let html = LoginView::samples(Locale::En).remove(1).1.rendered().unwrap().html;
        assert!(html.contains("href=\"/login?return=/category/passport%3Fa%3D1\""));
        assert!(html.contains("name=\"return\" value=\"/category/passport?a=1\""));
    }
}
