//! The list of all views, so that tests see every page. A new view adds one line.

use okno_domain::locale::Locale;

use crate::page::View;

/// One rendered example of a view.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `view-sample`, such as `home-visitor`.
    pub name: String,
    /// The document.
    pub html: String,
}

fn add<V: View>(locale: Locale, all: &mut Vec<Sample>) -> askama::Result<()> {
    for (name, view) in V::samples(locale) {
        all.push(Sample { name: format!("{}-{name}", V::NAME), html: view.render()? });
    }
    Ok(())
}

/// Every sample of every view in one language.
pub fn samples(locale: Locale) -> askama::Result<Vec<Sample>> {
    let mut all = Vec::new();
    add::<crate::account::AccountView>(locale, &mut all)?;
    add::<crate::appointment::AppointmentView>(locale, &mut all)?;
    add::<crate::appointment::CancelView>(locale, &mut all)?;
    add::<crate::appointment::ChooseView>(locale, &mut all)?;
    add::<crate::appointment::ReviewView>(locale, &mut all)?;
    add::<crate::approval::ApprovalsView>(locale, &mut all)?;
    add::<crate::approval::RequestView>(locale, &mut all)?;
    add::<crate::audit::HistoryView>(locale, &mut all)?;
    add::<crate::bank::BankConsentView>(locale, &mut all)?;
    add::<crate::bank::BankEndView>(locale, &mut all)?;
    add::<crate::bank::BankLeaveView>(locale, &mut all)?;
    add::<crate::bank::BanksView>(locale, &mut all)?;
    add::<crate::clerk::AskedView>(locale, &mut all)?;
    add::<crate::clerk::BookedView>(locale, &mut all)?;
    add::<crate::clerk::CodeView>(locale, &mut all)?;
    add::<crate::clerk::CorrectView>(locale, &mut all)?;
    add::<crate::clerk::DoneView>(locale, &mut all)?;
    add::<crate::clerk::FindView>(locale, &mut all)?;
    add::<crate::clerk::VisitView>(locale, &mut all)?;
    add::<crate::confirmation::ConfirmationView>(locale, &mut all)?;
    add::<crate::confirmation::ConfirmedView>(locale, &mut all)?;
    add::<crate::confirmation::InPersonView>(locale, &mut all)?;
    add::<crate::contact::ContactCodeView>(locale, &mut all)?;
    add::<crate::contact::ContactLinkView>(locale, &mut all)?;
    add::<crate::contact::ContactEnterView>(locale, &mut all)?;
    add::<crate::contact::ContactRemoveView>(locale, &mut all)?;
    add::<crate::contact::ContactsView>(locale, &mut all)?;
    add::<crate::credential::ChoosePasswordView>(locale, &mut all)?;
    add::<crate::developer::DeveloperView>(locale, &mut all)?;
    add::<crate::developer::EsiaStartView>(locale, &mut all)?;
    add::<crate::developer::JoinView>(locale, &mut all)?;
    add::<crate::developer::KeysView>(locale, &mut all)?;
    add::<crate::developer::LogView>(locale, &mut all)?;
    add::<crate::developer::MembersView>(locale, &mut all)?;
    add::<crate::developer::PersonSecretView>(locale, &mut all)?;
    add::<crate::developer::PersonsView>(locale, &mut all)?;
    add::<crate::developer::ReviewView>(locale, &mut all)?;
    add::<crate::developer::ReviewsView>(locale, &mut all)?;
    add::<crate::developer::SecretView>(locale, &mut all)?;
    add::<crate::developer::SiteFormView>(locale, &mut all)?;
    add::<crate::developer::SitePageView>(locale, &mut all)?;
    add::<crate::developer::StartView>(locale, &mut all)?;
    add::<crate::directory::CenterFormView>(locale, &mut all)?;
    add::<crate::directory::CentersView>(locale, &mut all)?;
    add::<crate::directory::ImportView>(locale, &mut all)?;
    add::<crate::directory::OrganizationView>(locale, &mut all)?;
    add::<crate::directory::OrganizationsView>(locale, &mut all)?;
    add::<crate::error::ErrorView>(locale, &mut all)?;
    add::<crate::factor::FactorRemoveView>(locale, &mut all)?;
    add::<crate::factor::FactorsView>(locale, &mut all)?;
    add::<crate::factor::PasskeyNameView>(locale, &mut all)?;
    add::<crate::factor::PasskeyNewView>(locale, &mut all)?;
    add::<crate::factor::RecoveryCodesView>(locale, &mut all)?;
    add::<crate::factor::TotpSetupView>(locale, &mut all)?;
    add::<crate::factor_ask::FactorAskView>(locale, &mut all)?;
    add::<crate::factor_ask::PasskeyAskView>(locale, &mut all)?;
    add::<crate::further_document::DocumentAddView>(locale, &mut all)?;
    add::<crate::further_document::DocumentsView>(locale, &mut all)?;
    add::<crate::help::ArticleView>(locale, &mut all)?;
    add::<crate::help::HelpView>(locale, &mut all)?;
    add::<crate::home::HomeView>(locale, &mut all)?;
    add::<crate::installation::AnnouncementsView>(locale, &mut all)?;
    add::<crate::installation::SettingsView>(locale, &mut all)?;
    add::<crate::kit::KitView>(locale, &mut all)?;
    add::<crate::letter::IndexView>(locale, &mut all)?;
    add::<crate::letter::LetterOrderView>(locale, &mut all)?;
    add::<crate::letter::LetterView>(locale, &mut all)?;
    add::<crate::login::LoginView>(locale, &mut all)?;
    add::<crate::notice::NoticesView>(locale, &mut all)?;
    add::<crate::one_time_code::CodeView>(locale, &mut all)?;
    add::<crate::one_time_code::LinkView>(locale, &mut all)?;
    of_staff_and_others(locale, &mut all)?;
    Ok(all)
}

/// Those of the workplace, and what comes after it in the alphabet.
fn of_staff_and_others(locale: Locale, all: &mut Vec<Sample>) -> askama::Result<()> {
    add::<crate::operator::AgainView>(locale, all)?;
    add::<crate::operator::CenterView>(locale, all)?;
    add::<crate::operator::CodeView>(locale, all)?;
    add::<crate::operator::EnrollView>(locale, all)?;
    add::<crate::operator::LoginView>(locale, all)?;
    add::<crate::operator::SetupView>(locale, all)?;
    add::<crate::operator::WorkplaceView>(locale, all)?;
    add::<crate::operator_record::RecordView>(locale, all)?;
    add::<crate::operator_case::CaseView>(locale, all)?;
    add::<crate::operator_case::CasesView>(locale, all)?;
    add::<crate::operator_job::JobsView>(locale, all)?;
    add::<crate::operator_queue::CentersToTendView>(locale, all)?;
    add::<crate::operator_queue::LostMessagesView>(locale, all)?;
    add::<crate::operator_queue::QueuesView>(locale, all)?;
    add::<crate::outcome::OutcomeView>(locale, all)?;
    add::<crate::personal_data::PersonalDataView>(locale, all)?;
    add::<crate::profile::PersonFormView>(locale, all)?;
    add::<crate::profile::ReviewView>(locale, all)?;
    add::<crate::profile::SnilsTakenView>(locale, all)?;
    add::<crate::public_service::CatalogView>(locale, all)?;
    add::<crate::public_service::ServiceView>(locale, all)?;
    add::<crate::recovery::QuestionView>(locale, all)?;
    add::<crate::recovery::RecoveryView>(locale, all)?;
    add::<crate::registration::DoneView>(locale, all)?;
    add::<crate::registration::RegistrationView>(locale, all)?;
    add::<crate::resend::ResendView>(locale, all)?;
    add::<crate::restriction::LockView>(locale, all)?;
    add::<crate::restriction::NotMeView>(locale, all)?;
    add::<crate::device::DeviceCodeView>(locale, all)?;
    add::<crate::device::DeviceDoneView>(locale, all)?;
    add::<crate::device::DeviceOverView>(locale, all)?;
    add::<crate::site::BackToSiteView>(locale, all)?;
    add::<crate::site::ChooseView>(locale, all)?;
    add::<crate::site::ConsentView>(locale, all)?;
    add::<crate::site::RefusedView>(locale, all)?;
    add::<crate::site::SiteFaultView>(locale, all)?;
    add::<crate::signed_out::SignedOutView>(locale, all)?;
    add::<crate::site::SiteLeaveView>(locale, all)?;
    add::<crate::site::SiteOverView>(locale, all)?;
    add::<crate::site::SitesView>(locale, all)?;
    add::<crate::security::PasswordChangeView>(locale, all)?;
    add::<crate::security::QuestionRemoveView>(locale, all)?;
    add::<crate::security::QuestionView>(locale, all)?;
    add::<crate::security::SecurityView>(locale, all)?;
    add::<crate::service_center::CenterView>(locale, all)?;
    add::<crate::service_center::FinderView>(locale, all)?;
    add::<crate::session::SessionsView>(locale, all)?;
    add::<crate::staff::InviteView>(locale, all)?;
    add::<crate::staff::LinkView>(locale, all)?;
    add::<crate::staff::OperatorView>(locale, all)?;
    add::<crate::staff::OperatorsView>(locale, all)?;
    add::<crate::statistic::StatisticsView>(locale, all)?;
    add::<crate::support::AccountStateView>(locale, all)?;
    add::<crate::support::ConversationView>(locale, all)?;
    add::<crate::support::DeskRequestView>(locale, all)?;
    add::<crate::support::EvidenceView>(locale, all)?;
    add::<crate::support::MergeView>(locale, all)?;
    add::<crate::support::QueueView>(locale, all)?;
    add::<crate::support::SupportFormView>(locale, all)?;
    add::<crate::support::SupportListView>(locale, all)?;
    add::<crate::verification::VerificationView>(locale, all)?;
    add::<crate::wording::TextsView>(locale, all)?;
    add::<crate::wording::TextView>(locale, all)?;
    Ok(())
}
