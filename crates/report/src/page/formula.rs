//! Formulas: `LaTeX` to `MathML`.

use std::fmt;

use maud::{Markup, PreEscaped, html};
use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// A formula that cannot be read.
#[derive(Debug)]
pub struct FormulaError {
    /// The claim, and the experiment whose claim.toml has it.
    place: String,
    formula: String,
    message: String,
}

impl FormulaError {
    /// The same error, of a claim in an experiment.
    pub(super) fn of(self, claim: &str, experiment: &str) -> Self {
        Self { place: format!("{experiment}, {claim}: "), ..self }
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}formula `{}`: {}", self.place, self.formula, self.message)
    }
}

impl std::error::Error for FormulaError {}

/// A line of `LaTeX`, displayed. What `\\quad` divides may stand on lines of its own where there is
/// no room.
///
/// # Errors
/// If it is not `LaTeX` that `MathML` can say.
pub(super) fn displayed(latex: &str) -> Result<Markup, FormulaError> {
    let parts = divided(latex).into_iter().map(part).collect::<Result<Vec<_>, _>>()?;
    Ok(html! { div.formula { @for part in parts { (part) " " } } })
}

/// Whether the page can show these lines of `LaTeX`.
///
/// # Errors
/// The first that it cannot.
pub fn check<'a>(lines: impl IntoIterator<Item = &'a String>) -> Result<(), FormulaError> {
    lines.into_iter().try_for_each(|latex| displayed(latex).map(drop))
}

fn part(latex: &str) -> Result<Markup, FormulaError> {
    let error = |message: String| {
        let (place, formula) = (String::new(), latex.to_owned());
        FormulaError { place, formula, message }
    };
    let storage = Storage::new();
    // What cannot be read would be shown as an error in the page: it is one here.
    let events: Vec<_> = Parser::new(latex, &storage)
        .collect::<Result<_, _>>()
        .map_err(|source| error(source.to_string()))?;
    for event in &events {
        // The only text that is written as it stands.
        if let Event::Content(Content::Function(name)) = event
            && name.contains(['<', '>', '&'])
        {
            return Err(error(format!("an operator cannot be called `{name}`")));
        }
    }
    let block = RenderConfig { display_mode: DisplayMode::Block, ..RenderConfig::default() };
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut mathml, events, block).map_err(|source| error(source.to_string()))?;
    // A bare < is no markup, though browsers forgive it; \mu is the Greek letter, not the micro sign;
    // and in text a per cent sign keeps its backslash.
    let mathml = mathml.replace("<<", "&lt;<").replace('\u{b5}', "\u{3bc}");
    Ok(PreEscaped(mathml.replace("\\%", "%")))
}

/// The parts between `\\quad`s that stand in no braces and no environment.
fn divided(latex: &str) -> Vec<&str> {
    const QUAD: &str = "\\quad";
    if latex.contains("\\begin") || latex.contains("\\left") {
        return vec![latex];
    }
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, letter) in latex.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\\' if depth == 0 && latex[at..].starts_with(QUAD) => {
                parts.push(&latex[start..at]);
                start = at + QUAD.len();
            }
            _ => {}
        }
    }
    parts.push(&latex[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}
