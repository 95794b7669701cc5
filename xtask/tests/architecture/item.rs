//! What has to be known of an item before it is read: its name, whether it is for tests, and the
//! variables that hide other items in it.

use std::collections::BTreeSet;

use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item};

use crate::tokens;

/// The variables that patterns bind.
#[derive(Default)]
pub(crate) struct Variables(pub(crate) BTreeSet<String>);

impl Variables {
    /// Those of what is read.
    pub(crate) fn of(read: impl FnOnce(&mut Self)) -> Self {
        let mut all = Self::default();
        read(&mut all);
        all
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.unraw().to_string();
        if is_variable(&name) {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }
}

/// Whether a name in a pattern binds a variable: constants and variants begin with a capital.
pub(crate) fn is_variable(name: &str) -> bool {
    !name.starts_with(char::is_uppercase)
}

/// `#[cfg(test)]`, `#[cfg(all(test, ...))]` and `#[test]`.
pub(crate) fn is_test(attribute: &Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return attribute.path().is_ident("test") };
    let condition = list.tokens.to_string();
    let is_all = condition.starts_with("all") && tokens::has_name(list.tokens.clone(), "test");
    attribute.path().is_ident("cfg") && (condition == "test" || is_all)
}

/// An item's attributes, and its name if it defines one.
pub(crate) fn attributes_and_name(item: &Item) -> (&[Attribute], Option<&Ident>) {
    match item {
        Item::Const(item) => (&item.attrs, Some(&item.ident)),
        Item::Enum(item) => (&item.attrs, Some(&item.ident)),
        Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
        Item::Impl(item) => (&item.attrs, None),
        Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
        Item::Mod(item) => (&item.attrs, None),
        Item::Static(item) => (&item.attrs, Some(&item.ident)),
        Item::Struct(item) => (&item.attrs, Some(&item.ident)),
        Item::Trait(item) => (&item.attrs, Some(&item.ident)),
        Item::Type(item) => (&item.attrs, Some(&item.ident)),
        Item::Union(item) => (&item.attrs, Some(&item.ident)),
        Item::Use(item) => (&item.attrs, None),
        _ => (&[], None),
    }
}
