//! Two runs side by side: each criterion at each place, what the one found and what the other did.

use std::collections::BTreeSet;

use claims::statistics::{max, min, shown};
use claims::{Claim, Comparison, Criterion, Evidence, Finding, Operator, Statistic};

use crate::axis::Axis;
use crate::chart::{Chart, Panel};
use crate::found::PRINTED;
use crate::mark::Mark;
use crate::table::{Table, TableError, column, frame};

/// How far a run's mark stands above or below the middle of its row.
const ASIDE: f64 = 0.14;
/// Values that lie further apart than this are drawn by their powers of ten.
const WIDE: f64 = 100.0;
/// What stands between what is measured and its limit.
const OPERATORS: [&str; 6] = [" <= ", " >= ", " < ", " > ", " == ", " within "];

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
}

/// Pairs every finding of one run with that of the other which judges the same criterion at the same
/// place, or the same but for the limit; in the order of the first; then what the second alone has.
pub fn pairs<'a>(first: &'a [Finding], second: &'a [Finding]) -> Vec<Pair<'a>> {
    let is_at = |a: &Finding, b: &Finding| (&a.id, a.printed, &a.at) == (&b.id, b.printed, &b.at);
    let mut others: Vec<Option<usize>> = vec![None; first.len()];
    let mut taken = BTreeSet::new();
    // Those of the same limit first, so that of two limits each keeps its own.
    for text in [|finding: &'a Finding| finding.criterion.as_str(), subject] {
        for (finding, other) in first.iter().zip(&mut others).filter(|(_, other)| other.is_none()) {
            let is_same = |(i, found): &(usize, &'a Finding)| {
                is_at(finding, found) && text(finding) == text(found) && !taken.contains(i)
            };
            *other = second.iter().enumerate().find(is_same).map(|(i, _)| i);
            taken.extend(*other);
        }
    }
    let paired = first.iter().zip(others).map(|(finding, other)| match other {
        Some(i) => Pair::Both([finding, &second[i]]),
        None => Pair::First(finding),
    });
    let rest = second.iter().enumerate().filter(|(i, _)| !taken.contains(i));
    paired.chain(rest.map(|(_, finding)| Pair::Second(finding))).collect()
}

/// What a criterion measures, without its limit: "rate solved(relu)".
fn subject(finding: &Finding) -> &str {
    if finding.evidence == Evidence::Proved {
        return &finding.criterion;
    }
    let ends = OPERATORS.iter().filter_map(|operator| finding.criterion.find(operator));
    ends.min().map_or(&*finding.criterion, |end| &finding.criterion[..end])
}

/// A row for each pair; the columns of the first run end in `_1`, those of the second in `_2`.
///
/// # Errors
/// Never: its columns are of one length, and each has a name of its own.
pub fn table<'a>(pairs: &[Pair<'a>]) -> Result<Table, TableError> {
    let mut columns = vec![
        column("id", pairs, |pair| pair.either().id.clone()),
        column("role", pairs, |pair| pair.either().role.to_string()),
        column("at", pairs, |pair| pair.either().at.to_string()),
    ];
    for (run, ending) in ["_1", "_2"].into_iter().enumerate() {
        let name = |name: &str| format!("{name}{ending}");
        let of = |pair: &Pair<'a>| pair.found()[run];
        let interval = |pair: &Pair<'a>| of(pair).and_then(|finding| finding.interval);
        let criterion = |finding: &Finding| {
            format!("{}{}", if finding.printed { PRINTED } else { "" }, finding.criterion)
        };
        columns.extend([
            column(&name("criterion"), pairs, |pair| of(pair).map(criterion)),
            column(&name("value"), pairs, |pair| of(pair).map(Finding::shown_value)),
            column(&name("low"), pairs, |pair| interval(pair).map(|(low, _)| shown(low))),
            column(&name("high"), pairs, |pair| interval(pair).map(|(_, high)| shown(high))),
            column(&name("n"), pairs, |pair| of(pair).map(|finding| finding.n)),
            column(&name("unobserved"), pairs, |pair| of(pair).map(|finding| finding.unobserved)),
            column(&name("p"), pairs, |pair| of(pair).and_then(|finding| finding.p).map(shown)),
            column(&name("outcome"), pairs, |pair| {
                of(pair).map(|finding| finding.outcome.to_string())
            }),
        ]);
    }
    frame(columns)
}

/// A chart for each claim with intervals: a panel for whatever is measured, a row for each place, in it what
/// both runs found, and the limits of the criteria. `claims` and `names` are the runs'.
pub fn charts<'a>(claims: [&[Claim]; 2], pairs: &[Pair<'a>], names: [&str; 2]) -> Vec<Chart> {
    let [first, second] = names;
    let mut ids: Vec<&str> = Vec::new();
    for Claim { id, .. } in claims.into_iter().flatten() {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    let chart = |id: &str| {
        let is_measured = |pair: &&Pair<'a>| {
            let mut found = pair.found().into_iter().flatten();
            pair.either().id == id && found.any(|finding| finding.interval.is_some())
        };
        let of_claim: Vec<Pair<'a>> = pairs.iter().filter(is_measured).copied().collect();
        let key = |pair: &Pair<'a>| (pair.either().printed, subject(pair.either()));
        let mut drawn = BTreeSet::new();
        let mut panels = Vec::new();
        for pair in &of_claim {
            if drawn.insert(key(pair)) {
                let same = of_claim.iter().filter(|other| key(other) == key(pair));
                panels.extend(panel(claims, &same.copied().collect::<Vec<_>>(), names));
            }
        }
        let chart = Chart {
            name: id.to_owned(),
            title: format!("{id}: {first} and {second}"),
            caption: format!(
                "Discs: {first}. Rings: {second}. Bars: the 95 % interval of each run by itself, which is no \
                 test of their difference. Thin lines: the limits of the criteria."
            ),
            panels,
        };
        (!chart.panels.is_empty()).then(|| chart.rounded())
    };
    ids.into_iter().filter_map(chart).collect()
}

/// What both runs found for what is measured; nothing if no value of theirs can be drawn.
fn panel(claims: [&[Claim]; 2], pairs: &[Pair<'_>], names: [&str; 2]) -> Option<Panel> {
    let judging = |run: usize, finding: &Finding| -> Option<&Criterion> {
        let claim = claims[run].iter().find(|claim| claim.id == finding.id)?;
        let mut all = claim.all_criteria();
        let is_of = |(printed, criterion): &(bool, &Criterion)| {
            *printed == finding.printed && criterion.to_string() == finding.criterion
        };
        all.find(is_of).map(|(_, criterion)| criterion)
    };
    let found = || {
        let each = pairs.iter().flat_map(|pair| pair.found().into_iter().enumerate());
        each.filter_map(|(run, finding)| Some((run, finding?)))
    };
    let criteria: Vec<&Criterion> = found().filter_map(|(run, f)| judging(run, f)).collect();
    let ends = |finding: &Finding| {
        let (low, high) = finding.interval.unwrap_or((finding.value, finding.value));
        [low, finding.value, high]
    };
    let mut all: Vec<f64> = found().flat_map(|(_, f)| ends(f)).filter(|x| x.is_finite()).collect();
    if all.is_empty() {
        return None;
    }
    all.extend(criteria.iter().flat_map(|criterion| ends_of(criterion)));
    let (low, high) = (min(&all), max(&all));
    let is_ratio_or_share = |criterion: &&Criterion| {
        criterion.comparison == Comparison::LogRatio || criterion.statistic == Statistic::Rate
    };
    let is_wide = low > 0.0 && high > WIDE * low && !criteria.iter().any(is_ratio_or_share);
    let scaled = |x: f64| if is_wide { libm::log10(x) } else { x };
    let margin = 0.06 * (scaled(high) - scaled(low));
    let (from, to) = (scaled(low) - margin, scaled(high) + margin);
    let mut marks = Vec::new();
    for (i, pair) in pairs.iter().rev().enumerate() {
        // Each row has the limits by which it is judged.
        let found = pair.found().into_iter().enumerate();
        let here = found.filter_map(|(run, finding)| judging(run, finding?)).flat_map(ends_of);
        for limit in here.map(scaled) {
            let points = vec![(limit, i as f64 - 0.5), (limit, i as f64 + 0.5)];
            let mark = Mark::Path { series: None, points };
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        for (run, finding) in pair.found().into_iter().enumerate() {
            let Some(finding) = finding else { continue };
            let y = i as f64 + if run == 0 { ASIDE } else { -ASIDE };
            if finding.value.is_nan() {
                let text = format!("{}: {}", names[run], finding.outcome);
                marks.push(Mark::Note { at: (from, y), text });
                continue;
            }
            let [low, value, high] = ends(finding).map(scaled);
            marks.push(Mark::Path { series: Some(run), points: vec![(low, y), (high, y)] });
            let (at, label) = ((value, y), String::new());
            marks.push(Mark::Point { series: run, at, filled: run == 0, label });
        }
    }
    let finding = pairs[0].either();
    let printed = if finding.printed { PRINTED } else { "" };
    let is_one = pairs.iter().all(|pair| {
        pair.found().into_iter().flatten().all(|other| other.criterion == finding.criterion)
    });
    let measured = if is_one { &finding.criterion } else { subject(finding) };
    let label = format!("{printed}{}{measured}", finding.role.prefix());
    let axis = if is_wide { Axis::powers_of_ten } else { Axis::linear };
    let places = pairs.iter().rev().map(|pair| pair.either().at.to_string());
    Some(Panel {
        title: String::new(),
        x: axis(&label, from, to),
        y: Axis::names("", places),
        marks,
    })
}

/// The ends of what satisfies a criterion: one, or two of a tie.
fn ends_of(criterion: &Criterion) -> Vec<f64> {
    let (centre, value) = (criterion.centre(), criterion.value);
    match criterion.op {
        Operator::Within => vec![centre - value, centre + value],
        _ => vec![centre + value],
    }
}
