//! FANN, the C library, in batch mode. It has the squared error alone, of which it is checked.

#![allow(unsafe_code, reason = "a C library")]

use std::ffi::{CString, c_char, c_float, c_int, c_uint, c_void};
use std::path::Path;

use anyhow::{Result, ensure};
use mlp::{Activation, Architecture, Cost, Network, Optimizer, Output, Simd, Trainer};

use crate::peer::{Given, Peer};
use crate::workload::Workload;

#[repr(C)]
struct Connection {
    from: c_uint,
    to: c_uint,
    weight: c_float,
}

#[link(name = "floatfann")]
unsafe extern "C" {
    fn fann_create_standard_array(layers: c_uint, sizes: *const c_uint) -> *mut c_void;
    fn fann_set_activation_function_hidden(network: *mut c_void, function: c_int);
    fn fann_set_activation_function_output(network: *mut c_void, function: c_int);
    fn fann_set_activation_steepness_hidden(network: *mut c_void, steepness: c_float);
    fn fann_set_activation_steepness_output(network: *mut c_void, steepness: c_float);
    fn fann_set_training_algorithm(network: *mut c_void, algorithm: c_int);
    fn fann_set_train_error_function(network: *mut c_void, function: c_int);
    fn fann_set_learning_rate(network: *mut c_void, rate: c_float);
    fn fann_set_weight_array(network: *mut c_void, connections: *mut Connection, count: c_uint);
    fn fann_read_train_from_file(path: *const c_char) -> *mut c_void;
    fn fann_train_epoch(network: *mut c_void, data: *mut c_void) -> c_float;
    fn fann_run(network: *mut c_void, input: *const c_float) -> *mut c_float;
}

// From fann_data.h, in the order of its enumerations.
const TRAIN_BATCH: c_int = 1;
const ERROR_LINEAR: c_int = 0;
const SIGMOID: c_int = 3;
const SIGMOID_SYMMETRIC: c_int = 5;
/// What comes nearest to ReLU, which FANN lacks: from 0 to 1, with a slope of 1 everywhere.
const LINEAR_PIECE: c_int = 12;

/// One network in FANN.
pub fn peer(workload: &'static Workload, given: &Given, folder: &Path) -> Result<Peer<'static>> {
    let sizes: Vec<c_uint> = workload.sizes.iter().map(|&size| size as c_uint).collect();
    let (input, target) = (given.data.input.as_slice(), given.data.target.as_slice());
    let (inputs, outputs) = (sizes[0], sizes[sizes.len() - 1]);
    let tanh = workload.activation == Activation::Tanh {};
    let mut connections = Vec::new();
    let (mut before, mut after) = (0, inputs + 1);
    for ([units, fan_in], weights, biases) in &given.layers {
        for unit in 0..*units {
            for i in 0..*fan_in {
                let weight = weights[unit * fan_in + i];
                let (from, to) = (before + i as c_uint, after + unit as c_uint);
                connections.push(Connection { from, to, weight });
            }
            let (from, to) = (before + *fan_in as c_uint, after + unit as c_uint);
            connections.push(Connection { from, to, weight: biases[unit] });
        }
        (before, after) = (after, after + *units as c_uint + 1);
    }
    let path = write_examples(workload, given, folder)?;
    // SAFETY: sizes, arrays and counts are as fann.h asks; the two pointers are checked and live
    // until the process ends.
    let (network, data) = unsafe {
        let network = fann_create_standard_array(sizes.len() as c_uint, sizes.as_ptr());
        ensure!(!network.is_null(), "FANN has no memory");
        let hidden = if tanh { SIGMOID_SYMMETRIC } else { LINEAR_PIECE };
        fann_set_activation_function_hidden(network, hidden);
        fann_set_activation_function_output(network, SIGMOID);
        fann_set_activation_steepness_hidden(network, 1.0);
        fann_set_activation_steepness_output(network, 0.5);
        fann_set_training_algorithm(network, TRAIN_BATCH);
        fann_set_train_error_function(network, ERROR_LINEAR);
        fann_set_learning_rate(network, workload.learning_rate() as c_float);
        fann_set_weight_array(network, connections.as_mut_ptr(), connections.len() as c_uint);
        let data = fann_read_train_from_file(path.as_ptr());
        ensure!(!data.is_null(), "FANN cannot read its data");
        (network, data)
    };
    // SAFETY: both pointers are FANN's own, from above.
    let epochs = move |steps: usize| unsafe {
        for _ in 0..steps {
            fann_train_epoch(network, data);
        }
    };
    epochs(workload.checked_steps());
    let mut loss = 0.0;
    for (x, t) in input.chunks(inputs as usize).zip(target.chunks(outputs as usize)) {
        // SAFETY: `x` has as many numbers as the network has inputs; the result as many as outputs.
        let y = unsafe { std::slice::from_raw_parts(fann_run(network, x.as_ptr()), t.len()) };
        loss += y.iter().zip(t).map(|(y, t)| f64::from(0.5 * (y - t) * (y - t))).sum::<f64>();
    }
    let steps = match workload.name.as_str() {
        "mnist" => 1,
        "digits" => 20,
        _ => 5000,
    };
    Ok(Peer {
        version: "2.2.0".to_owned(),
        losses: vec![loss],
        reference: Some(vec![squared_error(workload, given)?]),
        losses_in_double: None,
        steps,
        work: Box::new(move || {
            epochs(steps);
            Ok(())
        }),
    })
}

/// The batch in FANN's own format.
fn write_examples(workload: &Workload, given: &Given, folder: &Path) -> Result<CString> {
    let (input, target) = (&given.data.input, &given.data.target);
    let mut text = format!("{} {} {}\n", input.rows(), input.columns(), target.columns());
    let line = |row: &[f32]| row.iter().map(f32::to_string).collect::<Vec<_>>().join(" ") + "\n";
    for i in 0..input.rows() {
        text += &line(input.row(i));
        text += &line(target.row(i));
    }
    let path = folder.join(&workload.name).with_extension("fann");
    std::fs::write(&path, text)?;
    Ok(CString::new(path.to_string_lossy().as_bytes())?)
}

/// What FANN's cost should be: ours, at its rate, which FANN divides by the number of examples.
fn squared_error(workload: &Workload, given: &Given) -> Result<f64> {
    let mut network: Network<f32> = Network::new(Architecture {
        sizes: workload.sizes.clone(),
        activation: workload.activation,
        output: Output::Sigmoid,
        cost: Cost::HalfSquaredError,
    })?;
    network.parameters = workload.network::<f32>()?.parameters;
    let simd = Simd::from_environment()?;
    let mut trainer = Trainer::new(network, Optimizer::GradientDescent, workload.batch, simd);
    let rate = (workload.learning_rate() / workload.batch as f64) as f32;
    for _ in 0..workload.checked_steps() {
        let (input, target) = (given.data.input.as_slice(), given.data.target.as_slice());
        trainer.step(input, target, rate, f64::NEG_INFINITY);
    }
    Ok(f64::from(trainer.loss(&given.data)))
}
