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
    add::<crate::operator::AgainView>(locale, &mut all)?;
    add::<crate::operator::CenterView>(locale, &mut all)?;
    add::<crate::operator::CodeView>(locale, &mut all)?;
    add::<crate::operator::EnrollView>(locale, &mut all)?;
    add::<crate::operator::LoginView>(locale, &mut all)?;
    add::<crate::operator::SetupView>(locale, &mut all)?;
    add::<crate::operator::WorkplaceView>(locale, &mut all)?;
    add::<crate::operator_record::RecordView>(locale, &mut all)?;
    add::<crate::operator_case::CaseView>(locale, &mut all)?;
    add::<crate::operator_case::CasesView>(locale, &mut all)?;
    add::<crate::operator_job::JobsView>(locale, &mut all)?;
    add::<crate::operator_queue::CentersToTendView>(locale, &mut all)?;
    add::<crate::operator_queue::LostMessagesView>(locale, &mut all)?;
    add::<crate::operator_queue::QueuesView>(locale, &mut all)?;
    add::<crate::outcome::OutcomeView>(locale, &mut all)?;
    add::<crate::personal_data::PersonalDataView>(locale, &mut all)?;
    add::<crate::profile::PersonFormView>(locale, &mut all)?;
    add::<crate::profile::ReviewView>(locale, &mut all)?;
    add::<crate::profile::SnilsTakenView>(locale, &mut all)?;
    add::<crate::public_service::CatalogView>(locale, &mut all)?;
    add::<crate::public_service::ServiceView>(locale, &mut all)?;
    add::<crate::recovery::QuestionView>(locale, &mut all)?;
    add::<crate::recovery::RecoveryView>(locale, &mut all)?;
    add::<crate::registration::DoneView>(locale, &mut all)?;
    add::<crate::registration::RegistrationView>(locale, &mut all)?;
    add::<crate::resend::ResendView>(locale, &mut all)?;
    add::<crate::restriction::LockView>(locale, &mut all)?;
    add::<crate::restriction::NotMeView>(locale, &mut all)?;
    add::<crate::security::PasswordChangeView>(locale, &mut all)?;
    add::<crate::security::QuestionRemoveView>(locale, &mut all)?;
    add::<crate::security::QuestionView>(locale, &mut all)?;
    add::<crate::security::SecurityView>(locale, &mut all)?;
    add::<crate::service_center::CenterView>(locale, &mut all)?;
    add::<crate::service_center::FinderView>(locale, &mut all)?;
    add::<crate::session::SessionsView>(locale, &mut all)?;
    add::<crate::staff::InviteView>(locale, &mut all)?;
    add::<crate::staff::LinkView>(locale, &mut all)?;
    add::<crate::staff::OperatorView>(locale, &mut all)?;
    add::<crate::staff::OperatorsView>(locale, &mut all)?;
    add::<crate::statistic::StatisticsView>(locale, &mut all)?;
    add::<crate::support::AccountStateView>(locale, &mut all)?;
    add::<crate::support::ConversationView>(locale, &mut all)?;
    add::<crate::support::DeskRequestView>(locale, &mut all)?;
    add::<crate::support::EvidenceView>(locale, &mut all)?;
    add::<crate::support::MergeView>(locale, &mut all)?;
    add::<crate::support::QueueView>(locale, &mut all)?;
    add::<crate::support::SupportFormView>(locale, &mut all)?;
    add::<crate::support::SupportListView>(locale, &mut all)?;
    add::<crate::verification::VerificationView>(locale, &mut all)?;
    Ok(all)
}
