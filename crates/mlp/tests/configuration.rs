//! Configuration as it stands in a file: names, constants, and what is refused.

mod common;

use mlp::{Activation, Architecture, ArchitectureError, Cost, Network, Output};
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

#[test]
fn a_name_takes_the_usual_constants_and_a_table_sets_them() {
    assert_eq!(parse("\"relu\""), Ok(Activation::Relu { at_zero: 0.0 }));
    assert_eq!(parse("\"leaky_relu\""), Ok(Activation::LeakyRelu { slope: 0.01 }));
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
    assert_eq!(
        Architecture { sizes: vec![2, 0], ..good }.check(),
        Err(ArchitectureError::ZeroWidth(vec![2, 0], 1))
    );
}
