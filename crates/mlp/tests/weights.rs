//! Networks on disk.

mod common;

use common::{activations, heads, network};
use mlp::{Activation, Architecture, ArchitectureError, MaxoutForm, Names, Network};

fn file(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("mlp-{}-{name}.safetensors", std::process::id()))
}

#[test]
fn a_network_comes_back_as_it_went() {
    // Two of them under Miri, which takes seconds for each.
    for (i, activation) in
        activations().into_iter().enumerate().step_by(if cfg!(miri) { 9 } else { 1 })
    {
        let path = file(&format!("round-trip-{i}"));
        let saved: Network<f32> = network(&[3, 4, 2], activation, heads()[0], 1);
        for names in [Names::Layers, Names::Sequential] {
            saved.save(&path, names).expect("written");
            let loaded = Network::load(&path, saved.architecture.clone()).expect("read");
            let opened = Network::open(&path).expect("read with its architecture");
            std::fs::remove_file(&path).expect("removed");
            assert_eq!((&saved, &saved), (&loaded, &opened));
        }
    }
}

/// What was trained in double precision is written so, to the last bit.
#[test]
fn doubles_are_written_as_doubles() {
    use safetensors::tensor::{Dtype, SafeTensors};
    let path = file("doubles");
    let saved: Network<f64> = network(&[3, 2, 1], Activation::Tanh {}, heads()[0], 1);
    saved.save(&path, Names::Sequential).expect("written");
    let bytes = std::fs::read(&path).expect("read");
    std::fs::remove_file(&path).expect("removed");
    let tensors = SafeTensors::deserialize(&bytes).expect("a whole file");
    let bias = tensors.tensor("0.bias").expect("there");
    assert_eq!(bias.dtype(), Dtype::F64);
    let wanted: Vec<u8> = saved.parameters[saved.layers[0].biases.clone()]
        .iter()
        .flat_map(|x| x.to_le_bytes())
        .collect();
    assert_eq!(bias.data(), wanted);
}

/// A header that names a tensor twice: readers differ in which one they take.
#[test]
fn two_tensors_of_one_name_are_refused() {
    let tensor = |shape: &str| {
        format!("\"0.weight\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":[0,8]}}")
    };
    let bias = "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}";
    let header = format!("{{{},{},{bias}}}", tensor("[2,1]"), tensor("[1,2]"));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend([0; 12]);
    let path = std::path::Path::new("twice.safetensors");
    let error = Network::from_bytes(&bytes, path, Architecture::regression(&[2, 1]));
    let error = error.expect_err("which one?").to_string();
    assert!(error.contains("two tensors are called 0.weight"), "{error}");
}

/// A file of one linear layer, 2 to 1, as PyTorch writes it in other precisions.
#[test]
fn tensors_of_every_precision_are_read() {
    use safetensors::tensor::{Dtype, TensorView};
    let path = file("precisions");
    let numbers: [(Dtype, Vec<u8>); 4] = [
        (Dtype::F16, [0x3c00_u16, 0xc248].iter().flat_map(|x| x.to_le_bytes()).collect()),
        (Dtype::BF16, [0x3f80_u16, 0xc049].iter().flat_map(|x| x.to_le_bytes()).collect()),
        (Dtype::F32, [1.0_f32, -3.140625].iter().flat_map(|x| x.to_le_bytes()).collect()),
        (Dtype::F64, [1.0_f64, -3.140625].iter().flat_map(|x| x.to_le_bytes()).collect()),
    ];
    for (dtype, weight) in numbers {
        let bias = &weight[..weight.len() / 2];
        let tensor = |shape: &[usize], bytes| TensorView::new(dtype, shape.to_vec(), bytes);
        let tensors = [
            ("0.weight", tensor(&[1, 2], &weight).expect("2 numbers")),
            ("0.bias", tensor(&[1], bias).expect("1 number")),
        ];
        let bytes = safetensors::serialize(tensors, None).expect("a file");
        let architecture = Architecture::regression(&[2, 1]);
        let network = Network::from_bytes(&bytes, &path, architecture).expect("read");
        assert_eq!(network.parameters, [1.0, -3.140625, 1.0], "{dtype:?}");
        std::fs::write(&path, &bytes).expect("written");
        let error = Network::open(&path).expect_err("no metadata").to_string();
        assert!(error.contains("`architecture` is missing"), "{error}");
    }
    std::fs::remove_file(&path).expect("removed");
}

#[test]
fn no_room_is_made_for_what_a_file_only_claims_to_hold() {
    let architecture = Architecture::regression(&[10_000, 20_000, 1]);
    let said = [
        ("architecture".to_owned(), serde_json::to_string(&architecture).expect("JSON")),
        ("activations".to_owned(), r#"[{"tanh":{}}]"#.to_owned()),
    ];
    let none: [(&str, safetensors::tensor::TensorView<'_>); 0] = [];
    let bytes = safetensors::serialize(none, Some(said.into())).expect("a file");
    let error =
        Network::decode(&bytes, std::path::Path::new("small")).expect_err("refused").to_string();
    assert!(error.contains("[10000, 20000, 1] is more than the file holds"), "{error}");
}

#[test]
fn damage_and_misfits_are_named() {
    let path = file("damaged");
    let saved: Network<f32> = network(&[3, 4, 2], Activation::Tanh {}, heads()[0], 1);
    saved.save(&path, Names::Layers).expect("written");

    let mut other = saved.architecture.clone();
    other.sizes[1] = 5;
    let error = Network::load(&path, other).expect_err("another width").to_string();
    assert!(error.contains("layers.0.weight is F32 [4, 3], wanted numbers [5, 3]"), "{error}");

    let mut other = saved.architecture.clone();
    other.activation = Activation::Prelu { initial: 0.25, per_unit: true };
    let error = Network::load(&path, other).expect_err("no slopes").to_string();
    assert!(error.contains("layers.0.slope is missing"), "{error}");

    let mut other = saved.architecture.clone();
    other.activation = Activation::Maxout { pieces: 2, form: MaxoutForm::Pointwise };
    assert!(Network::load(&path, other).is_err());

    let slopes: Network<f32> =
        network(&[3, 4, 2], Activation::Prelu { initial: 0.25, per_unit: true }, heads()[0], 1);
    slopes.save(&path, Names::Layers).expect("written");
    let error = Network::load(&path, saved.architecture.clone()).expect_err("slopes").to_string();
    assert!(error.contains("layers.0.slope has no place"), "{error}");
    saved.save(&path, Names::Layers).expect("written");

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
