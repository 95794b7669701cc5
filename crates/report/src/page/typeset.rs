//! Words with mathematics in them as a printer sets them: `e^x >= w_i` with its superscript, sign and
//! subscript.

use maud::{Markup, PreEscaped};

/// Signs that are typed with several letters; between spaces only, so that no word is taken for one.
const SIGNS: [(&str, &str); 6] = [
    (" >= ", " \u{2265} "),
    (" <= ", " \u{2264} "),
    (" << ", " \u{226a} "),
    (" - ", " \u{2212} "),
    (" != ", " \u{2260} "),
    (" +- ", " \u{00b1} "),
];

/// The same words, typeset.
pub(super) fn typeset(words: &str) -> Markup {
    let mut words = words.to_owned();
    for (typed, sign) in SIGNS {
        words = words.replace(typed, sign);
    }
    let letters: Vec<char> = words.chars().collect();
    let (mut html, mut i) = (String::new(), 0);
    while i < letters.len() {
        let follows = i > 0 && (letters[i - 1].is_alphanumeric() || letters[i - 1] == ')');
        let element = match letters[i] {
            '^' if follows => Some("sup"),
            // Only of single letters: `two_spirals` is a name.
            '_' if follows && (i == 1 || !letters[i - 2].is_alphanumeric()) => Some("sub"),
            _ => None,
        };
        let raised = element.map_or(0, |_| length(&letters[i + 1..]));
        match element {
            Some(element) if raised > 0 => {
                let part: String = letters[i + 1..=i + raised].iter().collect();
                let inner = part.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
                let inner = escaped(inner.unwrap_or(&part)).replace('-', "\u{2212}");
                html.extend(["<", element, ">", &inner, "</", element, ">"]);
                i += 1 + raised;
            }
            _ => {
                html.push_str(&escaped(&letters[i].to_string()));
                i += 1;
            }
        }
    }
    PreEscaped(html)
}

/// Words that end by naming claims, "Claims C35, C82.", with a link to each.
pub(super) fn linked(words: Markup) -> Markup {
    let PreEscaped(html) = words;
    let Some((before, ids)) = html.rsplit_once(" Claim") else { return PreEscaped(html) };
    let mut linked = format!("{before} Claim");
    for word in ids.split_inclusive(' ') {
        let id = word.trim_end_matches([' ', ',', '.']);
        if id.len() > 1 {
            let rest = &word[id.len()..];
            linked.extend(["<a href=\"#", id, "\">", id, "</a>", rest]);
        } else {
            linked.push_str(word);
        }
    }
    PreEscaped(linked)
}

/// How many letters belong to what is raised or lowered: what stands in parentheses, or a sign and
/// letters and digits.
fn length(letters: &[char]) -> usize {
    if letters.first() == Some(&'(') {
        return letters.iter().position(|&letter| letter == ')').map_or(0, |end| end + 1);
    }
    let sign = usize::from(letters.first() == Some(&'-'));
    let rest = letters[sign..].iter().take_while(|letter| letter.is_alphanumeric()).count();
    if rest == 0 { 0 } else { sign + rest }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{linked, typeset};

    #[test]
    fn claims_that_are_named_are_linked() {
        let of = |words| linked(typeset(words)).into_string();
        assert_eq!(
            of("Below 1 it is sooner. Claims C35, C82."),
            "Below 1 it is sooner. Claims <a href=\"#C35\">C35</a>, <a href=\"#C82\">C82</a>."
        );
        assert_eq!(of("So it is. Claim P05."), "So it is. Claim <a href=\"#P05\">P05</a>.");
        assert_eq!(of("No more."), "No more.");
    }

    #[test]
    fn powers_indices_and_signs_are_set() {
        let of = |words| typeset(words).into_string();
        assert_eq!(of("max(a (e^x - 1), x)"), "max(a (e<sup>x</sup> \u{2212} 1), x)");
        assert_eq!(
            of("sum w_i x_i >= 2^-w"),
            "sum w<sub>i</sub> x<sub>i</sub> \u{2265} 2<sup>\u{2212}w</sup>"
        );
        assert_eq!(of("below 4 e^(-2x)."), "below 4 e<sup>\u{2212}2x</sup>.");
        assert_eq!(of("two_spirals, a < b & c_"), "two_spirals, a &lt; b &amp; c_");
    }
}
