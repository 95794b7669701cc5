//! Networks on disk.

mod common;

use common::{activations, heads, network};
use mlp::{Activation, Architecture, ArchitectureError, MaxoutForm, Network};

fn file(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("mlp-{}-{name}.safetensors", std::process::id()))
}

#[test]
fn a_network_comes_back_as_it_went() {
    for (i, activation) in activations().into_iter().enumerate() {
        let path = file(&format!("round-trip-{i}"));
        let saved: Network<f32> = network(&[3, 4, 2], activation, heads()[0], 1);
        saved.save(&path).expect("written");
        let loaded = Network::load(&path, saved.architecture.clone()).expect("read");
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(saved, loaded);
    }
}

#[test]
fn damage_and_misfits_are_named() {
    let path = file("damaged");
    let saved: Network<f32> = network(&[3, 4, 2], Activation::Tanh {}, heads()[0], 1);
    saved.save(&path).expect("written");

    let mut other = saved.architecture.clone();
    other.sizes[1] = 5;
    let error = Network::load(&path, other).expect_err("another width").to_string();
    assert!(error.contains("layers.0.weight is F32 [4, 3], wanted F32 [5, 3]"), "{error}");

    let mut other = saved.architecture.clone();
    other.activation = Activation::Prelu { initial: 0.25, per_unit: true };
    let error = Network::load(&path, other).expect_err("no slopes").to_string();
    assert!(error.contains("layers.0.slope is missing"), "{error}");

    let mut other = saved.architecture.clone();
    other.activation = Activation::Maxout { pieces: 2, form: MaxoutForm::Pointwise };
    assert!(Network::load(&path, other).is_err());

    let slopes: Network<f32> =
        network(&[3, 4, 2], Activation::Prelu { initial: 0.25, per_unit: true }, heads()[0], 1);
    slopes.save(&path).expect("written");
    let error = Network::load(&path, saved.architecture.clone()).expect_err("slopes").to_string();
    assert!(error.contains("layers.0.slope has no place"), "{error}");
    saved.save(&path).expect("written");

    let whole = std::fs::read(&path).expect("read");
    let read = Network::from_bytes(&whole, &path, saved.architecture.clone());
    assert_eq!(read.expect("the same bytes"), saved);
    // A header that says it is as long as memory is asks for none of it.
    let huge = [&u64::MAX.to_le_bytes()[..], &whole[8..]].concat();
    assert!(Network::from_bytes(&huge, &path, saved.architecture.clone()).is_err());
    std::fs::write(&path, &whole[..whole.len() - 1]).expect("cut");
    let error = Network::load(&path, saved.architecture.clone()).expect_err("cut").to_string();
    assert!(error.contains("not a whole safetensors file"), "{error}");
    std::fs::remove_file(&path).expect("removed");
    let error = Network::load(&path, saved.architecture).expect_err("gone").to_string();
    assert!(error.contains("damaged.safetensors"), "{error}");
}

#[test]
fn a_width_beyond_any_number_is_an_error() {
    let saved: Network<f32> = network(&[3, 4, 2], Activation::Tanh {}, heads()[0], 1);
    let sizes = vec![usize::MAX, 1];
    let huge = Architecture { sizes: sizes.clone(), ..saved.architecture };
    assert_eq!(huge.parameters(), None);
    assert_eq!(huge.check(), Err(ArchitectureError::TooLarge(sizes)));
}
