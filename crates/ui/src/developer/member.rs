//! Who looks after a site, and joining them.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    developer::{DeveloperRefusal, INVITATION_DAYS, MOST_COLLEAGUES, MemberRole},
    locale::Locale,
    refusal::{FieldFault, Refuse as _},
};

use super::sample_moment;
use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route::{self, developer_site},
};

/// Somebody who looks after a site.
#[derive(Clone, Debug)]
pub struct MemberLine {
    /// What the form that takes them out sends.
    pub id: String,
    /// The name that they gave themselves here.
    pub name: String,
    /// As what.
    pub role: MemberRole,
    /// Since when.
    pub since: Zoned,
    /// Whether the one who looks may take them out.
    pub may_remove: bool,
    /// Whether it is the one who looks.
    pub is_self: bool,
}

/// Who looks after a site.
#[derive(Template)]
#[template(path = "developer/members.html")]
pub struct MembersView {
    /// The frame.
    pub frame: PageFrame,
    /// What was refused.
    pub errors: FormErrors,
    /// The site's name in the protocol.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// Who.
    pub members: Vec<MemberLine>,
    /// Whether the one who looks owns it.
    pub is_own: bool,
    /// How many invitations are open.
    pub open_invitations: i64,
    /// The link of an invitation that was just made: shown once.
    pub link: Option<String>,
}

impl MembersView {
    fn url(&self) -> String {
        developer_site(&self.client_id)
    }

    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.url())
    }

    const fn days() -> u32 {
        INVITATION_DAYS
    }

    const fn most() -> usize {
        MOST_COLLEAGUES
    }

    fn is_owner(line: &MemberLine) -> bool {
        line.role == MemberRole::Owner
    }
}

impl View for MembersView {
    const NAME: &'static str = "developer-members";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |is_own, link: Option<&str>, errors| {
            let line = |name: &str, role, is_self| MemberLine {
                id: name.to_owned(),
                name: name.to_owned(),
                role,
                since: sample_moment(),
                may_remove: role == MemberRole::Colleague && (is_own || is_self),
                is_self,
            };
            Self {
                frame: PageFrame::sample(locale, "/developer/sites/1/members").signed_in(AccountLevel::Confirmed),
                errors,
                client_id: "1".to_owned(),
                name: "Городская библиотека".to_owned(),
                members: vec![
                    line("Анна О.", MemberRole::Owner, is_own),
                    line("Борис К.", MemberRole::Colleague, !is_own),
                ],
                is_own,
                open_invitations: i64::from(is_own),
                link: link.map(str::to_owned),
            }
        };
        let refused = DeveloperRefusal::TooManyColleagues.refusal().into();
        vec![
            ("owner", view(true, None, FormErrors::none())),
            ("invited", view(true, Some("https://okno.example/developer/join?token=sample"), FormErrors::none())),
            ("colleague", view(false, None, FormErrors::none())),
            ("full", view(true, None, refused)),
        ]
    }
}

/// The page behind an invitation.
#[derive(Template)]
#[template(path = "developer/join.html")]
pub struct JoinView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The site; none where the invitation is over.
    pub site_name: Option<String>,
    /// What the link carries.
    pub token: String,
    /// The name that colleagues will see.
    pub member_name: Field,
}

impl View for JoinView {
    const NAME: &'static str = "developer-join";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |site_name: Option<&str>, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::DEVELOPER_JOIN).signed_in(AccountLevel::Confirmed),
            site_name: site_name.map(str::to_owned),
            token: "sample".to_owned(),
            member_name: errors.field("member_name", "Анна О."),
            errors,
        };
        let name = Some("Городская библиотека");
        let faulty = FormErrors::from(vec![FieldFault::new("member_name", "required")]);
        let over = DeveloperRefusal::InvitationOver.refusal().into();
        vec![("plain", view(name, FormErrors::none())), ("faulty", view(name, faulty)), ("over", view(None, over))]
    }
}
