//! Choosing a password, with the generator (R41 to R57): the page for a new account and after a forgotten password, and
//! the fields that the page for changing it takes over.

use okno_domain::{
    contact::ContactKind,
    credential::password::{GeneratorOptions, GeneratorRefusal, OwnData, PasswordPolicy, Strength},
    identifier::Reason as _,
    refusal::FieldFault,
    secret::Secret,
};
use okno_ui::{
    credential::{ChoosePasswordView, GeneratorPanel, NewPassword},
    form::FormErrors,
    one_time_code::{Applicant, Flow},
    password::PasswordHint,
};
use serde::Deserialize;

use crate::kit::{PageCx, PageResult};

/// The two entries, and the generated password that was picked where no script puts it into them.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    password: Secret,
    password_repeat: Secret,
    candidate: Secret,
}

impl PasswordForm {
    /// The password and its repetition.
    pub(super) fn entries(&self) -> (&Secret, &Secret) {
        chosen(&self.password, &self.password_repeat, &self.candidate)
    }
}

/// The password and its repetition: what was typed counts before what was picked.
pub(super) fn chosen<'a>(password: &'a Secret, repeat: &'a Secret, candidate: &'a Secret) -> (&'a Secret, &'a Secret) {
    if password.is_empty() && repeat.is_empty() { (candidate, candidate) } else { (password, repeat) }
}

/// The generator's boxes as sent (R51), or a generated password to put into the fields (`take`).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct GeneratorForm {
    digits: String,
    capitals: String,
    small: String,
    special: String,
    length: String,
    take: String,
    candidate: Secret,
}

/// What the boxes say before anyone touched them.
fn preset(cx: &PageCx, policy: &PasswordPolicy) -> GeneratorForm {
    let ticked = || "1".to_owned();
    let length = usize::from(cx.settings().password.generator_length).max(policy.min_length);
    GeneratorForm {
        digits: ticked(),
        capitals: ticked(),
        small: ticked(),
        special: ticked(),
        length: length.to_string(),
        ..GeneratorForm::default()
    }
}

fn panel(cx: &PageCx, errors: &FormErrors, form: &GeneratorForm) -> Option<GeneratorPanel> {
    cx.settings().password.generator.then(|| GeneratorPanel {
        open: false,
        digits: errors.field("digits", &form.digits),
        capitals: errors.field("capitals", &form.capitals),
        small: errors.field("small", &form.small),
        special: errors.field("special", &form.special),
        length: errors.field("length", &form.length),
        candidates: Vec::new(),
        warnings: Vec::new(),
    })
}

/// The fields for a new password with the generator, whose form goes to `to`. What was typed is never written back.
pub(super) fn entries(cx: &PageCx, to: &'static str, errors: &FormErrors) -> NewPassword {
    let policy = cx.settings().password.policy();
    let generator = panel(cx, errors, &preset(cx, &policy));
    NewPassword::new(to, errors, PasswordHint::of(&policy), generator)
}

/// Makes up passwords to pick from (R51 to R53), or puts the picked one into the fields; and what was wrong with the
/// boxes.
pub(super) fn made_up(cx: &PageCx, to: &'static str, form: &GeneratorForm) -> (NewPassword, FormErrors) {
    let policy = cx.settings().password.policy();
    if !form.take.is_empty() {
        let mut new = entries(cx, to, &FormErrors::none());
        let picked = form.candidate.expose();
        new.filled = Some(picked.to_owned()).filter(|text| !text.is_empty() && text.len() <= policy.max_length);
        return (new, FormErrors::none());
    }
    let made = candidates(cx, &policy, form);
    let errors = made.as_ref().err().map_or_else(FormErrors::none, |fault| vec![fault.clone()].into());
    let mut new = NewPassword::new(to, &errors, PasswordHint::of(&policy), panel(cx, &errors, form));
    if let Some(panel) = &mut new.generator {
        panel.open = true;
        if let Ok((options, candidates)) = made {
            panel.candidates = candidates.iter().map(|candidate| candidate.expose().to_owned()).collect();
            panel.warnings = policy.would_be_refused(options).iter().map(|fault| fault.on("password")).collect();
        }
    }
    (new, errors)
}

/// Whose password is chosen, and in the course of what.
pub(super) struct Subject {
    pub(super) flow: Flow,
    /// The login name that the browser may store with the password.
    pub(super) login: String,
    /// A contact that is not confirmed yet (R23).
    pub(super) pending: Option<(ContactKind, String)>,
    /// Whose new account it is (R21).
    pub(super) applicant: Option<Applicant>,
}

impl Subject {
    fn view(self, cx: &PageCx, errors: FormErrors, new: NewPassword) -> ChoosePasswordView {
        let mut frame = cx.frame();
        // The page may answer a POST to another address.
        self.flow.password().clone_into(&mut frame.path);
        let Self { flow, login, pending, applicant } = self;
        ChoosePasswordView { frame, errors, flow, login, new, pending, applicant }
    }
}

/// The page.
pub(super) fn view(cx: &PageCx, subject: Subject, errors: FormErrors) -> ChoosePasswordView {
    let new = entries(cx, subject.flow.generate(), &errors);
    subject.view(cx, errors, new)
}

/// The page with what is wrong with the password, and how strong it was (R47).
pub(super) fn refused(cx: &PageCx, subject: Subject, faults: Vec<FieldFault>, typed: &Secret) -> PageResult {
    let mut new = entries(cx, subject.flow.generate(), &faults.clone().into());
    new.refused = Some(strength(cx, &faults, typed));
    cx.faulty(subject.view(cx, faults.into(), new))
}

/// How strong a password is; the person's own data in it are known from its faults.
pub(super) fn strength(cx: &PageCx, faults: &[FieldFault], typed: &Secret) -> Strength {
    let strength = cx.settings().password.policy().strength(typed, &OwnData::default());
    let own = faults.iter().any(|fault| fault.code == "password-own-data");
    if own { strength.min(Strength::Weak) } else { strength }
}

/// The page with what the generator made.
pub(super) fn generate(cx: &PageCx, subject: Subject, form: &GeneratorForm) -> PageResult {
    let (new, errors) = made_up(cx, subject.flow.generate(), form);
    let is_faulty = !errors.is_empty();
    let view = subject.view(cx, errors, new);
    if is_faulty { cx.faulty(view) } else { cx.page(view) }
}

fn candidates(
    cx: &PageCx,
    policy: &PasswordPolicy,
    form: &GeneratorForm,
) -> Result<(GeneratorOptions, Vec<Secret>), FieldFault> {
    let length = form.length.trim().parse().map_err(|_| FieldFault::new("length", "password-generator-number"))?;
    let ticked = |value: &str| !value.is_empty();
    let options = GeneratorOptions {
        digits: ticked(&form.digits),
        capitals: ticked(&form.capitals),
        small: ticked(&form.small),
        special: ticked(&form.special),
        length,
    };
    let count = usize::from(cx.settings().password.generator_candidates);
    let made = policy.generate(options, count, &mut cx.rng()).map_err(|refusal| match refusal {
        GeneratorRefusal::NoClass | GeneratorRefusal::Impossible => refusal.on("digits"),
        GeneratorRefusal::TooShort { .. } | GeneratorRefusal::TooLong { .. } => refusal.on("length"),
    })?;
    Ok((options, made))
}
