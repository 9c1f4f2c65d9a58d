//! Forms in pages: what a browser would send back.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The hidden fields of the form that has the main button, in order.
pub(crate) fn hidden_fields(page: &str) -> Vec<(String, String)> {
    let form = main_form(page);
    form.split("<input")
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"))
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
        .collect()
}

/// Where that form goes, if it says so.
pub(crate) fn action(page: &str) -> Option<String> {
    main_form(page).split('>').next().and_then(|tag| attribute(tag, "action"))
}

/// The first link of the page to an address that begins so.
pub(crate) fn link(page: &str, beginning: &str) -> Option<String> {
    page.split("<a ")
        .skip(1)
        .filter_map(|rest| attribute(&format!(" {rest}"), "href"))
        .find(|to| to.starts_with(beginning))
}

/// Fields as `application/x-www-form-urlencoded`.
pub(crate) fn encode<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> =
        fields.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

fn main_form(page: &str) -> &str {
    page.split("<form")
        .skip(1)
        .filter_map(|rest| rest.split("</form").next())
        .find(|form| form.contains("id=\"submit\""))
        .unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag.get(start..)?.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#38;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_form_with_the_main_button() {
        let page = "<form action=\"/language\"><input type=\"hidden\" name=\"x\" value=\"1\"></form>\
                    <form method=\"post\" action=\"/login\"><input type=\"hidden\" name=\"csrf\" value=\"a&amp;b\">\
                    <input name=\"contact\"><button id=\"submit\">";
        assert_eq!(hidden_fields(page), [("csrf".to_owned(), "a&b".to_owned())]);
        assert_eq!(action(page).as_deref(), Some("/login"));
        let page = "<a class=\"x\" href=\"/here\">a</a><a href=\"https://site.example/back?code=1&#38;iss=2\">b</a>";
        assert_eq!(link(page, "https://site.example/").as_deref(), Some("https://site.example/back?code=1&iss=2"));
        assert_eq!(encode([("a", "1 2"), ("b", "+7")]), "a=1%202&b=%2B7");
    }
}
