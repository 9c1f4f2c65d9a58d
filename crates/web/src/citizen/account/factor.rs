//! Second factors in the settings (B1).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    factor::{
        self,
        passkey::{self, Passkey, PasskeyId},
        recovery_code, totp,
    },
    session,
};
use okno_domain::secret::Secret;
use okno_ui::{
    factor::{
        FactorRemoveView, FactorsView, PasskeyLine, PasskeyNameView, PasskeyNewView, RecoveryCodesView, TotpSetupView,
    },
    form::FormErrors,
    frame::NoticeKind,
    qr::Qr,
    route,
};
use serde::Deserialize;

use super::proof;
use crate::{
    citizen::{
        login_step::{ceremony, keep_ceremony},
        step::{CodeForm, NoFields},
    },
    kit::{Checked, Cookie, Fault, PageCx, PageResult, Path, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let one = format!("{}/{{id}}", route::ACCOUNT_PASSKEY);
    Router::new()
        .route(route::ACCOUNT_FACTORS, get(show))
        .route(route::ACCOUNT_TOTP_BEGIN, post(begin_totp))
        .route(route::ACCOUNT_TOTP, get(setup).post(enroll))
        .route(route::ACCOUNT_TOTP_REMOVE, get(ask_totp).post(remove_totp))
        .route(route::ACCOUNT_RECOVERY_CODES, get(ask_codes).post(make_codes))
        .route(route::ACCOUNT_PASSKEY_BEGIN, post(begin_passkey))
        .route(route::ACCOUNT_PASSKEY, get(new_passkey).post(register))
        .route(&one, get(name).post(rename))
        .route(&format!("{one}/remove"), get(ask_passkey).post(remove_passkey))
}

fn line(cx: &PageCx, passkey: &Passkey) -> PasskeyLine {
    PasskeyLine {
        id: passkey.id.to_string(),
        name: passkey.name.clone(),
        since: cx.local(passkey.created_at),
        used: passkey.used_at.map(|at| cx.local(at)),
        is_closed: passkey.is_closed,
    }
}

/// `GET /account/security/second-factor`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let overview = factor::overview(&cx, &signed_in).await?;
    cx.page(FactorsView {
        frame: cx.frame(),
        totp: overview.totp_since.map(|at| cx.local(at)),
        passkeys: overview.passkeys.iter().map(|passkey| line(&cx, passkey)).collect(),
        passkeys_work: overview.passkeys_work,
        codes: overview.factors.recovery_codes,
    })
}

/// What went wrong with an act that has no page of its own: for want of a proof, to that; what is done or over already,
/// back to the list.
fn elsewhere(cx: &PageCx, error: Error) -> PageResult {
    match error {
        error if proof::is_due(&error) => proof::ask(cx, route::ACCOUNT_FACTORS),
        Error::Refused(refusal) if refusal.code == "factor-setup-over" => {
            cx.notice(NoticeKind::Warning, "factor-setup-over");
            cx.redirect(route::ACCOUNT_FACTORS)
        }
        Error::Refused(refusal) if refusal.code == "passkey-over" => {
            cx.notice(NoticeKind::Warning, "passkey-over");
            cx.redirect(route::ACCOUNT_FACTORS)
        }
        Error::Refused(refusal) if refusal.code == "factor-already-set" => cx.redirect(route::ACCOUNT_FACTORS),
        Error::NotFound | Error::Conflict => cx.redirect(route::ACCOUNT_FACTORS),
        error => Err(error.into()),
    }
}

/// After a factor was set: on to the codes for the case of loss, when there are none yet.
async fn set(cx: &PageCx, signed_in: &session::SignedIn, notice: &'static str) -> PageResult {
    cx.notice(NoticeKind::Success, notice);
    let codes = factor::overview(cx, signed_in).await?.factors.recovery_codes;
    cx.redirect(if codes == 0 { route::ACCOUNT_RECOVERY_CODES } else { route::ACCOUNT_FACTORS })
}

/// `POST /account/security/second-factor/app/begin`
async fn begin_totp(cx: PageCx, signed_in: SignedIn, _: Checked<NoFields>) -> PageResult {
    match totp::begin(&cx, &signed_in).await {
        Ok(()) => cx.redirect(route::ACCOUNT_TOTP),
        Err(error) => elsewhere(&cx, error),
    }
}

async fn setup_view(cx: &PageCx, signed_in: &session::SignedIn, errors: FormErrors) -> Result<TotpSetupView, Error> {
    let offered = totp::enrollment(cx, signed_in).await?;
    let qr = Qr::of(offered.uri.expose()).ok_or_else(|| Error::Bug("a key too long for a QR code".to_owned()))?;
    let key = offered.key.expose().to_owned();
    Ok(TotpSetupView { frame: cx.frame(), qr, key, code: errors.field("code", ""), errors })
}

/// `GET /account/security/second-factor/app`
async fn setup(cx: PageCx, signed_in: SignedIn) -> PageResult {
    match setup_view(&cx, &signed_in, FormErrors::none()).await {
        Ok(view) => cx.page(view),
        Err(error) => elsewhere(&cx, error),
    }
}

/// `POST /account/security/second-factor/app`: the first code.
async fn enroll(cx: PageCx, signed_in: SignedIn, form: Checked<CodeForm>) -> PageResult {
    let again = async |errors: FormErrors| setup_view(&cx, &signed_in, errors).await;
    match totp::enroll(&cx, &signed_in, &form.code).await {
        Ok(()) => set(&cx, &signed_in, "totp-set").await,
        Err(Error::Fields(faults)) => match again(faults.into()).await {
            Ok(view) => cx.faulty(view),
            Err(error) => elsewhere(&cx, error),
        },
        Err(Error::Refused(refusal)) if refusal.code == "try-later" => match again(refusal.clone().into()).await {
            Ok(view) => cx.refused(&refusal, view),
            Err(error) => elsewhere(&cx, error),
        },
        Err(error) => elsewhere(&cx, error),
    }
}

/// `GET /account/security/second-factor/app/remove`
async fn ask_totp(cx: PageCx, signed_in: SignedIn) -> PageResult {
    if let Some(first) = proof::proof_first(&cx, &signed_in).await? {
        return first;
    }
    let factors = factor::overview(&cx, &signed_in).await?.factors;
    if !factors.totp {
        return cx.redirect(route::ACCOUNT_FACTORS);
    }
    cx.page(FactorRemoveView { frame: cx.frame(), passkey: None, is_last: factors.passkeys == 0 })
}

/// `POST /account/security/second-factor/app/remove`
async fn remove_totp(cx: PageCx, signed_in: SignedIn, _: Checked<NoFields>) -> PageResult {
    match totp::remove(&cx, &signed_in).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "totp-removed");
            cx.redirect(route::ACCOUNT_FACTORS)
        }
        Err(error) => elsewhere(&cx, error),
    }
}

/// `GET /account/security/second-factor/recovery-codes`
async fn ask_codes(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let factors = factor::overview(&cx, &signed_in).await?.factors;
    if !factors.is_set() {
        return cx.redirect(route::ACCOUNT_FACTORS);
    }
    if let Some(first) = proof::proof_first(&cx, &signed_in).await? {
        return first;
    }
    let (errors, left) = (FormErrors::none(), factors.recovery_codes);
    cx.page(RecoveryCodesView { frame: cx.frame(), errors, codes: Vec::new(), left })
}

/// `POST /account/security/second-factor/recovery-codes`: shows them, this once.
async fn make_codes(cx: PageCx, signed_in: SignedIn, _: Checked<NoFields>) -> PageResult {
    let codes = match recovery_code::make(&cx, &signed_in).await {
        Ok(codes) => codes,
        Err(error) => return elsewhere(&cx, error),
    };
    let left = u32::try_from(codes.len()).unwrap_or(u32::MAX);
    let codes = codes.iter().map(|code| code.grouped().expose().to_owned()).collect();
    cx.page(RecoveryCodesView { frame: cx.frame(), errors: FormErrors::none(), codes, left })
}

/// `POST /account/security/second-factor/passkey/begin`
async fn begin_passkey(cx: PageCx, signed_in: SignedIn, _: Checked<NoFields>) -> PageResult {
    match passkey::begin_registration(&cx, &signed_in).await {
        Ok(token) => {
            keep_ceremony(&cx, &token);
            cx.redirect(route::ACCOUNT_PASSKEY)
        }
        Err(error) => elsewhere(&cx, error),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PasskeyForm {
    passkey_name: String,
    credential: Secret,
}

async fn new_view(
    cx: &PageCx,
    signed_in: &session::SignedIn,
    name: &str,
    errors: FormErrors,
) -> Result<PasskeyNewView, Error> {
    let token = ceremony(cx).ok_or(Error::NotFound)?;
    let options = passkey::registration_options(cx, signed_in, &token).await?;
    Ok(PasskeyNewView { frame: cx.frame(), options, name: errors.field("passkey_name", name), errors })
}

/// `GET /account/security/second-factor/passkey`
async fn new_passkey(cx: PageCx, signed_in: SignedIn) -> PageResult {
    match new_view(&cx, &signed_in, "", FormErrors::none()).await {
        Ok(view) => cx.page(view),
        Err(error) => elsewhere(&cx, error),
    }
}

/// `POST /account/security/second-factor/passkey`: what the device made.
async fn register(cx: PageCx, signed_in: SignedIn, form: Checked<PasskeyForm>) -> PageResult {
    let Some(token) = ceremony(&cx) else { return elsewhere(&cx, Error::NotFound) };
    match passkey::register(&cx, &signed_in, &token, &form.passkey_name, &form.credential).await {
        Ok(()) => {
            cx.forget(Cookie::Passkey);
            set(&cx, &signed_in, "passkey-added").await
        }
        Err(Error::Fields(faults)) => match new_view(&cx, &signed_in, &form.passkey_name, faults.into()).await {
            Ok(view) => cx.faulty(view),
            Err(error) => elsewhere(&cx, error),
        },
        // The question is answered; another one is put at once.
        Err(Error::Refused(refusal)) if ["passkey-wrong", "passkey-known"].contains(&refusal.code) => {
            let next = match passkey::begin_registration(&cx, &signed_in).await {
                Ok(next) => next,
                Err(error) => return elsewhere(&cx, error),
            };
            keep_ceremony(&cx, &next);
            let options = passkey::registration_options(&cx, &signed_in, &next).await?;
            let errors = FormErrors::from(refusal.clone());
            let name = errors.field("passkey_name", form.passkey_name.as_str());
            cx.refused(&refusal, PasskeyNewView { frame: cx.frame(), options, name, errors })
        }
        Err(error) => elsewhere(&cx, error),
    }
}

async fn find(cx: &PageCx, signed_in: &session::SignedIn, id: PasskeyId) -> Result<(Passkey, bool), Fault> {
    let overview = factor::overview(cx, signed_in).await?;
    let usable = overview.passkeys.iter().filter(|passkey| !passkey.is_closed && passkey.id != id).count();
    let is_last = usable == 0 && !overview.factors.totp;
    let found = overview.passkeys.into_iter().find(|passkey| passkey.id == id);
    found.map(|passkey| (passkey, is_last)).ok_or(Fault::NotFound)
}

fn name_view(cx: &PageCx, name: &str, errors: FormErrors) -> PasskeyNameView {
    PasskeyNameView { frame: cx.frame(), name: errors.field("passkey_name", name), errors }
}

/// `GET /account/security/second-factor/passkey/{id}`
async fn name(cx: PageCx, signed_in: SignedIn, Path(id): Path<PasskeyId>) -> PageResult {
    let (passkey, _) = find(&cx, &signed_in, id).await?;
    cx.page(name_view(&cx, &passkey.name, FormErrors::none()))
}

/// `POST /account/security/second-factor/passkey/{id}`
async fn rename(cx: PageCx, signed_in: SignedIn, Path(id): Path<PasskeyId>, form: Checked<PasskeyForm>) -> PageResult {
    match passkey::rename(&cx, &signed_in, id, &form.passkey_name).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "passkey-renamed");
            cx.redirect(route::ACCOUNT_FACTORS)
        }
        Err(Error::Fields(faults)) => cx.faulty(name_view(&cx, &form.passkey_name, faults.into())),
        Err(error) => elsewhere(&cx, error),
    }
}

/// `GET /account/security/second-factor/passkey/{id}/remove`
async fn ask_passkey(cx: PageCx, signed_in: SignedIn, Path(id): Path<PasskeyId>) -> PageResult {
    if let Some(first) = proof::proof_first(&cx, &signed_in).await? {
        return first;
    }
    let (passkey, is_last) = find(&cx, &signed_in, id).await?;
    cx.page(FactorRemoveView { frame: cx.frame(), passkey: Some(passkey.name), is_last })
}

/// `POST /account/security/second-factor/passkey/{id}/remove`
async fn remove_passkey(
    cx: PageCx,
    signed_in: SignedIn,
    Path(id): Path<PasskeyId>,
    _: Checked<NoFields>,
) -> PageResult {
    match passkey::remove(&cx, &signed_in, id).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "passkey-removed");
            cx.redirect(route::ACCOUNT_FACTORS)
        }
        Err(error) => elsewhere(&cx, error),
    }
}
