//! Two runs side by side, for reading in a terminal: settings that differ, verdicts, and below each claim
//! what both runs found.

use std::fmt::Write;

use claims::ledger::Row;
use claims::{Evidence, Finding};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use figures::side_by_side::Pair;

use crate::terminal::{rounded, said, wrapped};

/// What two runs of an experiment are compared by.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What the runs are called.
    pub names: [&'a str; 2],
    /// A setting that differs, with its value in each.
    pub settings: &'a [(&'a str, [&'a str; 2])],
    /// Every claim, as each run judged it.
    pub verdicts: &'a [[Option<Row>; 2]],
    /// Every criterion at every place.
    pub pairs: &'a [Pair<'a>],
    /// The claims that other experiments judge, too.
    pub shared: &'a [&'a str],
}

/// What has to be known to read the lines.
const READING: &str = "The interval is of one run by itself, and the outcome takes the run's other criteria into \
                       account; neither tests a difference. Runs of the same seeds are paired.";

impl Compared<'_> {
    /// Lines of at most `width` columns where words can be broken; what is the same in both is left out,
    /// unless `all` is asked for.
    pub fn text(&self, width: usize, all: bool) -> String {
        let mut text = String::new();
        for (place, values) in self.settings {
            let [first, second] = values;
            let [one, other] = self.names;
            let line = format!("{place}: {first} in {one}, {second} in {other}");
            text.extend([&wrapped(&line, width), "\n"]);
        }
        if self.settings.is_empty() {
            text.push_str("the same settings\n");
        }
        if self.settings.iter().any(|(place, _)| *place == "trials.own_data") {
            text.push_str(
                "the data differ: `digits` stands for data of one's own where own_data is\n",
            );
        }
        let mut same = 0;
        for rows in self.verdicts {
            let Some(row) = rows.iter().flatten().next() else { continue };
            let of_claim = self.pairs.iter().filter(|pair| pair.either().id == row.id);
            let (shown, left_out): (Vec<Pair<'_>>, Vec<Pair<'_>>) =
                of_claim.copied().partition(|pair| all || !is_same(*pair));
            same += left_out.len();
            let [first, second] = rows.each_ref().map(|row| row.as_ref().map(|row| row.verdict));
            if shown.is_empty() && first == second {
                continue;
            }
            text.extend(["\n", &wrapped(&self.verdict(rows, &row.statement), width), "\n"]);
            text.push_str(&self.found(&shown, width));
        }
        if text.contains("95 % interval") {
            text.extend(["\n", &wrapped(READING, width), "\n"]);
        }
        let what = match same {
            0 => String::new(),
            1 => "\n1 finding is the same in both; --all shows it\n".to_owned(),
            n => format!("\n{n} findings are the same in both; --all shows them\n"),
        };
        text + &what + "\n"
    }

    /// A claim, its verdict in each run, and what it says.
    fn verdict(&self, rows: &[Option<Row>; 2], statement: &str) -> String {
        let id = rows.iter().flatten().next().map_or("", |row| &row.id);
        let of =
            |row: &Option<Row>| row.as_ref().map_or("-".to_owned(), |row| row.verdict.to_string());
        let [first, second] = rows.each_ref().map(of);
        let here = if self.shared.contains(&id) { ", by this experiment alone" } else { "" };
        let verdict = if first == second {
            first
        } else {
            let [one, other] = self.names;
            format!("{first} in {one}, {second} in {other}")
        };
        format!("{id}  {verdict}{here}: {statement}")
    }

    /// Criterion by criterion, place by place, a line for each run.
    fn found(&self, pairs: &[Pair<'_>], width: usize) -> String {
        let mut text = String::new();
        let mut table = Table::new();
        table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(["", "value", "95 % interval", "n", ""]);
        for pair in pairs {
            for (name, finding) in self.names.iter().zip(pair.found()) {
                table.add_row(cells(name, finding));
            }
        }
        for column in table.column_iter_mut() {
            let is_words = [0, 4].contains(&column.index);
            let side = if is_words { CellAlignment::Left } else { CellAlignment::Right };
            column.set_cell_alignment(side);
        }
        let lines = table.trim_fmt();
        let mut lines = lines.lines();
        if let Some(header) = lines.next().filter(|_| !pairs.is_empty()) {
            let _ = writeln!(text, "     {header}");
        }
        let mut criterion = String::new();
        for pair in pairs {
            let finding = pair.either();
            let now = self.judged_by(*pair);
            if now != criterion {
                let _ = writeln!(text, "  {}", wrapped(&now, width.saturating_sub(2)));
                criterion = now;
            }
            if !finding.at.is_empty() {
                let _ = writeln!(text, "    {}", finding.at);
            }
            for line in lines.by_ref().take(2) {
                let _ = writeln!(text, "     {}", line.trim_end());
            }
        }
        text
    }

    /// The criterion; where the runs have two limits, both.
    fn judged_by(&self, pair: Pair<'_>) -> String {
        match pair {
            Pair::Both([a, b]) if a.criterion != b.criterion => {
                let [one, other] = self.names;
                format!("{} in {one}, {} in {other}", said(a), said(b))
            }
            _ => said(pair.either()),
        }
    }
}

/// What one run found, as the cells of a row.
fn cells(name: &str, finding: Option<&Finding>) -> Vec<String> {
    let Some(finding) = finding else {
        return [name, "-", "", "", "not judged"].map(str::to_owned).to_vec();
    };
    let interval =
        finding.interval.map(|(low, high)| format!("{} to {}", rounded(low), rounded(high)));
    let value =
        if finding.evidence == Evidence::Proved { String::new() } else { rounded(finding.value) };
    vec![
        name.to_owned(),
        value,
        interval.unwrap_or_default(),
        finding.n.to_string(),
        finding.outcome.to_string(),
    ]
}

/// Whether both runs found the same, to the digits of their tables.
fn is_same(pair: Pair<'_>) -> bool {
    let Pair::Both([a, b]) = pair else { return false };
    let bits = |finding: &Finding| {
        let interval = finding.interval.map(|(low, high)| [low.to_bits(), high.to_bits()]);
        (finding.value.to_bits(), interval, finding.n, finding.outcome)
    };
    bits(a) == bits(b)
}
