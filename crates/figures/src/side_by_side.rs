//! Two runs side by side: each criterion at each place, what the one found and what the other did.

use std::collections::BTreeSet;

use claims::statistics::{max, min, shown};
use claims::{Claim, Criterion, Finding, Outcome};

use crate::axis::Axis;
use crate::chart::{Chart, Panel};
use crate::mark::Mark;
use crate::table::{Table, TableError, column, frame};

/// How far a run's mark stands above or below the middle of its row.
const ASIDE: f64 = 0.14;
/// Values that lie further apart than this are drawn by their powers of ten.
const WIDE: f64 = 100.0;

/// What two runs found for one criterion at one place; nothing where a run did not judge it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pair<'a> {
    /// Both judged it.
    Both([&'a Finding; 2]),
    /// The first alone did.
    First(&'a Finding),
    /// The second alone did.
    Second(&'a Finding),
}

impl<'a> Pair<'a> {
    /// A finding that says what is judged, and where.
    pub fn either(self) -> &'a Finding {
        match self {
            Self::Both([finding, _]) | Self::First(finding) | Self::Second(finding) => finding,
        }
    }

    /// What each run found.
    pub fn found(self) -> [Option<&'a Finding>; 2] {
        match self {
            Self::Both(found) => found.map(Some),
            Self::First(finding) => [Some(finding), None],
            Self::Second(finding) => [None, Some(finding)],
        }
    }

    /// What came of it in each run.
    pub fn outcomes(self) -> [Option<Outcome>; 2] {
        self.found().map(|finding| finding.map(|finding| finding.outcome))
    }
}

/// Pairs every finding of one run with that of the other which judges the same criterion at the same
/// place, in the order of the first; then what the second alone has.
pub fn pairs<'a>(first: &'a [Finding], second: &'a [Finding]) -> Vec<Pair<'a>> {
    fn key(finding: &Finding) -> (&str, bool, &str, &claims::Place) {
        (&finding.id, finding.printed, &finding.criterion, &finding.at)
    }
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for finding in first {
        let is_same =
            |(i, other): &(usize, &Finding)| key(other) == key(finding) && !taken.contains(i);
        let other = second.iter().enumerate().find(is_same);
        taken.extend(other.map(|(i, _)| i));
        pairs.push(match other {
            Some((_, other)) => Pair::Both([finding, other]),
            None => Pair::First(finding),
        });
    }
    let rest = second.iter().enumerate().filter(|(i, _)| !taken.contains(i));
    pairs.extend(rest.map(|(_, finding)| Pair::Second(finding)));
    pairs
}

/// A row for each pair; the columns of the first run end in `_1`, those of the second in `_2`.
///
/// # Errors
/// Never: its columns are of one length, and each has a name of its own.
pub fn table<'a>(pairs: &[Pair<'a>]) -> Result<Table, TableError> {
    let mut columns = vec![
        column("id", pairs, |pair| pair.either().id.clone()),
        column("criterion", pairs, |pair| pair.either().criterion.clone()),
        column("at", pairs, |pair| pair.either().at.to_string()),
    ];
    for (run, ending) in ["_1", "_2"].into_iter().enumerate() {
        let name = |name: &str| format!("{name}{ending}");
        let of = |pair: &Pair<'a>| pair.found()[run];
        let interval = |pair: &Pair<'a>| of(pair).and_then(|finding| finding.interval);
        columns.extend([
            column(&name("value"), pairs, |pair| of(pair).map(Finding::shown_value)),
            column(&name("low"), pairs, |pair| interval(pair).map(|(low, _)| shown(low))),
            column(&name("high"), pairs, |pair| interval(pair).map(|(_, high)| shown(high))),
            column(&name("n"), pairs, |pair| of(pair).map(|finding| finding.n)),
            column(&name("outcome"), pairs, |pair| {
                of(pair).map(|finding| finding.outcome.to_string())
            }),
        ]);
    }
    frame(columns)
}

/// A chart for each claim with intervals: a panel for each criterion, a row for each place, in it what both
/// runs found, and the criterion's limit. `names` are the runs'.
pub fn charts(claims: &[Claim], pairs: &[Pair<'_>], names: [&str; 2]) -> Vec<Chart> {
    let [first, second] = names;
    let chart = |claim: &Claim| {
        let mut panels = Vec::new();
        let mut drawn = BTreeSet::new();
        for (printed, criterion) in claim.all_criteria() {
            let text = criterion.to_string();
            let of_criterion = |pair: &&Pair<'_>| {
                let finding = pair.either();
                let is_measured = pair.found().into_iter().flatten().any(|f| f.interval.is_some());
                let is_of = (&finding.id, finding.printed, &finding.criterion);
                is_measured && is_of == (&claim.id, printed, &text)
            };
            let pairs: Vec<Pair<'_>> = pairs.iter().filter(of_criterion).copied().collect();
            // The same criterion may stand there for several places.
            if drawn.insert((printed, text.clone())) {
                panels.extend(panel(criterion, &pairs));
            }
        }
        (!panels.is_empty()).then(|| Chart {
            name: claim.id.clone(),
            title: format!("{}: {first} and {second}", claim.id),
            caption: format!(
                "Discs: {first}. Rings: {second}. With 95 % intervals of each run by itself. Thin line: the \
                 limit of the criterion. {}",
                claim.statement
            ),
            panels,
        })
    };
    claims.iter().filter_map(chart).collect()
}

/// What both runs found for a criterion; nothing if no value of theirs can be drawn.
fn panel(criterion: &Criterion, pairs: &[Pair<'_>]) -> Option<Panel> {
    let limit = criterion.centre() + criterion.value;
    let ends = |finding: &Finding| {
        let (low, high) = finding.interval.unwrap_or((finding.value, finding.value));
        [low, finding.value, high]
    };
    let findings = pairs.iter().flat_map(|pair| pair.found()).flatten();
    let mut all: Vec<f64> = findings.flat_map(ends).filter(|x| x.is_finite()).collect();
    if all.is_empty() {
        return None;
    }
    all.push(limit);
    let (low, high) = (min(&all), max(&all));
    let is_wide = low > 0.0 && high > WIDE * low;
    let scaled = |x: f64| if is_wide { libm::log10(x) } else { x };
    let margin = 0.06 * (scaled(high) - scaled(low));
    let (from, to) = (scaled(low) - margin, scaled(high) + margin);
    let axis = if is_wide { Axis::powers_of_ten } else { Axis::linear };
    let rows = pairs.len() as f64;
    let mut marks = vec![Mark::Path {
        series: None,
        points: vec![(scaled(limit), -0.5), (scaled(limit), rows - 0.5)],
    }];
    for (i, pair) in pairs.iter().rev().enumerate() {
        for (run, finding) in pair.found().into_iter().enumerate() {
            let Some(finding) = finding else { continue };
            let [low, value, high] = ends(finding).map(scaled);
            let y = i as f64 + if run == 0 { ASIDE } else { -ASIDE };
            marks.push(Mark::Path { series: Some(run), points: vec![(low, y), (high, y)] });
            let (at, label) = ((value, y), String::new());
            marks.push(Mark::Point { series: run, at, filled: run == 0, label });
        }
    }
    let places = pairs.iter().rev().map(|pair| pair.either().at.to_string());
    Some(Panel {
        title: String::new(),
        x: axis(&criterion.to_string(), from, to),
        y: Axis::names("", places),
        marks,
    })
}
