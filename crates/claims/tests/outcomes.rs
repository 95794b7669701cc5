//! Outcomes: each kind of criterion can be supported, decided against and left open. Verdicts follow.

use claims::tuning::Choice;
use claims::{Cell, Claim, Finding, Metrics, Observed, Outcome, Resampling, Trial, finding};

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

fn judge(experiment: &str, claims: &[Claim], cells: &[Cell], trials: &[Trial]) -> Vec<Finding> {
    let resampling = Resampling::default();
    finding::judge(claims, &Observed { experiment, cells, trials, choices: &[], resampling })
}

fn outcome_of(criterion: &str, first: &[f64], second: &[f64]) -> Outcome {
    let cells = [cell("a"), cell("b")];
    let mut all = trials(0, first);
    all.extend(trials(1, second));
    let found = judge("e", &[claim(criterion)], &cells, &all);
    assert_eq!(found.len(), 1);
    found[0].outcome
}

#[test]
fn exact_criteria_are_supported_or_refuted() {
    let max = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    assert_eq!(outcome_of(max, &[0.5, 1.0], &[]), Outcome::Supported);
    assert_eq!(outcome_of(max, &[0.5, 1.1], &[]), Outcome::Refuted);
    assert_eq!(outcome_of(max, &[0.5, f64::NAN], &[]), Outcome::Undecided);
}

#[test]
fn an_estimate_is_judged_by_the_interval_that_a_model_gives() {
    let estimate =
        "metric = \"m\"\narm = \"a\"\nstatistic = \"estimate\"\nop = \"<=\"\nvalue = -0.1";
    let of = |low: f64, high: f64| {
        let metrics = vec![("m", -0.3), ("m_low", low), ("m_high", high)];
        let trial = Trial { cell: 0, learning_rate: None, seed: 0, metrics };
        let found = judge("e", &[claim(estimate)], &[cell("a")], &[trial]);
        assert_eq!((found[0].p, found[0].n), (None, 1));
        (found[0].outcome, found[0].interval)
    };
    assert_eq!(of(-0.5, -0.2), (Outcome::Supported, Some((-0.5, -0.2))));
    assert_eq!(of(-0.5, -0.05).0, Outcome::Undecided);
    assert_eq!(of(-0.05, 0.05).0, Outcome::Refuted);
    assert_eq!(of(f64::NAN, -0.2).0, Outcome::Undecided);
    let without = vec![("m", -0.3)];
    let trial = Trial { cell: 0, learning_rate: None, seed: 0, metrics: without };
    let found = judge("e", &[claim(estimate)], &[cell("a")], &[trial]);
    assert_eq!(found[0].outcome, Outcome::Undecided);
}

#[test]
fn rates_need_enough_trials() {
    let rate = "metric = \"m\"\narm = \"a\"\nstatistic = \"rate\"\nop = \">=\"\nvalue = 0.5";
    let of = |ones: usize, n: usize| {
        let values: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < ones))).collect();
        outcome_of(rate, &values, &[])
    };
    assert_eq!(of(90, 100), Outcome::Supported);
    assert_eq!(of(10, 100), Outcome::Refuted);
    assert_eq!(of(3, 4), Outcome::Undecided);
}

#[test]
fn contrasts_are_paired_by_seed() {
    let contrast = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\nstatistic = \"median\"\nop = \"<\"\nvalue = 0.0";
    let noise: Vec<f64> = (0..40).map(|i| f64::from(i * 37 % 40)).collect();
    let less: Vec<f64> = noise.iter().map(|x| x - 1.0).collect();
    // Unpaired, a difference of 1 would drown in a spread of 40.
    assert_eq!(outcome_of(contrast, &less, &noise), Outcome::Supported);
    assert_eq!(outcome_of(contrast, &noise, &less), Outcome::Reversed);
    let mixed: Vec<f64> =
        noise.iter().enumerate().map(|(i, x)| x + if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
    assert_eq!(outcome_of(contrast, &mixed, &noise), Outcome::Undecided);
}

#[test]
fn a_tie_is_an_interval_inside_the_margin() {
    let tie = "metric = \"m\"\narm = \"a\"\nstatistic = \"mean\"\nop = \"within\"\nvalue = 0.1";
    let around = |centre: f64, spread: f64| -> Vec<f64> {
        (0..50).map(|i| centre + spread * (f64::from(i % 5) - 2.0)).collect()
    };
    assert_eq!(outcome_of(tie, &around(0.0, 0.05), &[]), Outcome::Supported);
    assert_eq!(outcome_of(tie, &around(0.5, 0.05), &[]), Outcome::Refuted);
    assert_eq!(outcome_of(tie, &around(0.0, 10.0), &[]), Outcome::Undecided);
}

#[test]
fn holm_makes_a_lone_finding_among_many_doubtful() {
    let one = "metric = \"m\"\narm = \"a\"\nstatistic = \"rate\"\nop = \">=\"\nvalue = 0.5";
    // 60 of 90: the interval 0.559 to 0.762 excludes one half, with p = 0.002.
    let values: Vec<f64> = (0..90).map(|i| f64::from(u8::from(i < 60))).collect();
    assert_eq!(outcome_of(one, &values, &[]), Outcome::Supported);
    let cells = [cell("a")];
    let many = vec![claim(one); 40];
    let found = judge("e", &many, &cells, &trials(0, &values));
    assert!(found.iter().all(|finding| finding.outcome == Outcome::Undecided));
}

#[test]
fn a_criterion_that_names_no_level_is_judged_at_each() {
    let criterion = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    let mut wide = cell("a");
    wide.levels[0].1 = 3;
    let mut all = trials(0, &[0.0]);
    all.extend(trials(1, &[2.0]));
    let cells = [cell("a"), wide];
    let claim = claim(criterion);
    let found = judge("e", std::slice::from_ref(&claim), &cells, &all);
    let outcomes: Vec<Outcome> = found.iter().map(|finding| finding.outcome).collect();
    assert_eq!(outcomes, [Outcome::Supported, Outcome::Refuted]);
}

#[test]
fn what_nobody_recorded_or_cannot_be_compared_decides_nothing() {
    let missing = "metric = \"other\"\narm = \"a\"\nstatistic = \"rate\"\nop = \"<=\"\nvalue = 1.0";
    assert_eq!(outcome_of(missing, &[1.0; 30], &[]), Outcome::NotObserved);
    let ratio = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"log_ratio\"\nstatistic = \"median\"\nop = \"<\"\nvalue = 0.0";
    assert_eq!(outcome_of(ratio, &[1.0; 30], &[2.0; 30]), Outcome::Supported);
    assert_eq!(outcome_of(ratio, &[0.0; 30], &[0.0; 30]), Outcome::Undecided);
}

#[test]
fn a_bootstrap_of_few_values_decides_nothing() {
    let mean = "metric = \"m\"\narm = \"a\"\nstatistic = \"mean\"\nop = \">\"\nvalue = 0.0";
    assert_eq!(outcome_of(mean, &[1.0; 19], &[]), Outcome::Undecided);
    assert_eq!(outcome_of(mean, &[1.0; 20], &[]), Outcome::Supported);
}

#[test]
fn a_prediction_is_what_a_value_must_be_near_to() {
    let near = |value: f64| {
        format!(
            "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"within\"\nvalue = 0.01\n\
             predicted = {{ formula = \"1 / sqrt(2 pi)\", value = {value} }}"
        )
    };
    assert_eq!(outcome_of(&near(0.3989), &[0.395], &[]), Outcome::Supported);
    assert_eq!(outcome_of(&near(0.3989), &[0.375], &[]), Outcome::Refuted);
    assert_eq!(outcome_of(&near(-0.3989), &[0.395], &[]), Outcome::Refuted);
    let rate = near(0.5).replace("max", "rate").replace("0.01", "0.1");
    let of = |ones: usize, n: usize| {
        let values: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < ones))).collect();
        outcome_of(&rate, &values, &[])
    };
    assert_eq!(of(520, 1000), Outcome::Supported);
    assert_eq!(of(52, 100), Outcome::Undecided);
    assert_eq!([of(700, 1000), of(300, 1000)], [Outcome::Refuted; 2]);
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
        judge("e", &[claim(&text)], &[cell("a"), cell("b")], &all)[0].clone()
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
        judge("e", &[claim(tie)], &[cell("a")], &trials(0, &values))[0].clone()
    };
    let of = |ones, n| (found(ones, n).p.unwrap_or(f64::NAN), found(ones, n).outcome);
    let (p, outcome) = of(50, 100);
    assert!((p - 0.0541).abs() < 1e-3 && outcome == Outcome::Undecided, "{p} {outcome}");
    assert_eq!(of(500, 1000).1, Outcome::Supported);
    assert_eq!(of(900, 1000).1, Outcome::Refuted);
    assert_eq!(of(100, 1000).1, Outcome::Refuted);
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
    assert_eq!(outcome_of(&near("1.0", "1"), &[1.0000004; 32], &[]), Outcome::Refuted);
    let whole = [1_234_567.0; 32];
    assert_eq!(
        outcome_of(&criterion("median", "<=", 1_234_568.0), &whole, &[]),
        Outcome::Supported
    );
    assert_eq!(outcome_of(&criterion("mean", ">=", 1_234_568.0), &whole, &[]), Outcome::Refuted);
    let same = near("0.6931471805", "ln 2").replace("1e-9", "1e-8");
    assert_eq!(outcome_of(&same, &[0.6931471805; 32], &[]), Outcome::Supported);
    // A rate that is just above a third, which is 0.333333 in six digits.
    let third = criterion("rate", ">", 1.0 / 3.0);
    let values: Vec<f64> = (0..300).map(|i| f64::from(u8::from(i < 101))).collect();
    let found = judge("e", &[claim(&third)], &[cell("a")], &trials(0, &values));
    assert_eq!(found[0].value, 101.0 / 300.0);
}

/// Without the NaN, each of these is supported.
#[test]
fn a_nan_among_the_values_decides_nothing() {
    let values: Vec<f64> = (0..26).map(|i| 0.73 + 0.0001 * f64::from(i)).collect();
    let with_nan = [&values[..], &[f64::NAN]].concat();
    for statistic in ["median", "mean", "interquartile_mean", "min", "max"] {
        let above = criterion(statistic, ">=", 0.72);
        assert_eq!(outcome_of(&above, &values, &[]), Outcome::Supported, "{statistic}");
        assert_eq!(outcome_of(&above, &with_nan, &[]), Outcome::Undecided, "{statistic}");
        let contrast = above.replace("arm = \"a\"", "contrast = [\"a\", \"b\"]");
        assert_eq!(outcome_of(&contrast, &values, &[0.0; 27]), Outcome::Supported, "{statistic}");
        assert_eq!(outcome_of(&contrast, &with_nan, &[0.0; 27]), Outcome::Undecided);
    }
    let solved = criterion("rate", ">=", 0.5);
    let with_nan = [&[1.0; 40][..], &[f64::NAN]].concat();
    assert_eq!(outcome_of(&solved, &[1.0; 40], &[]), Outcome::Supported);
    assert_eq!(outcome_of(&solved, &with_nan, &[]), Outcome::Undecided);
    // Its p-value does not make its neighbours doubtful more than one of them does.
    let found = judge("e", &[claim(&solved)], &[cell("a")], &trials(0, &with_nan));
    assert_eq!(found[0].p, Some(1.0));
}

#[test]
fn a_ratio_outside_its_domain_decides_nothing() {
    let ratio = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\ncomparison = \"log_ratio\"\nstatistic = \"median\"\nop = \">\"\nvalue = 0.0";
    assert_eq!(outcome_of(ratio, &[2.0; 30], &[1.0; 30]), Outcome::Supported);
    for (x, y) in [(-2.0, -1.0), (1.0, 0.0), (0.0, 1.0), (f64::INFINITY, 1.0)] {
        assert_eq!(outcome_of(ratio, &[x; 30], &[y; 30]), Outcome::Undecided, "{x} / {y}");
    }
}

/// A contrast that claims an effect of 0.1 has three sides; one that allows a margin has two.
#[test]
fn an_effect_can_be_negligible_or_reversed() {
    let contrast = |op: &str, value: f64| {
        criterion("median", op, value).replace("arm = \"a\"", "contrast = [\"a\", \"b\"]")
    };
    let around = |centre: f64| -> Vec<f64> {
        (0..40).map(|i| centre + 0.01 * (f64::from(i % 5) - 2.0)).collect()
    };
    let of = |op: &str, value: f64, centre: f64| {
        outcome_of(&contrast(op, value), &around(centre), &[0.0; 40])
    };
    for (centre, wanted) in [
        (-0.3, Outcome::Supported),
        (-0.1, Outcome::Undecided),
        (0.0, Outcome::Negligible),
        // All of it excludes what is claimed; whether it is reversed is open.
        (0.1, Outcome::Refuted),
        (0.3, Outcome::Reversed),
    ] {
        assert_eq!(of("<=", -0.1, centre), wanted, "{centre}");
        assert_eq!(of(">=", 0.1, -centre), wanted, "{centre}");
    }
    // No worse by 0.1: so much better is fine, and so much worse is refuted.
    assert_eq!(of("<=", 0.1, -0.3), Outcome::Supported);
    assert_eq!(of("<=", 0.1, 0.05), Outcome::Supported);
    assert_eq!(of("<=", 0.1, 0.3), Outcome::Refuted);
    // From -0.15 to 0.15 with certainty, and neither inside nor beyond the effect.
    let wide: Vec<f64> = (0..40).map(|i| if i % 2 == 0 { -0.15 } else { 0.15 }).collect();
    assert_eq!(outcome_of(&contrast("<=", -0.1), &wide, &[0.0; 40]), Outcome::Undecided);
}

/// 32 pairs; in each of the first `neither` both runs stopped at the budget.
#[test]
fn a_pair_in_which_neither_run_arrived_says_nothing() {
    let contrast = "metric = \"epochs\"\nreached = \"reached\"\ncontrast = [\"a\", \"b\"]\n\
                    comparison = \"log_ratio\"\nstatistic = \"median\"\nop = \"<=\"\nvalue = -0.1";
    let of = |neither: u64| {
        let trial = |cell: usize, seed: u64, epochs: f64, reached: f64| Trial {
            cell,
            learning_rate: None,
            seed,
            metrics: Metrics::from([("epochs", epochs), ("reached", reached)]),
        };
        let pair = |seed: u64| {
            let arrived = if seed < neither { (100.0, 0.0) } else { (20.0, 1.0) };
            [trial(0, seed, arrived.0, arrived.1), trial(1, seed, 100.0, 0.0)]
        };
        let all: Vec<Trial> = (0..32).flat_map(pair).collect();
        judge("e", &[claim(contrast)], &[cell("a"), cell("b")], &all)[0].clone()
    };
    let some = of(10);
    assert_eq!((some.n, some.unobserved, some.outcome), (22, 10, Outcome::Supported));
    // As level, the pairs without a winner would have brought the median to 0 from 16 on.
    let most = of(24);
    assert_eq!((most.n, most.unobserved, most.outcome), (8, 24, Outcome::NotObserved));
    assert_eq!(most.p, Some(1.0), "what was not observed stays in Holm's family");
    assert_eq!(of(11).outcome, Outcome::NotObserved);
}

/// Two rates that tuning might have chosen: what lies between them is uncertain, too.
#[test]
fn an_interval_covers_every_rate_that_might_have_been_chosen() {
    let cells = [cell("a"), cell("b")];
    let at = |rate: f64, value: f64| {
        let trial = move |seed: u64| Trial {
            cell: 0,
            learning_rate: Some(rate),
            seed,
            metrics: Metrics::from([("m", value + 0.001 * seed as f64)]),
        };
        (0..32).map(trial)
    };
    let mut all: Vec<Trial> = at(0.1, -1.0).chain(at(0.2, 1.0)).collect();
    all.extend(trials(1, &[0.0; 32]));
    let judged = |shares: [f64; 2]| {
        let choice = |(learning_rate, share)| Choice {
            cell: 0,
            learning_rate,
            value: 0.0,
            n: 16,
            share,
            chosen: learning_rate == 0.1,
        };
        let choices: Vec<Choice> = [0.1, 0.2].into_iter().zip(shares).map(choice).collect();
        let criterion = "metric = \"m\"\ncontrast = [\"a\", \"b\"]\nstatistic = \"median\"\n\
                         op = \"<=\"\nvalue = 0.0";
        let resampling = Resampling::default();
        let (experiment, cells, trials) = ("e", &cells[..], &all[..]);
        let observed = Observed { experiment, cells, trials, choices: &choices, resampling };
        finding::judge(&[claim(criterion)], &observed)[0].clone()
    };
    let certain = judged([1.0, 0.0]);
    assert_eq!(certain.outcome, Outcome::Supported);
    assert!(certain.interval.expect("one").1 < -0.9);
    let doubtful = judged([0.7, 0.3]);
    assert_eq!((doubtful.outcome, doubtful.n), (Outcome::Undecided, 32));
    let (low, high) = doubtful.interval.expect("one");
    assert!(low < -0.9 && high > 0.9 && doubtful.value < -0.9, "{low} {high}");
    // A rate that is chosen in one of a hundred leaves the interval on one side.
    assert_eq!(judged([0.99, 0.01]).outcome, Outcome::Supported);
}

#[test]
fn an_arm_that_often_misses_its_goal_is_named() {
    let reached = |cell: usize, failed: u64| {
        (0..32).map(move |seed| Trial {
            cell,
            learning_rate: None,
            seed,
            metrics: Metrics::from([
                ("m", 1.0 + cell as f64),
                ("reached", f64::from(u8::from(seed >= failed))),
            ]),
        })
    };
    let criterion = "metric = \"m\"\nreached = \"reached\"\ncontrast = [\"a\", \"b\"]\n\
                     statistic = \"median\"\nop = \"<=\"\nvalue = -0.5";
    let cells = [cell("a"), cell("b")];
    let failing = |a, b| {
        let all: Vec<Trial> = reached(0, a).chain(reached(1, b)).collect();
        judge("e", &[claim(criterion)], &cells, &all)[0].failing.clone()
    };
    // 1 of 32 is 0.03, 2 are 0.06.
    assert_eq!(failing(0, 1), []);
    assert_eq!(failing(2, 1), [("a".to_owned(), 0.0625)]);
}

/// A place that no seed was registered for is not one that was not observed.
#[test]
fn a_place_without_trials_is_not_judged_unless_all_are_so() {
    let elsewhere = |arm: &str| Cell { levels: vec![("width".to_owned(), 3)], ..cell(arm) };
    let cells = [cell("a"), elsewhere("a")];
    let mean = "metric = \"m\"\narm = \"a\"\nstatistic = \"max\"\nop = \"<=\"\nvalue = 1.0";
    let judged = |trials: &[Trial]| judge("e", &[claim(mean)], &cells, trials);
    let some = judged(&trials(0, &[0.5]));
    assert_eq!(some.iter().map(|f| f.outcome).collect::<Vec<_>>(), [Outcome::Supported]);
    let none = judged(&[]);
    assert!(none.len() == 2 && none.iter().all(|f| f.outcome == Outcome::NotObserved));
}
