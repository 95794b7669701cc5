//! Tuning: rates are halved until few have all pilot seeds, a grid grows at its ends, and how
//! certain a choice is is known.

use claims::Trial;
use claims::claim::Tuning;
use claims::tuning::{Choice, Next, choices, most_pilots, next, rounds};
use mlp::Random;

fn tuning(rates: &str, statistic: &str, goal: &str) -> Tuning {
    let text = format!(
        "learning_rates = {rates}\nmetric = \"m\"\nstatistic = \"{statistic}\"\ngoal = \"{goal}\"\n"
    );
    toml::from_str(&text).expect("tuning")
}

fn trial(rate: f64, seed: u64, value: f64) -> Trial {
    Trial { cell: 0, learning_rate: Some(rate), seed, metrics: vec![("m", value)] }
}

/// Tunes to the end; `value` is what a pilot records.
fn tuned(
    tuning: &Tuning,
    seeds: (u64, usize),
    value: impl Fn(f64, u64) -> f64,
) -> (Vec<Trial>, Vec<f64>) {
    let mut pilots: Vec<Trial> = Vec::new();
    loop {
        match next(tuning, seeds, &pilots.iter().collect::<Vec<_>>()) {
            Next::Finished(finalists) => return (pilots, finalists),
            Next::Run(missing) => {
                for (rate, seeds) in missing {
                    pilots.extend(seeds.map(|seed| trial(rate, seed, value(rate, seed))));
                }
            }
        }
    }
}

fn chosen(tuning: &Tuning, pilots: &[Trial]) -> Vec<Choice> {
    let seeds = pilots.iter().map(|trial| trial.seed + 1).max().expect("pilots") as usize;
    choices(tuning, (0, seeds), &pilots.iter().collect::<Vec<_>>(), &mut Random::from_number(1))
}

fn best(choices: &[Choice]) -> f64 {
    choices.iter().find(|choice| choice.chosen).expect("one").learning_rate
}

#[test]
fn rounds_double_up_to_all_pilot_seeds() {
    let of = |seeds| rounds(seeds).collect::<Vec<usize>>();
    assert_eq!(of(16), [2, 4, 8, 16]);
    assert_eq!(of(1), [1]);
    assert_eq!(of(3), [1, 2, 3]);
    assert_eq!(of(64), [8, 16, 32, 64]);
}

#[test]
fn the_better_half_goes_on_and_the_best_three_have_all_seeds() {
    let rule = tuning("{ from = 0.01, to = 10 }", "mean", "minimize");
    // 20 rates, the best of them 0.32, and seeds that do not change their order.
    let value = |rate: f64, seed| (libm::log2(rate / 0.32)).abs() + 0.001 * seed as f64;
    let (pilots, finalists) = tuned(&rule, (0, 16), value);
    assert_eq!(finalists[0], 0.32);
    assert_eq!(finalists.len(), 3);
    let count = |rate| pilots.iter().filter(|trial| trial.learning_rate == Some(rate)).count();
    assert_eq!([0.01, 0.08, 0.16, 0.32, 1.28].map(count), [2, 4, 8, 16, 4]);
    assert_eq!(pilots.len(), most_pilots(&rule, 16));
    assert_eq!(pilots.len(), 20 * 2 + 10 * 2 + 5 * 4 + 3 * 8);
    // The same where a run is resumed from any prefix of what it has.
    let half: Vec<&Trial> = pilots[..50].iter().collect();
    assert!(matches!(next(&rule, (0, 16), &half), Next::Run(_)));
}

#[test]
fn an_arm_tuned_apart_has_seeds_of_its_own() {
    let rule = tuning("[0.1, 1.0]", "mean", "minimize");
    let (pilots, _) = tuned(&rule, (16, 16), |rate, _| rate);
    let seeds: Vec<u64> = pilots.iter().map(|trial| trial.seed).collect();
    assert_eq!((seeds.iter().min(), seeds.iter().max()), (Some(&16), Some(&31)));
}

#[test]
fn a_grid_grows_where_its_best_rate_is_an_end() {
    let rule = tuning("{ from = 0.01, to = 0.08 }", "mean", "minimize");
    let best_at = |best: f64| {
        let (pilots, finalists) = tuned(&rule, (0, 4), |rate, _| libm::log2(rate / best).abs());
        let mut rates: Vec<f64> = pilots.iter().filter_map(|trial| trial.learning_rate).collect();
        rates.sort_by(f64::total_cmp);
        (finalists[0], rates[0], rates[rates.len() - 1])
    };
    assert_eq!(best_at(0.02), (0.02, 0.01, 0.08));
    assert_eq!(best_at(0.16), (0.16, 0.01, 0.32));
    assert_eq!(best_at(0.005), (0.005, 0.0025, 0.08));
    // It grows three times at most: what never gets better has no best rate.
    assert_eq!(best_at(1e6), (5.12, 0.01, 5.12));
    // A list does not grow.
    let list = tuning("[0.01, 0.02, 0.04]", "mean", "minimize");
    assert_eq!(tuned(&list, (0, 4), |rate, _| -rate).1[0], 0.04);
}

#[test]
fn how_often_a_rate_is_chosen_is_seen_by_drawing_the_seeds_again() {
    let rule = tuning("[0.1, 0.2, 0.4]", "mean", "minimize");
    // 0.1 is better by 0.1 on every seed: always chosen.
    let (pilots, _) = tuned(&rule, (0, 16), |rate, seed| rate + seed as f64);
    let shares: Vec<f64> = chosen(&rule, &pilots).iter().map(|choice| choice.share).collect();
    assert_eq!(shares, [1.0, 0.0, 0.0]);
    // Two rates of which either is better on half of the seeds, 0.1 a little more so; the mean of
    // their differences is -0.05, with a standard error of 0.25: P(Z < 0.2) = 0.58.
    let (pilots, _) = tuned(&rule, (0, 16), |rate, seed| match rate {
        0.1 => 0.0,
        0.2 if seed % 2 == 0 => 1.05,
        0.2 => -0.95,
        _ => 9.0,
    });
    let shares: Vec<f64> = chosen(&rule, &pilots).iter().map(|choice| choice.share).collect();
    assert!((shares[0] - 0.58).abs() < 0.08, "{shares:?}");
    assert!((shares[0] + shares[1] - 1.0).abs() < 1e-12 && shares[2] == 0.0);
}

#[test]
fn the_smaller_of_equal_rates_is_chosen_and_a_nan_is_worse_than_any_number() {
    let both = ["minimize", "maximize"];
    for (statistic, goal) in ["median", "mean", "interquartile_mean", "max", "rate"]
        .iter()
        .flat_map(|s| both.map(|g| (s, g)))
    {
        let rule = tuning("[0.1, 1.0]", statistic, goal);
        let (level, _) = tuned(&rule, (0, 5), |_, seed| seed as f64);
        assert_eq!(best(&chosen(&rule, &level)), 0.1, "{statistic} {goal}");
        let nan = |rate, seed| if rate == 0.1 && seed == 4 { f64::NAN } else { 0.6 };
        let (pilots, _) = tuned(&rule, (0, 5), nan);
        assert_eq!(best(&chosen(&rule, &pilots)), 1.0, "{statistic} {goal}");
    }
    let most = tuning("[0.1, 1.0]", "mean", "maximize");
    assert_eq!(best(&chosen(&most, &tuned(&most, (0, 1), |rate, _| rate).0)), 1.0);
    // 1234567 and 1234566 are 1.23457e6 in six digits.
    let least = tuning("[0.1, 1.0]", "median", "minimize");
    let value = |rate, _| if rate == 0.1 { 1_234_567.0 } else { 1_234_566.0 };
    assert_eq!(best(&chosen(&least, &tuned(&least, (0, 1), value).0)), 1.0);
}
