//! How deeply a text nests, determined before it is parsed.
//!
//! The parser accepts 80 nested brackets, each behind a key of 80 parts. Reading, copying and
//! dropping the resulting value recurses once for each level and would overflow a thread's stack.
//! The tokens come from the parser's own lexer, so that strings and comments end where the parser
//! ends them.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// Deeper than any claim.toml.
pub(crate) const DEEPEST: usize = 32;

/// Whether brackets and dotted keys nest no deeper than [`DEEPEST`].
pub(crate) fn is_shallow(text: &str) -> bool {
    // Dots since the last comma or line: outside all brackets, then in each open one.
    let mut dots = vec![0_usize];
    for token in Source::new(text).lex() {
        let here = dots.len() - 1;
        match token.kind() {
            TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => dots.push(0),
            TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket if here > 0 => {
                dots.truncate(here);
            }
            TokenKind::Dot => dots[here] += 1,
            TokenKind::Comma | TokenKind::Newline => dots[here] = 0,
            _ => {}
        }
        if dots.len() - 1 + dots.iter().sum::<usize>() > DEEPEST {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_shallow;

    fn nested(n: usize) -> String {
        format!("a = {}1{}", "[".repeat(n), "]".repeat(n))
    }

    #[test]
    fn brackets_and_dotted_keys_count_and_what_stands_in_strings_does_not() {
        assert!(is_shallow(&nested(32)) && !is_shallow(&nested(33)));
        assert!(!is_shallow(&format!("a{} = 1", ".a".repeat(33))));
        assert!(!is_shallow(&"a = {b.c.d = ".repeat(12)));
        assert!(
            is_shallow(&"a.b = 1\n".repeat(100)) && is_shallow(&"a = [1.5, 2.5]\n".repeat(100))
        );
        for quoted in
            ["\"{Q}\"", "'{Q}'", "\"\"\"\n{Q}\n\"\"\"", "'''\n{Q}\n'''", "# {Q}", "\"\\\"{Q}\""]
        {
            let text = quoted.replace("{Q}", &"[.".repeat(40));
            assert!(is_shallow(&text), "{text}");
            assert!(!is_shallow(&format!("{text}\n{}", nested(33))), "{text}");
        }
        assert!(!is_shallow(&format!("a = \"not closed\n{}", nested(33))));
    }

    #[test]
    fn a_string_that_ends_in_quotes_of_its_own_hides_nothing() {
        for string in ["'''x''''", "'''x'''''", "\"\"\"x\"\"\"\"", "\"\"\"x\"\"\"\"\""] {
            let text = format!("[s, {string}, {}", nested(33));
            assert!(!is_shallow(&text), "{text}");
        }
    }
}
