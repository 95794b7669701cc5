//! The findings as a table that is a chart: what belongs to one criterion on one scale, with its limit
//! as a line.

use claims::{Criterion, Finding, Operator};
use maud::{Markup, html};

use super::contents::Test;
use super::table::{printed, rounded, scrolled};
use super::verdict::outcome;
use super::words::{criterion, is_ratio, limit, number, quantity, spaced};

/// How far apart two words below a scale stand at least, in shares of it.
const APART: f64 = 0.2;

/// Findings, criterion by criterion.
pub(super) fn forest(name: &str, test: &Test<'_>, findings: &[&Finding]) -> Markup {
    let groups = findings.chunk_by(|a, b| (a.printed, &a.criterion) == (b.printed, &b.criterion));
    let there = Columns::of(findings);
    let table = html! {
        table.forest {
            thead { tr {
                @if there.have(Column::Setting) { th scope="col" { "setting" } }
                @if there.have(Column::Interval) { th scope="col" { "value and 95 % interval" } }
                th.number scope="col" { "value" }
                @if there.have(Column::Interval) { th.number scope="col" { "interval" } }
                @if there.have(Column::Predicted) { th.number scope="col" { "predicted" } }
                th.number scope="col" { "n" }
                @if there.have(Column::P) { th.number scope="col" title="after Holm's correction" { "p" } }
                th scope="col" { "outcome" }
            } }
            @for group in groups { (body(test, group, &there)) }
        }
    };
    scrolled(name, &table)
}

/// A column that not every claim needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Setting,
    /// Picture and numbers.
    Interval,
    Predicted,
    P,
}

/// Which of them have anything in them.
struct Columns(Vec<Column>);

impl Columns {
    fn of(findings: &[&Finding]) -> Self {
        let has = |column: &Column| {
            findings.iter().any(|finding| match column {
                Column::Setting => !finding.at.is_empty(),
                Column::Interval => finding.interval.is_some(),
                Column::Predicted => finding.predicted.is_some(),
                Column::P => finding.p.is_some(),
            })
        };
        let all = [Column::Setting, Column::Interval, Column::Predicted, Column::P];
        Self(all.into_iter().filter(has).collect())
    }

    fn have(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// With value, n and outcome, which are always there.
    fn count(&self) -> usize {
        3 + self.0.len() + usize::from(self.have(Column::Interval))
    }
}

/// A criterion in words, its settings below it, and their scale.
fn body(test: &Test<'_>, group: &[&Finding], there: &Columns) -> Markup {
    let criterion = criterion(test, group[0]);
    let scale = criterion.and_then(|criterion| Scale::of(criterion, group));
    let says = |x| number(criterion, x);
    html! {
        tbody {
            tr.criterion { th scope="rowgroup" colspan=(there.count()) {
                @if group[0].printed { "as printed: " }
                (group[0].role.prefix())
                @if let Some(criterion) = criterion {
                    span title=(group[0].criterion) { (quantity(criterion)) ": " b { (limit(criterion)) } }
                } @else {
                    code { (group[0].criterion) }
                }
            } }
            @for (i, finding) in group.iter().enumerate() {
                tr {
                    @if there.have(Column::Setting) { td data-label="setting" { (spaced(&finding.at.to_string())) } }
                    @if there.have(Column::Interval) {
                        td.picture {
                            @if let Some(scale) = &scale { (scale.track(finding)) }
                            @if i + 1 == group.len() && let (Some(scale), Some(criterion)) = (&scale, criterion) {
                                (scale.words(criterion))
                            }
                        }
                    }
                    td.number data-label="value" { (says(finding.value)) }
                    @if there.have(Column::Interval) {
                        td.number data-label="95 % interval" {
                            @if let Some((low, high)) = finding.interval {
                                (says(low)) " to " (says(high))
                            }
                        }
                    }
                    @if there.have(Column::Predicted) {
                        td.number data-label="predicted" {
                            @if let Some(x) = finding.predicted { (rounded(x)) }
                        }
                    }
                    td.number data-label="n" { (finding.n) }
                    @if there.have(Column::P) {
                        td.number data-label="p" { @if let Some(p) = finding.p { (printed(p, 2)) } }
                    }
                    td.verdict-of { (outcome(finding.outcome)) }
                }
            }
        }
    }
}

/// What all settings of a criterion are drawn on.
struct Scale {
    least: f64,
    most: f64,
    /// Between which numbers it holds.
    holds: (f64, f64),
}

impl Scale {
    /// From the limits to the ends of the intervals, and the number that means no effect. None if no
    /// finding has an interval that can be drawn.
    fn of(criterion: &Criterion, group: &[&Finding]) -> Option<Self> {
        let drawn: Vec<(f64, f64)> = group.iter().filter_map(|finding| drawn(finding)).collect();
        if drawn.is_empty() {
            return None;
        }
        let holds = satisfying(criterion);
        let none = criterion.is_effect().then_some(0.0);
        let ends = drawn.into_iter().flat_map(|(low, high)| [low, high]);
        let all = ends.chain(finite(holds)).chain(none);
        let (least, most) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| {
            (if x < least { x } else { least }, if x > most { x } else { most })
        });
        let margin = if most > least { 0.05 * (most - least) } else { 1.0 };
        Some(Self { least: least - margin, most: most + margin, holds })
    }

    /// Where a number is drawn, from 0 to 1.
    fn share(&self, x: f64) -> f64 {
        ((x - self.least) / (self.most - self.least)).clamp(0.0, 1.0)
    }

    /// The same in whole thousandths, so that no digit is in doubt.
    fn at(&self, x: f64) -> i64 {
        (1000.0 * self.share(x)).round() as i64
    }

    /// The limits as lines, the interval as a bar, the value as a mark in it.
    fn track(&self, finding: &Finding) -> Markup {
        let Some((low, high)) = drawn(finding) else { return html! {} };
        let (from, to) = (self.at(self.holds.0), self.at(self.holds.1));
        let (low, high) = (self.at(low), self.at(high));
        html! {
            svg.track viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" {
                rect.holds x=(from) y="0" width=(to - from) height="100" {}
                @for limit in finite(self.holds) { rect.limit x=(self.at(limit) - 3) y="0" width="6" height="100" {} }
                rect.interval x=(low) y="40" width=((high - low).max(6)) height="20" {}
                rect.value-of x=(self.at(finding.value) - 8) y="20" width="16" height="60" {}
            }
        }
    }

    /// The limits, no effect and the ends, as far as they stand apart.
    fn words(&self, criterion: &Criterion) -> Markup {
        let none = criterion.is_effect().then_some(0.0);
        let mut placed: Vec<(f64, f64)> = Vec::new();
        for x in finite(self.holds).chain(none).chain([self.least, self.most]) {
            let share = self.share(x);
            if placed.iter().all(|(_, other)| (share - other).abs() >= APART) {
                placed.push((x, share));
            }
        }
        let is_limit = |x: f64| x == self.holds.0 || x == self.holds.1;
        html! {
            div.ticks aria-hidden="true" {
                @for (x, share) in placed {
                    // The first and the last word end inside the scale.
                    span.limit[is_limit(x)].first[share < 0.1].last[share > 0.9]
                        style={ "left:" (printed(100.0 * share, 3)) "%" } {
                        @if is_ratio(criterion) || is_limit(x) { (number(Some(criterion), x)) }
                        @else { (printed(x, 2)) }
                    }
                }
            }
        }
    }
}

/// The interval of a finding, if it can be drawn, and its value in it.
fn drawn(finding: &Finding) -> Option<(f64, f64)> {
    let (low, high) = finding.interval?;
    let is_finite = [low, high, finding.value].into_iter().all(f64::is_finite);
    is_finite.then_some((low, high))
}

/// Those of two ends that are numbers.
fn finite(ends: (f64, f64)) -> impl Iterator<Item = f64> {
    [ends.0, ends.1].into_iter().filter(|end| end.is_finite())
}

/// Between which numbers a statistic satisfies the criterion.
fn satisfying(criterion: &Criterion) -> (f64, f64) {
    let (centre, value) = (criterion.centre(), criterion.value);
    match criterion.op {
        Operator::AtMost | Operator::Below => (f64::NEG_INFINITY, value),
        Operator::AtLeast | Operator::Above => (value, f64::INFINITY),
        Operator::Equal => (value, value),
        Operator::Within => (centre - value, centre + value),
    }
}
