//! Verdicts: each kind of criterion can be supported, refuted and left open.

use claims::{Cell, Claim, Metrics, Trial, Verdict, verdict};

fn claim(criterion: &str) -> Claim {
    let text = format!(
        "id = \"C1\"\nsection = \"s\"\nkind = \"training\"\nstatement = \"x\"\n[[criterion]]\n{criterion}"
    );
    toml::from_str(&text).expect("a claim")
}

fn cell(arm: &str) -> Cell {
    Cell { data_set: String::new(), arm: arm.to_owned(), levels: vec![("width".to_owned(), 2)] }
}

fn trials(cell: usize, values: &[f64]) -> Vec<Trial> {
    let trial = |(seed, &value): (usize, &f64)| Trial {
        cell,
        learning_rate: None,
        seed: seed as u64,
        metrics: Metrics::from([("m", value)]),
    };
    values.iter().enumerate().map(trial).collect()
}

fn verdict_of(criterion: &str, first: &[f64], second: &[f64]) -> Verdict {
    let cells = [cell("a"), cell("b")];
    let mut all = trials(0, first);
    all.extend(trials(1, second));
    let found = verdict::judge("e", &[claim(criterion)], &cells, &all);
    assert_eq!(found.len(), 1);
    found[0].verdict
}

#[test]
fn exact_criteria_are_supported_or_refuted() {
    let max = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    assert_eq!(verdict_of(max, &[0.5, 1.0], &[]), Verdict::Supported);
    assert_eq!(verdict_of(max, &[0.5, 1.1], &[]), Verdict::Refuted);
    assert_eq!(verdict_of(max, &[0.5, f64::NAN], &[]), Verdict::Inconclusive);
}

#[test]
fn rates_need_enough_trials() {
    let rate = "metric = \"m\"\narm = \"a\"\nstatistic = \"rate\"\nop = \">=\"\nvalue = 0.5";
    let of = |ones: usize, n: usize| {
        let values: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < ones))).collect();
        verdict_of(rate, &values, &[])
    };
    assert_eq!(of(90, 100), Verdict::Supported);
    assert_eq!(of(10, 100), Verdict::Refuted);
    assert_eq!(of(3, 4), Verdict::Inconclusive);
}

#[test]
fn contrasts_are_paired_by_seed() {
    let contrast = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\nstatistic = \"median\"\nop = \"<\"\nvalue = 0.0";
    let noise: Vec<f64> = (0..40).map(|i| f64::from(i * 37 % 40)).collect();
    let less: Vec<f64> = noise.iter().map(|x| x - 1.0).collect();
    // Unpaired, a difference of 1 would drown in a spread of 40.
    assert_eq!(verdict_of(contrast, &less, &noise), Verdict::Supported);
    assert_eq!(verdict_of(contrast, &noise, &less), Verdict::Refuted);
    let mixed: Vec<f64> =
        noise.iter().enumerate().map(|(i, x)| x + if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
    assert_eq!(verdict_of(contrast, &mixed, &noise), Verdict::Inconclusive);
}

#[test]
fn a_tie_is_an_interval_inside_the_margin() {
    let tie = "metric = \"m\"\narm = \"a\"\nstatistic = \"mean\"\nop = \"within\"\nvalue = 0.1";
    let around = |centre: f64, spread: f64| -> Vec<f64> {
        (0..50).map(|i| centre + spread * (f64::from(i % 5) - 2.0)).collect()
    };
    assert_eq!(verdict_of(tie, &around(0.0, 0.05), &[]), Verdict::Supported);
    assert_eq!(verdict_of(tie, &around(0.5, 0.05), &[]), Verdict::Refuted);
    assert_eq!(verdict_of(tie, &around(0.0, 10.0), &[]), Verdict::Inconclusive);
}

#[test]
fn holm_makes_a_lone_finding_among_many_doubtful() {
    let one = "metric = \"m\"\narm = \"a\"\nstatistic = \"rate\"\nop = \">=\"\nvalue = 0.5";
    // 60 of 90: the interval 0.559 to 0.762 excludes one half, with p = 0.002.
    let values: Vec<f64> = (0..90).map(|i| f64::from(u8::from(i < 60))).collect();
    assert_eq!(verdict_of(one, &values, &[]), Verdict::Supported);
    let cells = [cell("a")];
    let many = vec![claim(one); 40];
    let found = verdict::judge("e", &many, &cells, &trials(0, &values));
    assert!(found.iter().all(|finding| finding.verdict == Verdict::Inconclusive));
}

#[test]
fn every_level_must_satisfy_a_criterion_that_names_none() {
    let criterion = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    let mut wide = cell("a");
    wide.levels[0].1 = 3;
    let mut all = trials(0, &[0.0]);
    all.extend(trials(1, &[2.0]));
    let cells = [cell("a"), wide];
    let claim = claim(criterion);
    let found = verdict::judge("e", std::slice::from_ref(&claim), &cells, &all);
    let verdicts: Vec<Verdict> = found.iter().map(|finding| finding.verdict).collect();
    assert_eq!(verdicts, [Verdict::Supported, Verdict::Refuted]);
    let row = claims::ledger::Row::new("e", &claim, &found);
    assert_eq!((row.verdict, row.value), (Verdict::Refuted, Some(2.0)));
}

#[test]
fn what_nobody_recorded_or_cannot_be_compared_decides_nothing() {
    let missing = "metric = \"other\"\narm = \"a\"\nstatistic = \"rate\"\nop = \"<=\"\nvalue = 1.0";
    assert_eq!(verdict_of(missing, &[1.0; 30], &[]), Verdict::Inconclusive);
    let ratio = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"log_ratio\"\nstatistic = \"median\"\nop = \"<\"\nvalue = 0.0";
    assert_eq!(verdict_of(ratio, &[1.0; 30], &[2.0; 30]), Verdict::Supported);
    assert_eq!(verdict_of(ratio, &[0.0; 30], &[0.0; 30]), Verdict::Inconclusive);
}

#[test]
fn a_bootstrap_of_few_values_decides_nothing() {
    let mean = "metric = \"m\"\narm = \"a\"\nstatistic = \"mean\"\nop = \">\"\nvalue = 0.0";
    assert_eq!(verdict_of(mean, &[1.0; 19], &[]), Verdict::Inconclusive);
    assert_eq!(verdict_of(mean, &[1.0; 20], &[]), Verdict::Supported);
}

#[test]
fn a_prediction_is_what_a_value_must_be_near_to() {
    let near = |value: f64| {
        format!(
            "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"within\"\nvalue = 0.01\n\
             predicted = {{ formula = \"1 / sqrt(2 pi)\", value = {value} }}"
        )
    };
    assert_eq!(verdict_of(&near(0.3989), &[0.395], &[]), Verdict::Supported);
    assert_eq!(verdict_of(&near(0.3989), &[0.375], &[]), Verdict::Refuted);
    assert_eq!(verdict_of(&near(-0.3989), &[0.395], &[]), Verdict::Refuted);
    let rate = near(0.5).replace("max", "rate").replace("0.01", "0.1");
    let of = |ones: usize, n: usize| {
        let values: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < ones))).collect();
        verdict_of(&rate, &values, &[])
    };
    assert_eq!(of(520, 1000), Verdict::Supported);
    assert_eq!(of(52, 100), Verdict::Inconclusive);
    assert_eq!([of(700, 1000), of(300, 1000)], [Verdict::Refuted; 2]);
}

#[test]
fn a_slip_is_an_erratum_if_what_is_printed_fails_and_the_correction_holds() {
    let criterion = |form: &str, arm: &str| {
        format!(
            "[[{form}]]\nmetric = \"m\"\narm = \"{arm}\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0\n"
        )
    };
    let text = format!(
        "id = \"E1\"\nsection = \"s\"\nkind = \"identity\"\nstatement = \"x\"\n{}{}",
        criterion("printed", "a"),
        criterion("criterion", "b"),
    );
    let claim: Claim = toml::from_str(&text).expect("a claim");
    let cells = [cell("a"), cell("b")];
    let of = |printed: f64, corrected: f64| {
        let mut all = trials(0, &[printed]);
        all.extend(trials(1, &[corrected]));
        let found = verdict::judge("e", std::slice::from_ref(&claim), &cells, &all);
        assert_eq!((found[0].printed, found[1].printed), (true, false));
        claims::ledger::Row::new("e", &claim, &found).verdict
    };
    assert_eq!(of(2.0, 0.0), Verdict::Erratum);
    assert_eq!(of(0.0, 0.0), Verdict::Supported);
    assert_eq!(of(2.0, 2.0), Verdict::Refuted);
}

fn finding(verdict: Verdict, metric: &str, printed: bool) -> claims::Finding {
    let exact = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    let found = verdict::judge("e", &[claim(exact)], &[cell("a")], &trials(0, &[0.5]));
    claims::Finding { verdict, metric: metric.to_owned(), printed, ..found[0].clone() }
}

#[test]
fn a_claim_takes_the_worst_of_its_criteria_and_the_first_of_equals() {
    let exact = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0\nat = { width = 2 }";
    let row = |findings: &[claims::Finding]| {
        let row = claims::ledger::Row::new("e", &claim(exact), findings);
        (row.verdict, row.metric.unwrap_or_default())
    };
    let supported = finding(Verdict::Supported, "first", false);
    let also = finding(Verdict::Supported, "second", false);
    let refuted = finding(Verdict::Refuted, "third", false);
    let printed = finding(Verdict::Refuted, "printed", true);
    assert_eq!(row(&[supported.clone(), also.clone()]), (Verdict::Supported, "first".to_owned()));
    let worst = row(&[supported.clone(), refuted.clone(), also]);
    assert_eq!(worst, (Verdict::Refuted, "third".to_owned()));
    assert_eq!(row(&[printed.clone(), supported]), (Verdict::Erratum, "printed".to_owned()));
    assert_eq!(row(&[printed, refuted]), (Verdict::Refuted, "third".to_owned()));
    let row = claims::ledger::Row::new("e", &claim(exact), &[]);
    assert_eq!(row.criterion, "max m(a) <= 1 at width 2");
}

#[test]
fn a_criterion_reads_as_it_is_written() {
    let of = |criterion: &str| claim(criterion).criteria[0].to_string();
    let contrast = |comparison: &str| {
        of(&format!(
            "metric = \"epochs\"\ncontrast = [\"relu\", \"tanh\"]\ncomparison = \"{comparison}\"\n\
             statistic = \"interquartile_mean\"\nop = \">=\"\nvalue = 1e-7"
        ))
    };
    assert_eq!(contrast("difference"), "interquartile_mean relu - tanh of epochs >= 1e-7");
    assert_eq!(contrast("log_ratio"), "interquartile_mean ln(relu/tanh) of epochs >= 1e-7");
    let shortest = claims::criterion::shortest;
    for (x, wanted) in [(0.0, "0"), (0.001, "0.001"), (1e-4, "1e-4"), (999_999.0, "999999")] {
        assert_eq!(shortest(x), wanted);
    }
    assert_eq!((shortest(1e6).as_str(), shortest(f64::INFINITY).as_str()), ("1e6", "inf"));
}

#[test]
fn pairs_are_compared_by_difference_or_by_ratio() {
    let value = |comparison: &str| {
        let text = format!(
            "metric = \"m\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"{comparison}\"\n\
             statistic = \"max\"\nop = \"<=\"\nvalue = 1.0"
        );
        let mut all = trials(0, &[6.0, 1.0]);
        all.extend(trials(1, &[2.0, 4.0, 9.0]));
        verdict::judge("e", &[claim(&text)], &[cell("a"), cell("b")], &all)[0].clone()
    };
    assert_eq!((value("difference").value, value("difference").n), (4.0, 2));
    // ln 3, rounded once in the quotient and once in the logarithm.
    assert!((value("log_ratio").value - 1.0986122886681098).abs() < 1e-15);
}

/// A rate that must lie within 0.1 of a half: p is the probability of what is as far, at the end that
/// is harder to exclude. scipy 1.17: binom.sf(49, 100, 0.4), binom.cdf(50, 100, 0.6).
#[test]
fn a_tie_of_rates_is_doubted_at_its_nearer_end() {
    let tie = "metric = \"m\"\narm = \"a\"\nstatistic = \"rate\"\nop = \"within\"\nvalue = 0.1\n\
               predicted = { formula = \"1/2\", value = 0.5 }";
    let found = |ones: usize, n: usize| {
        let values: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < ones))).collect();
        verdict::judge("e", &[claim(tie)], &[cell("a")], &trials(0, &values))[0].clone()
    };
    let of = |ones, n| (found(ones, n).p.unwrap_or(f64::NAN), found(ones, n).verdict);
    let (p, verdict) = of(50, 100);
    assert!((p - 0.0541).abs() < 1e-3 && verdict == Verdict::Inconclusive, "{p} {verdict}");
    assert_eq!(of(500, 1000).1, Verdict::Supported);
    assert_eq!(of(900, 1000).1, Verdict::Refuted);
    assert_eq!(of(100, 1000).1, Verdict::Refuted);
}

fn criterion(statistic: &str, op: &str, value: f64) -> String {
    format!(
        "metric = \"m\"\narm = \"a\"\nstatistic = \"{statistic}\"\nop = \"{op}\"\nvalue = {value:?}"
    )
}

/// What six digits cannot tell apart.
#[allow(clippy::approx_constant, reason = "ten digits of ln 2 are the case")]
#[test]
fn a_verdict_is_on_the_numbers_and_not_on_what_is_shown_of_them() {
    let near = |centre: &str, formula: &str| {
        format!(
            "{}\npredicted = {{ formula = \"{formula}\", value = {centre} }}",
            criterion("median", "within", 1e-9)
        )
    };
    assert_eq!(verdict_of(&near("1.0", "1"), &[1.0000004; 32], &[]), Verdict::Refuted);
    let whole = [1_234_567.0; 32];
    assert_eq!(
        verdict_of(&criterion("median", "<=", 1_234_568.0), &whole, &[]),
        Verdict::Supported
    );
    assert_eq!(verdict_of(&criterion("mean", ">=", 1_234_568.0), &whole, &[]), Verdict::Refuted);
    let same = near("0.6931471805", "ln 2").replace("1e-9", "1e-8");
    assert_eq!(verdict_of(&same, &[0.6931471805; 32], &[]), Verdict::Supported);
    // A rate that is just above a third, which is 0.333333 in six digits.
    let third = criterion("rate", ">", 1.0 / 3.0);
    let values: Vec<f64> = (0..300).map(|i| f64::from(u8::from(i < 101))).collect();
    let found = verdict::judge("e", &[claim(&third)], &[cell("a")], &trials(0, &values));
    assert_eq!(found[0].value, 101.0 / 300.0);
}

/// Without the NaN, each of these is supported.
#[test]
fn a_nan_among_the_values_decides_nothing() {
    let values: Vec<f64> = (0..26).map(|i| 0.73 + 0.0001 * f64::from(i)).collect();
    let with_nan = [&values[..], &[f64::NAN]].concat();
    for statistic in ["median", "mean", "interquartile_mean", "min", "max"] {
        let above = criterion(statistic, ">=", 0.72);
        assert_eq!(verdict_of(&above, &values, &[]), Verdict::Supported, "{statistic}");
        assert_eq!(verdict_of(&above, &with_nan, &[]), Verdict::Inconclusive, "{statistic}");
        let contrast = above.replace("arm = \"a\"", "contrast = [\"a\", \"b\"]");
        assert_eq!(verdict_of(&contrast, &values, &[0.0; 27]), Verdict::Supported, "{statistic}");
        assert_eq!(verdict_of(&contrast, &with_nan, &[0.0; 27]), Verdict::Inconclusive);
    }
    let solved = criterion("rate", ">=", 0.5);
    let with_nan = [&[1.0; 40][..], &[f64::NAN]].concat();
    assert_eq!(verdict_of(&solved, &[1.0; 40], &[]), Verdict::Supported);
    assert_eq!(verdict_of(&solved, &with_nan, &[]), Verdict::Inconclusive);
    // Its p-value does not make its neighbours doubtful more than one of them does.
    let found = verdict::judge("e", &[claim(&solved)], &[cell("a")], &trials(0, &with_nan));
    assert_eq!(found[0].p, Some(1.0));
}

#[test]
fn a_ratio_outside_its_domain_decides_nothing() {
    let ratio = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"log_ratio\"\nstatistic = \"median\"\nop = \">\"\nvalue = 0.0";
    assert_eq!(verdict_of(ratio, &[2.0; 30], &[1.0; 30]), Verdict::Supported);
    for (x, y) in [(-2.0, -1.0), (1.0, 0.0), (0.0, 1.0), (f64::INFINITY, 1.0)] {
        assert_eq!(verdict_of(ratio, &[x; 30], &[y; 30]), Verdict::Inconclusive, "{x} / {y}");
    }
}
