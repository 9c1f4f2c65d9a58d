//! The catalogue and the description of a service (R3, R4, R64 to R66).

use askama::Template;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    public_service::{Gate, PublicService},
};

use crate::{
    account::{NextStep, step_text, step_url},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// The address of a service's description.
pub fn url(id: &str) -> String {
    format!("{}/{id}", route::SERVICES)
}

/// A service in a list.
#[derive(Clone, Debug)]
pub struct ServiceLine {
    /// Where its description is.
    pub url: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub summary: String,
    /// The least level it needs; none when no account is needed.
    pub level: Option<AccountLevel>,
}

impl ServiceLine {
    /// The line for a service.
    pub fn of(service: &PublicService, locale: Locale) -> Self {
        Self {
            url: url(&service.id),
            name: service.name.get(locale).to_owned(),
            summary: service.summary.get(locale).to_owned(),
            level: service.level.account_level(),
        }
    }

    fn sample(name: &str, level: Option<AccountLevel>) -> Self {
        Self {
            url: url("sample"),
            name: name.to_owned(),
            summary: "Выберите врача и свободное время или прикрепитесь к поликлинике.".to_owned(),
            level,
        }
    }

    /// Some services, for samples.
    pub fn samples() -> Vec<Self> {
        vec![
            Self::sample("Штрафы по номеру автомобиля и СТС", Some(AccountLevel::Simplified)),
            Self::sample("Запись к врачу и прикрепление к поликлинике", Some(AccountLevel::Standard)),
            Self::sample("Заграничный паспорт на 10 лет", Some(AccountLevel::Confirmed)),
            Self::sample("Обращение в поддержку", None),
        ]
    }
}

/// A category with its services.
#[derive(Clone, Debug)]
pub struct CategoryLines {
    /// Its name in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its services.
    pub services: Vec<ServiceLine>,
}

/// The complete catalogue (R4).
#[derive(Template)]
#[template(path = "public_service/catalog.html")]
pub struct CatalogView {
    /// The frame.
    pub frame: PageFrame,
    /// Everything, by category.
    pub categories: Vec<CategoryLines>,
}

impl View for CatalogView {
    const NAME: &'static str = "catalog";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let category = |id: &str, name: &str| CategoryLines {
            id: id.to_owned(),
            name: name.to_owned(),
            services: ServiceLine::samples(),
        };
        let categories = vec![category("transport", "Транспорт и вождение"), category("health", "Здоровье")];
        let frame = PageFrame::sample(locale, route::CATEGORY);
        vec![("visitor", Self { frame, categories })]
    }
}

/// The description of a service, with what stands between the reader and ordering it (R3, R65).
#[derive(Template)]
#[template(path = "public_service/service.html")]
pub struct ServiceView {
    /// The frame.
    pub frame: PageFrame,
    /// The service.
    pub line: ServiceLine,
    /// The address of its category in the catalogue, and the category's name.
    pub category: (String, String),
    /// Who provides it.
    pub body: String,
    /// Whether it is ordered on another site.
    pub external: bool,
    /// Whether an electronic signature is needed as well (R66).
    pub signature: bool,
    /// Confirmation methods that do not count for it (R66).
    pub excluded_methods: Vec<String>,
    /// Whether it can be ordered.
    pub gate: Gate,
    /// The reader's step towards the next level (R65).
    pub next: NextStep,
    /// The usual time of the registries' check, minutes, and the longest, days (R98).
    pub check_times: (u32, u32),
}

impl ServiceView {
    fn order_url(&self) -> String {
        route::login_and_return(&self.line.url)
    }

    /// The step towards the next level in words (R65).
    fn step_say(&self, part: &str) -> Text<'static> {
        step_text(self.frame.locale, self.next, part, self.check_times)
    }

    fn step_url(&self) -> &'static str {
        step_url(self.next)
    }

    fn excluded(&self) -> Vec<Text<'static>> {
        self.excluded_methods.iter().map(|method| self.t(format!("service-excluded-{method}"))).collect()
    }

    fn is_support(&self) -> bool {
        self.line.level.is_none()
    }
}

impl View for ServiceView {
    const NAME: &'static str = "service";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = PageFrame::sample(locale, &url("sample"));
        let view = |frame: PageFrame, level, gate| Self {
            frame,
            line: ServiceLine::sample("Заграничный паспорт на 10 лет", level),
            category: (format!("{}#documents", route::CATEGORY), "Документы и регистрация".to_owned()),
            body: "Министерство внутренних дел".to_owned(),
            external: false,
            signature: false,
            excluded_methods: Vec::new(),
            gate,
            next: NextStep::FillIn,
            check_times: (20, 5),
        };
        let confirmed = Some(AccountLevel::Confirmed);
        let signed_in = |level| frame.clone().signed_in(level);
        let mut open = view(signed_in(AccountLevel::Confirmed), confirmed, Gate::Open);
        open.signature = true;
        open.excluded_methods = vec!["registered_letter".to_owned()];
        let mut letter_only = view(signed_in(AccountLevel::Confirmed), confirmed, Gate::Method);
        letter_only.excluded_methods = vec!["registered_letter".to_owned()];
        let mut elsewhere = view(signed_in(AccountLevel::Confirmed), confirmed, Gate::Open);
        elsewhere.external = true;
        let below = view(signed_in(AccountLevel::Simplified), confirmed, Gate::Level(AccountLevel::Confirmed));
        let mut one_step = view(signed_in(AccountLevel::Standard), confirmed, Gate::Level(AccountLevel::Confirmed));
        one_step.next = NextStep::Confirm;
        let mut checking = view(signed_in(AccountLevel::Simplified), confirmed, Gate::Level(AccountLevel::Standard));
        checking.next = NextStep::Checking;
        vec![
            ("visitor", view(frame.clone(), confirmed, Gate::SignIn)),
            ("below", below),
            ("one-step", one_step),
            ("checking", checking),
            ("open", open),
            ("letter-only", letter_only),
            ("elsewhere", elsewhere),
            ("nothing", view(frame.clone(), None, Gate::Open)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(sample: &str) -> String {
        let view = ServiceView::samples(Locale::En).into_iter().find(|(name, _)| *name == sample).unwrap().1;
        view.rendered().unwrap().html
    }

    /// R3: a visitor reads everything; ordering leads to the login form and back to this very service.
    #[test]
    fn a_visitor_orders_by_logging_in() {
        let html = html("visitor");
        assert!(html.contains("id=\"submit\" href=\"/login?return=/services/sample\""));
    }

    /// R65: below the level the page names it and offers the next step, in one button.
    #[test]
    fn below_the_level_there_is_a_next_step() {
        let below = html("below");
        assert!(below.contains("Confirmed account") && below.contains("id=\"submit\" href=\"/profile/edit\""));
        assert!(html("one-step").contains("id=\"submit\" href=\"/confirmation\""));
        // R8: one whose data are being verified is not sent to fill them in.
        let checking = html("checking");
        assert!(checking.contains("id=\"submit\" href=\"/profile/verification\"") && checking.contains("20 minutes"));
    }

    /// R151: one confirmed by letter alone reads the reason and the remedy, and no button orders the service.
    #[test]
    fn a_letter_alone_is_refused_with_the_remedy() {
        let html = html("letter-only");
        assert!(html.contains("only by registered letter"));
        assert!(html.contains("id=\"submit\" href=\"/confirmation\""));
    }

    /// R66: a signature and methods that do not count are said before anyone begins.
    #[test]
    fn further_conditions_are_named() {
        let html = html("open");
        assert!(html.contains("electronic signature") && html.contains("registered letter"));
    }
}
