//! Choosing a password, with the rules in force, the strength hint and the generator (R24, R41 to R57).

use askama::Template;
use okno_domain::{contact::ContactKind, credential::password::Strength, locale::Locale, refusal::FieldFault};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    one_time_code::{Applicant, Flow},
    page::View,
    password::PasswordHint,
};

/// The password, typed twice; below it the generator.
#[derive(Template)]
#[template(path = "credential/choose_password.html")]
pub struct ChoosePasswordView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What the password is for.
    pub flow: Flow,
    /// The login name, for the browser's password storage (R54).
    pub login: String,
    /// The password (R50) and its generator.
    pub new: NewPassword,
    /// A contact that was given too and is not confirmed yet: it can be before the password is chosen (R23).
    pub pending: Option<(ContactKind, String)>,
    /// Whose new account the password is for (R21); none at a recovery.
    pub applicant: Option<Applicant>,
}

/// A new password, typed twice, with the rules in force and the generator: the same on every page where one is chosen.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// The password.
    pub password: Field,
    /// The same once more (R50).
    pub password_repeat: Field,
    /// A generated password that was picked: in both fields, readable, so that it can be changed (R52).
    pub filled: Option<String>,
    /// The rules in force (R57).
    pub hint: PasswordHint,
    /// The generator (C32).
    pub generator: Option<GeneratorPanel>,
    /// Where the generator's form goes.
    pub generate: &'static str,
    /// How strong the password was that has just been refused (R47), for those without scripts.
    pub refused: Option<Strength>,
}

impl NewPassword {
    /// Empty fields, as passwords are never written back.
    pub fn new(
        generate: &'static str,
        errors: &FormErrors,
        hint: PasswordHint,
        generator: Option<GeneratorPanel>,
    ) -> Self {
        let (password, password_repeat) = (errors.field("password", ""), errors.field("password_repeat", ""));
        Self { password, password_repeat, filled: None, hint, generator, generate, refused: None }
    }

    /// The name of the band, from the list that the script has too.
    pub(crate) fn band(&self, names: &str) -> String {
        let band = self.refused.map_or(0, |strength| usize::from(strength.band()));
        names.split('|').nth(band).unwrap_or_default().to_owned()
    }

    pub(crate) fn candidates(&self) -> &[String] {
        self.generator.as_ref().map_or(&[], |generator| &generator.candidates)
    }

    /// What the pages' samples show.
    pub(crate) fn sample(
        generate: &'static str,
        errors: &FormErrors,
        made: Option<(&[&str], Vec<FieldFault>)>,
    ) -> Self {
        let open = made.is_some();
        let (candidates, warnings) = made.unwrap_or_default();
        let panel = GeneratorPanel {
            open,
            digits: errors.field("digits", "1"),
            capitals: errors.field("capitals", "1"),
            small: errors.field("small", "1"),
            special: errors.field("special", "1"),
            length: errors.field("length", "8"),
            candidates: candidates.iter().map(|text| (*text).to_owned()).collect(),
            warnings,
        };
        Self::new(generate, errors, PasswordHint::sample(), Some(panel))
    }
}

/// The generator's boxes and what it made.
#[derive(Clone, Debug)]
pub struct GeneratorPanel {
    /// Whether it has been used.
    pub open: bool,
    /// Digits.
    pub digits: Field,
    /// Capital letters.
    pub capitals: Field,
    /// Small letters.
    pub small: Field,
    /// Special characters.
    pub special: Field,
    /// How many characters.
    pub length: Field,
    /// Passwords to pick from.
    pub candidates: Vec<String>,
    /// Which rules they would break (R53).
    pub warnings: Vec<FieldFault>,
}

impl View for ChoosePasswordView {
    const NAME: &'static str = "choose-password";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |flow: Flow, errors: FormErrors, made: Option<(&[&str], Vec<FieldFault>)>| Self {
            frame: PageFrame::sample(locale, flow.password()),
            flow,
            login: "+7 (912) 345-67-89".to_owned(),
            new: NewPassword::sample(flow.generate(), &errors, made),
            pending: None,
            applicant: (!flow.is_recovery()).then(Applicant::sample),
            errors,
        };
        let none = FormErrors::none();
        let faulty = FormErrors::from(vec![
            FieldFault::new("password", "password-length").with("minimum", "8"),
            FieldFault::new("password", "password-digit"),
            FieldFault::new("password_repeat", "password-repeat-differs"),
        ]);
        let no_class = FormErrors::from(vec![FieldFault::new("digits", "password-generator-no-class")]);
        let made = ["Ku7!rexa", "pO4;tuna", "9iZ(aBuk", "w,E3ofiR", "<Vab7e&c"];
        let mut filled = view(Flow::Registration, none.clone(), None);
        filled.new.filled = Some("Ku7!rexa".to_owned());
        let warning = vec![FieldFault::new("password", "password-uppercase")];
        let pending = |kind, contact: &str| Self {
            pending: Some((kind, contact.to_owned())),
            ..view(Flow::Registration, FormErrors::none(), None)
        };
        let mut without_generator = view(Flow::Recovery, none.clone(), None);
        without_generator.new.generator = None;
        vec![
            ("fresh", view(Flow::Registration, none.clone(), None)),
            ("email-pending", pending(ContactKind::Email, "ivanova@example.org")),
            ("phone-pending", pending(ContactKind::MobilePhone, "+7 (912) 345-67-89")),
            ("made", view(Flow::Registration, none.clone(), Some((&made, Vec::new())))),
            ("warned", view(Flow::Registration, none.clone(), Some((&["kurexa4;"], warning)))),
            ("no-class", view(Flow::Registration, no_class, Some((&[], Vec::new())))),
            ("filled", filled),
            ("faulty", {
                let mut view = view(Flow::Registration, faulty, None);
                view.new.refused = Some(Strength::Weak);
                view
            }),
            ("recovery", view(Flow::Recovery, none, None)),
            ("without-generator", without_generator),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(wanted: &str) -> String {
        let samples = ChoosePasswordView::samples(Locale::Ru);
        samples.into_iter().find(|(name, _)| *name == wanted).unwrap().1.rendered().unwrap().html
    }

    /// R51, R55: four boxes, the length, the button; and the warning not to tell the password.
    #[test]
    fn the_generator_has_four_boxes_and_a_length() {
        let html = page("fresh");
        for name in ["digits", "capitals", "small", "special"] {
            assert!(html.contains(&format!("type=\"checkbox\" id=\"{name}\"")), "{name}");
        }
        assert!(html.contains("name=\"length\" type=\"text\" value=\"8\""));
        assert!(html.contains("Создать пароль") && html.contains("Никому не сообщайте пароль"));
    }

    /// R24, R195: the button is "Done" at registration and "Create" at recovery.
    #[test]
    fn the_button_says_what_is_done() {
        assert!(page("fresh").contains(">Готово</button>"));
        assert!(page("recovery").contains(">Создать</button>"));
    }

    /// R54: nothing hinders pasting or the browser's storage.
    #[test]
    fn browsers_may_store_the_password() {
        let html = page("fresh");
        assert_eq!(html.matches("autocomplete=\"new-password\"").count(), 2);
        assert!(html.contains("autocomplete=\"username\""));
    }
}
