//! How deep a text nests, found before it is parsed.
//!
//! The parser follows 80 brackets, each behind a key of 80 parts: what is then read, copied and
//! dropped one level inside the other is more than a thread's stack holds.

/// Deeper than any claim.toml.
pub(crate) const DEEPEST: usize = 32;

/// Whether brackets and dotted keys nest no deeper than [`DEEPEST`].
pub(crate) fn is_shallow(text: &str) -> bool {
    // Dots since the last comma or line: outside all brackets, then in each open one.
    let mut dots = vec![0_usize];
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        let here = dots.len() - 1;
        rest = match letter {
            '#' => after.find('\n').map_or("", |end| &after[end..]),
            '"' | '\'' => after_string(rest, letter),
            _ => after,
        };
        match letter {
            '{' | '[' => dots.push(0),
            '}' | ']' if here > 0 => dots.truncate(here),
            '.' => dots[here] += 1,
            ',' | '\n' => dots[here] = 0,
            _ => {}
        }
        if dots.len() - 1 + dots.iter().sum::<usize>() > DEEPEST {
            return false;
        }
    }
    true
}

/// What follows the string that `text` begins with. One that is not closed ends with its line, or,
/// in three quotes, with the text.
fn after_string(text: &str, quote: char) -> &str {
    let (three, one) = if quote == '"' { ("\"\"\"", "\"") } else { ("'''", "'") };
    let is_long = text.starts_with(three);
    let fence = if is_long { three } else { one };
    let mut rest = &text[fence.len()..];
    while let Some(letter) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(fence) {
            return after;
        }
        if letter == '\n' && !is_long {
            return rest;
        }
        rest = &rest[letter.len_utf8()..];
        // What a backslash stands before closes nothing.
        if letter == '\\' && quote == '"' {
            let escaped = rest.chars().next().filter(|&escaped| escaped != '\n');
            rest = &rest[escaped.map_or(0, char::len_utf8)..];
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::is_shallow;

    #[test]
    fn brackets_and_dotted_keys_count_and_what_stands_in_strings_does_not() {
        let nested = |n: usize| format!("a = {}1{}", "[".repeat(n), "]".repeat(n));
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
}
