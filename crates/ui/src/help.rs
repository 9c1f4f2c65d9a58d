//! Help for everyone, step by step (R9), and the other pages that are only read.

use askama::Template;
use okno_domain::locale::Locale;

use crate::{
    frame::PageFrame,
    page::View,
    prose::{self, Block},
    route,
    text::Text,
};

/// The topics of the help in the order in which a person needs them, with the part of the help each stands in.
pub const TOPICS: [(&str, &str); 14] = [
    ("registration", "start"),
    ("password", "start"),
    ("levels", "start"),
    ("personal-data", "data"),
    ("verification", "data"),
    ("confirmation", "confirm"),
    ("in-person", "confirm"),
    ("appointment", "confirm"),
    ("registered-letter", "confirm"),
    ("electronic-signature", "confirm"),
    ("online-bank", "confirm"),
    ("lost-access", "trouble"),
    ("second-factor", "trouble"),
    ("safety", "trouble"),
];

const PARTS: [&str; 4] = ["start", "data", "confirm", "trouble"];

/// The address of a topic.
pub fn topic_url(topic: &str) -> String {
    format!("{}/{topic}", route::HELP)
}

/// One part of the help.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name, for the id of its heading.
    pub name: &'static str,
    /// Its heading.
    pub title: Text<'static>,
    /// Address, title and a line of explanation for each topic.
    pub topics: Vec<(String, Text<'static>, Text<'static>)>,
}

/// The list of topics.
#[derive(Template)]
#[template(path = "help/help.html")]
pub struct HelpView {
    /// The frame.
    pub frame: PageFrame,
}

impl HelpView {
    fn parts(&self) -> Vec<Part> {
        let of = |part: &'static str| {
            let topics = TOPICS.into_iter().filter(|(_, its)| *its == part);
            topics
                .map(|(topic, _)| {
                    let say = |what: &str| self.t(format!("help-{topic}-{what}"));
                    (topic_url(topic), say("title"), say("lead"))
                })
                .collect()
        };
        PARTS
            .into_iter()
            .map(|name| Part { name, title: self.t(format!("help-part-{name}")), topics: of(name) })
            .collect()
    }
}

impl View for HelpView {
    const NAME: &'static str = "help";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        vec![("all", Self { frame: PageFrame::sample(locale, route::HELP) })]
    }
}

/// A page that is only read: a topic of the help, or a page about the site. Its messages are `<key>-title`,
/// `<key>-lead` and `<key>-body`.
#[derive(Template)]
#[template(path = "help/article.html")]
pub struct ArticleView {
    /// The frame.
    pub frame: PageFrame,
    /// The beginning of its message keys.
    key: String,
    /// Whether it is a topic of the help.
    is_help: bool,
    /// Whether it says that confirmation is free (R11).
    says_free: bool,
    /// Whether it shows how to reach support.
    shows_support: bool,
}

/// Pages about the site, by their addresses.
const ABOUT: [(&str, &str); 2] = [(route::ACCESSIBILITY, "about-accessibility"), (route::PRIVACY, "about-privacy")];

impl ArticleView {
    /// A topic of the help; none when there is no such topic.
    pub fn topic(frame: PageFrame, topic: &str) -> Option<Self> {
        let (topic, part) = TOPICS.into_iter().find(|(known, _)| *known == topic)?;
        let (says_free, shows_support) = (part == "confirm", topic == "lost-access");
        Some(Self { frame, key: format!("help-{topic}"), is_help: true, says_free, shows_support })
    }

    /// A page about the site, by its address; none when there is no such page.
    pub fn about(frame: PageFrame, path: &str) -> Option<Self> {
        let (_, key) = ABOUT.into_iter().find(|(known, _)| *known == path)?;
        let shows_support = path != route::PRIVACY;
        Some(Self { frame, key: key.to_owned(), is_help: false, says_free: false, shows_support })
    }

    fn own(&self, part: &str) -> Text<'static> {
        self.t(format!("{}-{part}", self.key))
    }

    fn body(&self) -> Vec<Block> {
        prose::blocks(&self.own("body").to_string())
    }

    /// The topic before and the one after.
    fn next_topic(&self) -> Option<(String, Text<'static>)> {
        let at = TOPICS.iter().position(|(topic, _)| self.is_help && self.key.strip_prefix("help-") == Some(topic))?;
        let (next, _) = TOPICS.get(at.checked_add(1)?)?;
        Some((topic_url(next), self.t(format!("help-{next}-title"))))
    }
}

impl View for ArticleView {
    const NAME: &'static str = "article";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let topics = TOPICS
            .into_iter()
            .filter_map(|(topic, _)| Some((topic, Self::topic(PageFrame::sample(locale, &topic_url(topic)), topic)?)));
        let about = ABOUT
            .into_iter()
            .filter_map(|(path, key)| Some((key, Self::about(PageFrame::sample(locale, path), path)?)));
        topics.chain(about).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R9, R16, R55, R246: every topic has its text in every language: what is needed, that all is free and can be done
    /// from home, and that the password is for nobody else.
    #[test]
    fn every_topic_is_there_in_every_language() {
        for locale in Locale::ALL {
            for (_, view) in ArticleView::samples(locale) {
                assert!(view.body().len() > 2, "{} ({locale})", view.key);
            }
        }
        let html = |topic| {
            let frame = PageFrame::sample(Locale::En, "/help");
            ArticleView::topic(frame, topic).unwrap().rendered().unwrap().html
        };
        assert!(html("registration").contains("SNILS") && html("registration").contains("free"));
        assert!(html("password").contains("never tell") || html("password").contains("Never tell"));
        assert!(html("levels").contains("from home"));
    }

    /// R11: that confirmation is free stands on every page about it.
    #[test]
    fn pages_about_confirmation_say_that_it_is_free() {
        for topic in ["confirmation", "in-person", "registered-letter", "electronic-signature", "online-bank"] {
            let view = ArticleView::topic(PageFrame::sample(Locale::En, "/help"), topic).unwrap();
            assert!(view.rendered().unwrap().html.contains("No one may ask money for it"), "{topic}");
        }
    }
}
