//! The page on which a password is chosen, for a new account and after a forgotten one, with its generator (R41 to R57).

use okno_domain::{
    credential::password::{GeneratorOptions, GeneratorRefusal, PasswordPolicy},
    identifier::Reason as _,
    refusal::FieldFault,
    secret::Secret,
};
use okno_ui::{
    credential::{ChoosePasswordView, GeneratorPanel},
    form::FormErrors,
    one_time_code::Flow,
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
    /// The password and its repetition. What was typed counts before what was picked.
    pub(super) fn entries(&self) -> (&Secret, &Secret) {
        if self.password.is_empty() && self.password_repeat.is_empty() {
            (&self.candidate, &self.candidate)
        } else {
            (&self.password, &self.password_repeat)
        }
    }
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

fn assemble(cx: &PageCx, flow: Flow, login: String, errors: FormErrors, form: &GeneratorForm) -> ChoosePasswordView {
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    flow.password().clone_into(&mut frame.path);
    ChoosePasswordView {
        frame,
        flow,
        login,
        password: errors.field("password", ""),
        password_repeat: errors.field("password_repeat", ""),
        filled: None,
        hint: PasswordHint::of(&cx.settings().password.policy()),
        generator: panel(cx, &errors, form),
        errors,
    }
}

/// The page. What was typed is never written back into it.
pub(super) fn view(cx: &PageCx, flow: Flow, login: String, errors: FormErrors) -> ChoosePasswordView {
    let form = preset(cx, &cx.settings().password.policy());
    assemble(cx, flow, login, errors, &form)
}

/// Makes up passwords to pick from (R51 to R53), or puts the picked one into the fields.
pub(super) fn generate(cx: &PageCx, flow: Flow, login: String, form: &GeneratorForm) -> PageResult {
    let policy = cx.settings().password.policy();
    if !form.take.is_empty() {
        let mut view = assemble(cx, flow, login, FormErrors::none(), &preset(cx, &policy));
        let picked = form.candidate.expose();
        view.filled = Some(picked.to_owned()).filter(|text| !text.is_empty() && text.len() <= policy.max_length);
        return cx.page(view);
    }
    match candidates(cx, &policy, form) {
        Ok((options, candidates)) => {
            let mut view = assemble(cx, flow, login, FormErrors::none(), form);
            if let Some(panel) = &mut view.generator {
                panel.open = true;
                panel.candidates = candidates.iter().map(|candidate| candidate.expose().to_owned()).collect();
                panel.warnings = policy.would_be_refused(options).iter().map(|fault| fault.on("password")).collect();
            }
            cx.page(view)
        }
        Err(fault) => {
            let mut view = assemble(cx, flow, login, vec![fault].into(), form);
            if let Some(panel) = &mut view.generator {
                panel.open = true;
            }
            cx.faulty(view)
        }
    }
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
