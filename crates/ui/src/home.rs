//! The main page (R1).

use askama::Template;
use okno_domain::{account::AccountLevel, locale::Locale};

use crate::{frame::PageFrame, page::View};

/// The main page: two large buttons, what an account gives, the levels, popular services.
#[derive(Template)]
#[template(path = "home/home.html")]
pub struct HomeView {
    /// The frame.
    pub frame: PageFrame,
    /// Services worth a place on the main page; a section without any is not shown.
    pub popular: Vec<ServiceTile>,
}

/// A service on the main page.
#[derive(Clone, Debug)]
pub struct ServiceTile {
    /// Its name in the page's language.
    pub name: String,
    /// What it does, in one line.
    pub summary: String,
    /// Where its description is.
    pub url: String,
    /// The least level it needs; none for services without an account.
    pub level: Option<AccountLevel>,
}

impl View for HomeView {
    const NAME: &'static str = "home";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let tile = |name: &str, level| ServiceTile {
            name: name.to_owned(),
            summary: "Заявление, очередь, направление".to_owned(),
            url: "/service/sample".to_owned(),
            level,
        };
        let popular = vec![
            tile("Штрафы ГИБДД", Some(AccountLevel::Simplified)),
            tile("Запись к врачу", Some(AccountLevel::Standard)),
            tile("Заграничный паспорт нового поколения", Some(AccountLevel::Confirmed)),
            tile("Поиск центра обслуживания", None),
        ];
        let frame = PageFrame::sample(locale, "/");
        vec![
            ("visitor", Self { frame: frame.clone(), popular: popular.clone() }),
            ("bare", Self { frame: frame.clone(), popular: Vec::new() }),
            ("signed-in", Self { frame: frame.signed_in(AccountLevel::Standard), popular }),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R1: "Log in" and "Register" stand together in the first block of the page.
    #[test]
    fn both_buttons_stand_in_the_first_block() {
        let view = HomeView { frame: PageFrame::sample(Locale::Ru, "/"), popular: Vec::new() };
        let html = view.rendered().unwrap().html;
        let block = html.split("class=\"hero-actions\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(block.contains("href=\"/login\"") && block.contains("href=\"/registration\""));
        assert!(block.contains("Войти") && block.contains("Зарегистрироваться"));
    }

    /// R12, R58: the main page says that all is free and explains the three levels.
    #[test]
    fn the_levels_are_explained_in_their_order() {
        let view = HomeView { frame: PageFrame::sample(Locale::En, "/"), popular: Vec::new() };
        let html = view.rendered().unwrap().html;
        let at = |text: &str| html.find(text).unwrap();
        assert!(at("level-simplified") < at("level-standard") && at("level-standard") < at("level-confirmed"));
        assert!(html.contains("free of charge"));
    }
}
