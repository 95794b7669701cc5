//! Tables: what stands in them, and that CSV loses nothing.

use claims::ledger::Row;
use claims::{Cell, Evidence, Finding, Outcome, Role, Trial, Verdict};
use figures::{Table, trials};
use report::{table, terminal};

fn cells() -> Vec<Cell> {
    let cell = |arm: &str, width| Cell {
        data_set: "digits".to_owned(),
        arm: arm.to_owned(),
        levels: vec![("width".to_owned(), width)],
    };
    vec![cell("relu", 2), cell("relu", 10), cell("abs", 2)]
}

fn trial(cell: usize, seed: u64, metrics: &[(&'static str, f64)]) -> Trial {
    Trial { cell, learning_rate: Some(0.1), seed, metrics: metrics.to_vec() }
}

fn recorded() -> Vec<Trial> {
    vec![
        trial(0, 0, &[("loss", 0.1), ("solved", 1.0)]),
        trial(0, 1, &[("loss", 1.0 / 3.0), ("solved", 0.0), ("stuck", 1.0)]),
        trial(1, 0, &[("loss", 1e-310), ("solved", 1.0)]),
        trial(2, 0, &[("loss", f64::NAN), ("solved", 0.0)]),
    ]
}

fn csv(table: &Table) -> String {
    let frame = table::data_frame(table).expect("columns");
    String::from_utf8(table::csv(&frame).expect("written")).expect("text")
}

#[test]
fn floats_come_back_from_csv_as_they_went() {
    let text = csv(&trials::trials(&cells(), &recorded()).expect("a table"));
    let mut lines = text.lines();
    let header = "data_set,arm,width,learning_rate,seed,loss,solved,stuck";
    assert_eq!(lines.next(), Some(header));
    for (line, trial) in lines.zip(recorded()) {
        let fields: Vec<&str> = line.split(',').collect();
        let loss: f64 = fields[5].parse().expect("a number");
        let same = loss.to_bits() == trial.metrics[0].1.to_bits() || loss.is_nan();
        assert!(same, "{line}");
        assert_eq!(fields[7].is_empty(), trial.metrics.len() == 2, "{line}");
    }
}

#[test]
fn a_summary_keeps_the_order_of_the_cells() {
    let text = csv(&trials::summary(&cells(), &recorded()).expect("a summary"));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "data_set,arm,width,learning_rate,metric,n,mean,median,interquartile_mean,min,max"
    );
    assert_eq!(
        lines[1],
        "digits,relu,2,0.1,loss,2,0.216666666667,0.216666666667,0.216666666667,0.1,0.333333333333"
    );
    assert_eq!(lines[3], "digits,relu,2,0.1,stuck,1,1.0,1.0,1.0,1.0,1.0");
    assert!(lines[4].starts_with("digits,relu,10,0.1,loss,1,"));
    assert!(lines[6].starts_with("digits,abs,2,0.1,loss,1,NaN"));
    assert_eq!(lines.len(), 8);
}

#[test]
fn what_was_found_is_read_claim_by_claim() {
    let finding = |id: &str, criterion: &str, at: &str, value: f64, outcome| Finding {
        id: id.to_owned(),
        criterion: criterion.to_owned(),
        role: Role::Decides,
        at: at.parse().expect("a place"),
        metric: "loss".to_owned(),
        printed: false,
        predicted: None,
        value,
        interval: Some((value - 0.1, value + 0.1)),
        n: 20,
        unobserved: 0,
        evidence: Evidence::Measured,
        failing: Vec::new(),
        p: None,
        outcome,
    };
    let row = |id: &str, verdict| Row {
        id: id.to_owned(),
        experiment: "race".to_owned(),
        section: String::new(),
        kind: "training".to_owned(),
        statement: "A statement that is long enough to be broken into two lines or three."
            .to_owned(),
        criterion: String::new(),
        metric: None,
        predicted: None,
        value: None,
        low: None,
        high: None,
        n: None,
        verdict,
        evidence: None,
        held: 1,
        observed: 2,
        cells: 2,
        region: "at depth 2; reversed at depth 5".to_owned(),
        failing: String::new(),
    };
    let (yes, no) = (Outcome::Supported, Outcome::Reversed);
    let findings = [
        finding("C01", "mean loss(a) <= 1", "", 1.0 / 3.0, yes),
        finding("C02", "median ln(first/second) of loss <= -0.1", "depth 2", 0.2, yes),
        finding("C02", "median ln(first/second) of loss <= -0.1", "depth 5", 10.5, no),
    ];
    let rows = [
        row("C01", Verdict::Erratum),
        row("C02", Verdict::Conditional),
        row("C03", Verdict::NotTestable),
    ];
    let text = terminal::claims(&rows, &findings, 80, |verdict, text| match verdict {
        Verdict::Refuted | Verdict::Conditional => format!("<{text}>"),
        _ => text.to_owned(),
    });
    assert!(text.lines().all(|line| line.chars().count() <= 82), "\n{text}");
    for wanted in [
        "C01  erratum       A statement",
        "mean loss(a) <= 1  0.3333  0.2333 to 0.4333  20  supported",
        "C02  <conditional >  A statement",
        "in 1 of 2 settings, at depth 2; reversed at depth 5",
        "     median ln(first/second) of loss <= -0.1\n",
        "       depth 2             0.2        0.1 to 0.3  20  supported",
        "       depth 5            10.5      10.4 to 10.6  20  <reversed>",
        "C03  not testable  A",
    ] {
        assert!(text.contains(wanted), "no `{wanted}` in\n{text}");
    }
    // Where columns have no room, the numbers are told in words.
    let narrow = terminal::claims(&rows, &findings, 40, |_, text| text.to_owned());
    assert!(narrow.lines().all(|line| line.chars().count() <= 40), "\n{narrow}");
    for wanted in [
        "C02  conditional\n  A statement",
        "    depth 2: 0.2 (0.1 to 0.3), n 20,\n      supported\n",
    ] {
        assert!(narrow.contains(wanted), "no `{wanted}` in\n{narrow}");
    }
}
