//! What every page has around its own contents: language, navigation, the person signed in, notices, site settings.

use std::sync::Arc;

use okno_domain::{account::AccountLevel, announcement::Severity, locale::Locale, operator::Role};

use crate::{assets, form::FormErrors, route, text::Text};

/// The frame of a page; every view has one as its field `frame`.
#[derive(Clone, Debug)]
pub struct PageFrame {
    /// The language of the page.
    pub locale: Locale,
    /// The token that every form carries (hidden field `csrf`).
    pub csrf: String,
    /// Path and query of this page as a GET request; the language links and the login lead back to it.
    pub path: String,
    /// Who is signed in.
    pub user: Option<SignedIn>,
    /// The operator signed in, on pages of the workplace.
    pub operator: Option<OperatorBadge>,
    /// A message about what has just been done.
    pub notice: Option<Notice>,
    /// What stands at the head of every page for a while, the most important first.
    pub announcements: Vec<Announced>,
    /// Settings of the whole site.
    pub site: Arc<Site>,
    /// The request's id, shown on error pages.
    pub request_id: String,
}

/// The person signed in, as far as the header shows it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Surname (R5).
    pub surname: String,
    /// Account level (R7).
    pub level: AccountLevel,
    /// How many notices in the account are unread.
    pub unread: u32,
    /// Whether it is a test person, which every page says.
    pub is_made_up: bool,
}

/// The operator signed in, as the head of the workplace shows them.
#[derive(Clone, Debug)]
pub struct OperatorBadge {
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// The center that the session is bound to.
    pub center: Option<String>,
    /// How many requests wait for their agreement; none where they agree to nothing.
    pub approvals: Option<u32>,
}

/// What stands at the head of every page for a while, in the language of the page.
#[derive(Clone, Debug)]
pub struct Announced {
    /// How much it matters.
    pub severity: Severity,
    /// What it says.
    pub text: String,
}

impl Announced {
    /// The key of the word before it, so that its weight is not a matter of color alone.
    pub(crate) const fn title_key(&self) -> &'static str {
        match self.severity {
            Severity::Info => "announcement-head-info",
            Severity::Warning => "announcement-head-warning",
            Severity::Critical => "announcement-head-critical",
        }
    }
}

/// How a notice looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something worth knowing.
    Info,
    /// Something succeeded.
    Success,
    /// Something needs attention.
    Warning,
}

impl NoticeKind {
    /// The last part of the class name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
        }
    }
}

/// A message at the top of a page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// How it looks.
    pub kind: NoticeKind,
    /// What it says, with its values.
    pub text: Text<'static>,
}

/// What the operator of the site sets (R222).
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The name of the site in place of "Okno".
    pub name: Option<String>,
    /// Contacts of the support.
    pub support: Support,
    /// After how many seconds a success page moves on (R25).
    pub redirect_seconds: u32,
}

/// Contacts of the support in the footer (R222); what is not set is not shown.
#[derive(Clone, Debug, Default)]
pub struct Support {
    /// E-mail address.
    pub email: Option<String>,
    /// Free nationwide number.
    pub free_number: Option<String>,
    /// Moscow number.
    pub moscow_number: Option<String>,
    /// Short number, free from mobiles.
    pub short_number: Option<String>,
}

/// A language in the switch.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its tag.
    pub tag: &'static str,
    /// Whether the page is in it.
    pub current: bool,
}

impl PageFrame {
    /// The name of the site.
    pub fn site_name(&self) -> String {
        self.site.name.clone().unwrap_or_else(|| Text::new(self.locale, "site-name").to_string())
    }

    /// All languages.
    pub fn languages(&self) -> Vec<Language> {
        Locale::ALL.into_iter().map(|locale| Language { tag: locale.tag(), current: locale == self.locale }).collect()
    }

    /// The link that shows this page in another language.
    pub fn language_url(&self, tag: &str) -> String {
        route::language(tag, &self.path)
    }

    /// Where "Personal account" leads a visitor (R2), and back again.
    pub fn login_url(&self) -> String {
        route::login_and_return(&self.path)
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// A telephone number as a `tel:` address wants it: digits and a leading plus.
    pub fn dial(&self, number: &str) -> String {
        number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// Whether this page lies below `prefix`, for the mark in the navigation.
    pub fn is_at(&self, prefix: &str) -> bool {
        self.path.split('?').next().is_some_and(|path| path.starts_with(prefix))
    }

    /// Whether this page is exactly the one at `path`.
    pub fn is_page(&self, path: &str) -> bool {
        self.path.split('?').next() == Some(path)
    }

    /// A page's title, which says first that there are errors when there are.
    pub fn page_title(&self, errors: &FormErrors, title: impl Into<Text<'static>>) -> String {
        let title: Text<'static> = title.into();
        if errors.is_empty() {
            title.to_string()
        } else {
            Text::new(self.locale, "error-title").with("title", title).to_string()
        }
    }

    /// A frame for samples in tests.
    pub fn sample(locale: Locale, path: &str) -> Self {
        Self {
            locale,
            csrf: "sample-csrf".to_owned(),
            path: path.to_owned(),
            user: None,
            operator: None,
            notice: None,
            announcements: Vec::new(),
            site: Arc::new(Site {
                name: None,
                support: Support {
                    email: Some("support@okno.example".to_owned()),
                    free_number: Some("8 800 000-00-00".to_owned()),
                    moscow_number: Some("+7 495 000-00-00".to_owned()),
                    short_number: Some("0000".to_owned()),
                },
                redirect_seconds: 3,
            }),
            request_id: "0199a1b2-7c3d".to_owned(),
        }
    }

    /// The same frame with somebody signed in, for samples in tests.
    #[must_use]
    pub fn signed_in(mut self, level: AccountLevel) -> Self {
        self.user = Some(SignedIn { surname: sample_surname(), level, unread: 2, is_made_up: false });
        self
    }

    /// The same frame with a test person signed in, for samples in tests.
    #[must_use]
    pub fn made_up(mut self) -> Self {
        if let Some(user) = &mut self.user {
            user.is_made_up = true;
        }
        self
    }
}

impl PageFrame {
    /// Whether what is for people may be offered: to all but test persons.
    pub fn is_of_person(&self) -> bool {
        !self.user.as_ref().is_some_and(|user| user.is_made_up)
    }

    /// The same frame with an operator at work, for samples in tests.
    #[must_use]
    pub fn sample_operator(mut self, role: Role) -> Self {
        let center = role.works_at_center().then(|| "МФЦ «Центральный», ул. Советская, 7".to_owned());
        self.operator =
            Some(OperatorBadge { name: "Петрова А. С.".to_owned(), role, center, approvals: Some(2) });
        self
    }
}

/// A long surname, so that samples show what happens to it.
fn sample_surname() -> String {
    "Константинопольская".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::{ErrorKind, ErrorView},
        page::View,
    };

    fn page(frame: PageFrame) -> String {
        ErrorView::new(frame, ErrorKind::NotFound).rendered().unwrap().html
    }

    /// R2, R3: a visitor's "Personal account" leads to the login and back.
    #[test]
    fn a_visitor_finds_the_way_in_on_every_page() {
        let html = page(PageFrame::sample(Locale::En, "/service/7?step=2"));
        assert!(html.contains("href=\"/login?return=/service/7%3Fstep%3D2\">Personal account</a>"), "{html}");
    }

    /// R5, R189: the surname opens a menu with the account; beside it "Exit" with a tooltip, as a form.
    #[test]
    fn who_is_signed_in_finds_account_and_exit() {
        let html = page(PageFrame::sample(Locale::En, "/").signed_in(AccountLevel::Standard));
        let menu = html.split("<summary>").nth(1).unwrap().split("</details>").next().unwrap();
        assert!(menu.contains(&sample_surname()) && menu.contains("href=\"/account\">Personal account"));
        assert!(html.contains("method=\"post\" action=\"/logout\"") && html.contains("title=\"Exit\""));
    }

    /// R222: what is configured stands in the footer, what is not leaves no gap.
    #[test]
    fn the_footer_shows_the_support_contacts_that_are_set() {
        let mut frame = PageFrame::sample(Locale::Ru, "/");
        let html = page(frame.clone());
        assert!(html.contains("tel:88000000000") && html.contains("mailto:support@okno.example"));
        frame.site = Arc::new(Site::default());
        assert!(!page(frame).contains("tel:"));
    }

    /// R32: each page can be had in each language at the same place.
    #[test]
    fn the_language_links_stay_on_the_page() {
        let html = page(PageFrame::sample(Locale::Ru, "/help?a=1"));
        assert!(html.contains("href=\"/language/fr?return=/help%3Fa%3D1\""));
    }
}
