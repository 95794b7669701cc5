//! What one plays with: each part has its words, a picture for paper and for pages without scripts, and
//! room for what its script makes of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use polars_core::prelude::PolarsResult;

use super::compared::compared;
use super::contents::{Live, PageError, Section};
use super::figure::still;
use super::typeset::typeset;

const SCRIPTS: [&str; 11] = [
    include_str!("part.js"),
    include_str!("take.js"),
    include_str!("plot.js"),
    include_str!("network.js"),
    include_str!("xor.js"),
    include_str!("functions.js"),
    include_str!("zig_zag.js"),
    include_str!("costs.js"),
    include_str!("dying.js"),
    include_str!("approximation.js"),
    include_str!("atlas.js"),
];

/// A part: its id, its experiment, the chart that stands for it, its claims and its words.
struct Part {
    id: &'static str,
    experiment: &'static str,
    chart: &'static str,
    claims: &'static [&'static str],
    title: &'static str,
    summary: &'static str,
    story: &'static str,
}

const PARTS: [Part; 7] = [
    Part {
        id: "try-xor",
        experiment: "xor_relu",
        chart: "hidden_space",
        claims: &["C07", "C14", "C15", "N01"],
        title: "XOR: watch a network learn it, or fail",
        summary: "Two ReLU units can compute XOR, but of 10,000 random starts only 24 % get there. With \
                  sixteen units, all of 1,000 do.",
        story: "The notes print weights that compute XOR and leave open how to find them. Press Play: the \
                network learns the four points from the random weights of its seed. Then change the seed, \
                the number of units or the activation, or train 256 seeds at once. A ReLU network that does \
                not get there nearly always rests at J = 1/4, 1/3 or 1/2; nowhere else can its gradient \
                vanish, and that is proved. With one hidden layer, a run is that of the command line, bit by \
                bit. The activation may be a formula of your own.",
    },
    Part {
        id: "try-activations",
        experiment: "activation_shapes",
        chart: "overview",
        claims: &["C19", "C27", "E01", "E03", "E04", "E15"],
        title: "Activations: drag a point, see the slope",
        summary: "ELU is printed as another function: drag the point to 3, where it is 19.1 instead of 3.",
        story: "A unit learns through the slope of its activation: drag the point and watch where the \
                slope dies. Where the notes print another function than they mean, both are drawn, with \
                the difference between them. A formula of your own may use exp, ln, tanh, sigmoid, \
                softplus, max, min, abs, sqrt, sin, cos and where(a < b, then, otherwise).",
    },
    Part {
        id: "try-zig-zag",
        experiment: "zig_zag",
        chart: "paths",
        claims: &["C29", "C30", "C31", "E13"],
        title: "Zig-zag: what makes the path of descent crooked",
        summary: "Inputs on [0, 1] stretch the cost into a valley; centre them, and the same descent goes \
                  straight.",
        story: "Gradient descent on least squares, at a fixed learning rate. Drag the start, choose other \
                inputs, and set the rate above the best one. The notes put the blame on the sign of the \
                gradient; it is the condition number kappa that decides: one-hot inputs have one sign, too, \
                and go straight.",
    },
    Part {
        id: "try-costs",
        experiment: "mse_vs_cross_entropy",
        chart: "flow",
        claims: &["C27", "C53", "C54", "C55", "E02"],
        title: "Squared error or cross-entropy: a race from a wrong start",
        summary: "A sigmoid that begins wrong is nearly flat: squared error leaves it there, cross-entropy \
                  does not.",
        story: "One output with y = 1 begins at z and descends on either cost. Drag z to the left: the \
                slope of squared error vanishes where the unit is most wrong, that of cross-entropy is \
                largest there. The time that squared error takes grows exponentially with the \
                distance, that of cross-entropy linearly.",
    },
    Part {
        id: "try-dying",
        experiment: "dying_relu",
        chart: "revival",
        claims: &["C40", "C41", "C42", "C43"],
        title: "Dying ReLU: kill eight units and see which come back",
        summary: "A dead ReLU of the first layer never comes back. A leaky one can; with a leak of 0.01 \
                  and a margin of 0.1 it does not within 2,000 steps either.",
        story: "A network learns to read digits; eight of its units are made dead at the start, by a bias \
                so low that no digit activates them, by the margin that you choose. A row is a unit, a \
                column a digit, and a dot says that the digit activates the unit. A ReLU learns nothing where it has no dot: \
                press Play and look which rows stay empty. In the second layer most come back, since the \
                layer below moves.",
    },
    Part {
        id: "try-approximation",
        experiment: "universal_approximation",
        chart: "approximations",
        claims: &["C61", "C62", "C80"],
        title: "Approximation: draw a function, and what is there to be found",
        summary: "A layer of ReLUs can draw any polygon, and of a smooth function twice the units leave a \
                  quarter of the error. What training finds with 16 units is 3.5 times as far off for \
                  sin x, and 9 times for x^2.",
        story: "That a network exists which comes as close as one likes is proved by writing it down: one \
                unit for each piece of the polygon. Drag its knots: no knot needs to lie on the curve. \
                Then train as many units from random weights, and compare; the learning rates are those \
                tuned for sin x and x^2. The function may be a formula of your own, or drawn by hand.",
    },
    Part {
        id: "try-atlas",
        experiment: "activation_atlas",
        chart: "specification_curve",
        claims: &["C23", "C35", "C82", "N09", "N11"],
        title: "Which is sooner? Choose the setting, and see what decides",
        summary: "ReLU is sooner than sigmoid nearly everywhere. Sooner than tanh it is on some data and \
                  not on others.",
        story: "612 ways to train a network were drawn at random, on fifteen data sets. In each, every \
                activation tuned its learning rate by the same rule and trained ten times; the clock is \
                the step at which the training error comes down to a goal; who never gets there counts \
                with the whole budget. Fix a choice, and see how \
                many of the settings that are left support the claim, and which of the choices that are \
                still open separates them best.",
    },
];

/// The parts whose experiments are in the page, if there are any.
///
/// # Errors
/// If a picture cannot be drawn.
pub(super) fn parts(sections: &[Section]) -> Result<Option<Markup>, PageError> {
    let mut parts = Vec::new();
    for part in &PARTS {
        let Some(section) = named(sections, part.experiment) else { continue };
        let chart = section.charts.iter().find(|chart| chart.name == part.chart);
        parts.push((part, chart.map(|chart| still(part.experiment, chart)).transpose()?));
    }
    Ok((!parts.is_empty()).then(|| {
        html! {
            section #try aria-labelledby="try-title" {
                h2 #try-title { "Try it" }
                @for (part, picture) in parts { (one(part, picture.as_ref())) }
            }
        }
    }))
}

fn one(part: &Part, picture: Option<&Markup>) -> Markup {
    html! {
        details.part id=(part.id) {
            summary {
                h3 { (typeset(part.title)) }
                p.found { (typeset(part.summary)) }
            }
            p { (typeset(part.story)) }
            p.links {
                "Claims: "
                @for id in part.claims { a href={ "#" (id) } { (id) } " " }
            }
            @if let Some(picture) = picture { noscript.still { (picture) } }
            div.living {}
        }
    }
}

fn named<'a>(sections: &'a [Section], name: &str) -> Option<&'a Section> {
    sections.iter().find(|section| section.name == name)
}

/// The module, the numbers that parts compare with, and their scripts.
///
/// # Errors
/// If a table cannot be read.
pub(super) fn scripts(live: &Live, sections: &[Section]) -> PolarsResult<Markup> {
    let compared = compared(sections)?.to_string();
    Ok(html! {
        script #parts-module type="text/plain" { (PreEscaped(STANDARD.encode(live.parts))) }
        script #compared type="application/json" { (PreEscaped(compared)) }
        @for script in SCRIPTS { script { (PreEscaped(script)) } }
    })
}
