//! Configuration as it stands in a file: names, constants, and what is refused.

mod common;

use mlp::{Activation, Architecture, ArchitectureError, Cost, Network, Optimizer, Output};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arm {
    activation: Activation,
}

fn parse(activation: &str) -> Result<Activation, String> {
    toml::from_str::<Arm>(&format!("activation = {activation}"))
        .map(|arm| arm.activation)
        .map_err(|error| error.to_string())
}

fn optimizer(text: &str) -> Result<Optimizer, String> {
    #[derive(Deserialize)]
    struct Training {
        optimizer: Optimizer,
    }
    toml::from_str::<Training>(&format!("optimizer = {text}"))
        .map(|training| training.optimizer)
        .map_err(|error| error.to_string())
}

#[test]
fn numbers_are_held_to_their_bounds() {
    let momentum = |m: &str| optimizer(&format!("{{ momentum = {{ momentum = {m} }} }}"));
    assert_eq!(momentum("0.0"), Ok(Optimizer::Momentum { momentum: 0.0 }));
    assert_eq!(momentum("0.5"), Ok(Optimizer::Momentum { momentum: 0.5 }));
    for beyond in ["1.0", "1.5", "-0.1", "nan", "inf"] {
        let error = momentum(beyond).expect_err(beyond);
        assert!(error.contains("a number from 0 to 1, 1 excluded"), "{error}");
    }
    let epsilon = |e: &str| optimizer(&format!("{{ adam = {{ epsilon = {e} }} }}"));
    assert!(epsilon("0.5").is_ok());
    for beyond in ["0.0", "-1.0", "inf", "nan"] {
        assert!(epsilon(beyond).expect_err(beyond).contains("a finite number above 0"));
    }
    let pieces = |n: &str| parse(&format!("{{ maxout = {{ pieces = {n} }} }}"));
    assert!(pieces("1").is_ok());
    assert!(pieces("-1").expect_err("below 0").contains("a whole number above 0"));
}

#[test]
fn a_name_takes_the_usual_constants_and_a_table_sets_them() {
    assert_eq!(parse("\"relu\""), Ok(Activation::Relu { at_zero: 0.0 }));
    assert_eq!(parse("\"leaky_relu\""), Ok(Activation::LeakyRelu { slope: 0.01 }));
    assert_eq!(parse("\"prelu\""), Ok(Activation::Prelu { initial: 0.25, per_unit: false }));
    assert_eq!(parse("\"elu\""), Ok(Activation::Elu { alpha: 1.0 }));
    assert_eq!(parse("\"clamp\""), Ok(Activation::Clamp { low: 0.0, high: 1.0 }));
    let maxout = Activation::Maxout { pieces: 2, form: mlp::MaxoutForm::Pointwise };
    assert_eq!(parse("\"maxout\""), Ok(maxout));
    let adam = Optimizer::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    assert_eq!(optimizer("{ adam = {} }"), Ok(adam));
    assert_eq!(parse("{ leaky_relu = { slope = 0.2 } }"), Ok(Activation::LeakyRelu { slope: 0.2 }));
    for activation in Activation::ALL {
        let written = toml::Value::try_from(activation).expect("serialises").to_string();
        assert_eq!(parse(&written), Ok(activation), "{written}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, wanted) in [
        ("\"rellu\"", "rellu"),
        ("{ leaky_relu = { slope = nan } }", "finite"),
        ("{ leaky_relu = { slop = 0.1 } }", "slop"),
        ("{ elu = { alpha = -1.0 } }", "above 0"),
        ("{ maxout = { pieces = 0 } }", "above 0"),
    ] {
        let error = parse(text).expect_err(text);
        assert!(error.contains(wanted) && error.contains("line 1"), "{text}: {error}");
    }
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let good = Architecture {
        sizes: vec![2, 4, 1],
        activation: Activation::Tanh {},
        output: Output::Linear,
        cost: Cost::HalfSquaredError,
    };
    let error = |change: fn(&mut Architecture)| {
        let mut changed = good.clone();
        change(&mut changed);
        Network::<f32>::new(changed).expect_err("refused").to_string()
    };
    assert!(Network::<f32>::new(good.clone()).is_ok());
    assert!(error(|a| a.sizes = vec![2]).contains("an input and an output"));
    assert!(error(|a| a.sizes[1] = 0).contains("width 0"));
    assert!(error(|a| a.sizes[1] = usize::MAX).contains("use narrower layers"));
    assert!(error(|a| a.sizes = vec![100_000, 100_000, 1]).contains("use narrower layers"));
    assert!(error(|a| a.cost = Cost::CategoricalCrossEntropy).contains("use Softmax"));
    assert!(
        error(|a| {
            a.sizes = vec![2, 3, 1];
            a.activation = Activation::Maxout { pieces: 2, form: mlp::MaxoutForm::Grouped };
        })
        .contains("does not divide")
    );
    // 2^28 parameters are the most: (2^14 - 1) 2^14 weights and 2^14 biases.
    let largest = Architecture { sizes: vec![(1 << 14) - 1, 1 << 14], ..good.clone() };
    assert_eq!((largest.parameters(), largest.check()), (Some(1 << 28), Ok(())));
    assert!(error(|a| a.sizes = vec![1 << 14, 1 << 14]).contains("use narrower layers"));
    let widest = Architecture { sizes: vec![1, 1 << 27], ..good.clone() };
    assert_eq!(widest.check(), Ok(()));
    assert!(error(|a| a.sizes = vec![(1 << 28) + 1, 1]).contains("use narrower layers"));
    assert!(error(|a| a.cost = Cost::BernoulliCrossEntropy).contains("use Sigmoid or Clamp"));
    assert_eq!(
        Architecture { sizes: vec![2, 0], ..good }.check(),
        Err(ArchitectureError::ZeroWidth(vec![2, 0], 1))
    );
}
