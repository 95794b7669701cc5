//! Paths in the tokens of a macro, which no parser can know the grammar of.

use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::source::Names;

/// Paths of several names, single names of types and single names that are called, each with its
/// line. `$crate` is `crate`; what begins with a metavariable, or follows a dot, is no path.
pub(crate) fn paths(tokens: TokenStream) -> Vec<(Names, usize)> {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        match &trees[at] {
            TokenTree::Group(group) => found.extend(paths(group.stream())),
            TokenTree::Ident(first) => {
                let start = at;
                let mut names = vec![name(first)];
                while is_punct(&trees, at + 1, ':') && is_punct(&trees, at + 2, ':') {
                    let Some(TokenTree::Ident(next)) = trees.get(at + 3) else { break };
                    names.push(name(next));
                    at += 3;
                }
                let mark = |back, mark| start >= back && is_punct(&trees, start - back, mark);
                let is_metavariable = mark(1, '$') && names[0] != "crate";
                let is_tail = mark(1, '.') || mark(1, ':') && mark(2, ':');
                let is_called = matches!(trees.get(at + 1), Some(TokenTree::Group(arguments))
                    if arguments.delimiter() == Delimiter::Parenthesis);
                let is_type = names[0].starts_with(char::is_uppercase);
                let is_path = names.len() > 1 || is_type || is_called;
                if is_path && !is_metavariable && !is_tail {
                    found.push((names, first.span().start().line));
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
    found
}

/// The paths of several names that stand in strings.
pub(crate) fn quoted_paths(tokens: TokenStream) -> Vec<(Names, usize)> {
    let mut found = Vec::new();
    for tree in tokens {
        if let TokenTree::Literal(literal) = tree {
            let (text, line) = (literal.to_string(), literal.span().start().line);
            let quoted = TokenStream::from_str(text.trim_matches('"')).unwrap_or_default();
            let paths = paths(quoted).into_iter().map(|(path, _)| (path, line));
            found.extend(paths.filter(|(path, _)| path.len() > 1));
        }
    }
    found
}

/// Whether a name stands among the tokens, at any depth.
pub(crate) fn has_name(tokens: TokenStream, wanted: &str) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => has_name(group.stream(), wanted),
        TokenTree::Ident(ident) => ident == wanted,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn name(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn is_punct(trees: &[TokenTree], at: usize, mark: char) -> bool {
    matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}
