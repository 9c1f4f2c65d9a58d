//! What a text is made of.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    unicode::unescape_unicode_to_string,
};

/// What a text is made of: values as `$name`, other texts by their keys.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Values and other texts that stand somewhere in it.
    pub(crate) shown: BTreeSet<String>,
    /// Those that stand in it whatever the values are.
    pub(super) always: BTreeSet<String>,
    /// By which values it has variants, and which.
    pub(crate) selects: BTreeMap<String, BTreeSet<String>>,
    /// Terms, functions and parts of other texts.
    pub(super) references: BTreeSet<String>,
    /// The words between.
    pub(super) words: Vec<String>,
}

impl Shape {
    /// The shape of a text.
    pub(crate) fn of(pattern: &Pattern<&str>) -> Self {
        let mut shape = Self::default();
        shape.always = shape.pattern(pattern);
        shape
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) -> BTreeSet<String> {
        let mut always = BTreeSet::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push((*value).to_owned()),
                PatternElement::Placeable { expression } => always.extend(self.expression(expression)),
            }
        }
        always
    }

    fn expression(&mut self, expression: &Expression<&str>) -> BTreeSet<String> {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let by = self.selector(selector);
                let mut always: Option<BTreeSet<String>> = None;
                for variant in variants {
                    let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) =
                        &variant.key;
                    self.selects.entry(by.clone()).or_default().insert((*key).to_owned());
                    let here = self.pattern(&variant.value);
                    always = Some(match always {
                        Some(always) => always.intersection(&here).cloned().collect(),
                        None => here,
                    });
                }
                always.unwrap_or_default()
            }
        }
    }

    /// The name of what variants are chosen by.
    fn selector(&mut self, selector: &InlineExpression<&str>) -> String {
        if let InlineExpression::VariableReference { id } = selector {
            return format!("${}", id.name);
        }
        let mut own = Self::default();
        own.inline(selector);
        self.references.extend(own.references.iter().cloned());
        own.shown.into_iter().chain(own.references).next().unwrap_or_default()
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) -> BTreeSet<String> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                self.words.push(unescape_unicode_to_string(value).into_owned());
                BTreeSet::new()
            }
            InlineExpression::NumberLiteral { value } => {
                self.words.push((*value).to_owned());
                BTreeSet::new()
            }
            InlineExpression::VariableReference { id } => self.show(format!("${}", id.name)),
            InlineExpression::MessageReference { id, attribute: None } => self.show(id.name.to_owned()),
            InlineExpression::MessageReference { id, attribute: Some(part) } => {
                self.references.insert(format!("{}.{}", id.name, part.name));
                BTreeSet::new()
            }
            InlineExpression::TermReference { id, attribute, arguments } => {
                let part = attribute.as_ref().map(|part| format!(".{}", part.name)).unwrap_or_default();
                self.references.insert(format!("-{}{part}", id.name));
                arguments.as_ref().map(|arguments| self.arguments(arguments)).unwrap_or_default()
            }
            InlineExpression::FunctionReference { id, arguments } => {
                self.references.insert(format!("{}()", id.name));
                self.arguments(arguments)
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) -> BTreeSet<String> {
        let named = arguments.named.iter().map(|named| &named.value);
        let all: Vec<_> = arguments.positional.iter().chain(named).collect();
        all.into_iter().flat_map(|inline| self.inline(inline)).collect()
    }

    fn show(&mut self, name: String) -> BTreeSet<String> {
        self.shown.insert(name.clone());
        [name].into()
    }
}

/// A piece of a text, for measuring.
pub(super) enum Piece<'a> {
    /// Words as they are.
    Words(&'a str),
    /// A value.
    Value(&'a str),
    /// Another text, or a term with its `-`.
    Text(&'a str),
}

/// The sum over all pieces of a text, with the greatest of the variants.
pub(super) fn longest(pattern: &Pattern<&str>, measure: &dyn Fn(Piece<'_>) -> usize) -> usize {
    let element = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => measure(Piece::Words(value)),
        PatternElement::Placeable { expression } => of_expression(expression, measure),
    };
    pattern.elements.iter().map(element).sum()
}

fn of_expression(expression: &Expression<&str>, measure: &dyn Fn(Piece<'_>) -> usize) -> usize {
    match expression {
        Expression::Select { variants, .. } => {
            variants.iter().map(|variant| longest(&variant.value, measure)).max().unwrap_or_default()
        }
        Expression::Inline(inline) => match inline {
            InlineExpression::StringLiteral { value } => measure(Piece::Words(&unescape_unicode_to_string(value))),
            InlineExpression::NumberLiteral { value } => measure(Piece::Words(value)),
            InlineExpression::VariableReference { id } => measure(Piece::Value(id.name)),
            InlineExpression::MessageReference { id, .. } => measure(Piece::Text(id.name)),
            InlineExpression::TermReference { id, .. } => measure(Piece::Text(&format!("-{}", id.name))),
            InlineExpression::Placeable { expression } => of_expression(expression, measure),
            // No function is taken in a text.
            InlineExpression::FunctionReference { .. } => 0,
        },
    }
}
