//! Bits written down once: a change here changes every result ever published.

mod common;

use common::{activations, data, network};
use mlp::{Cost, Network, Optimizer, Output, Plan, Random, Schedule, Simd, Stop, Trainer};

#[test]
fn random_streams_are_these() {
    let mut random = Random::from_number(42);
    let uniform: Vec<u64> = (0..3).map(|_| random.uniform().to_bits()).collect();
    let normal: Vec<u64> = (0..3).map(|_| random.normal().to_bits()).collect();
    let below: Vec<u32> = (0..8).map(|_| random.below(10)).collect();
    let mut order: Vec<u32> = (0..10).collect();
    random.shuffle(&mut order);
    assert_eq!(uniform, [4599945214697038826, 4598818307834226556, 4602561229542211364]);
    assert_eq!(normal, [4601570338979813502, 13823753359165281001, 13828484465434252564]);
    assert_eq!(below, [8, 1, 6, 5, 9, 1, 9, 1]);
    assert_eq!(order, [2, 7, 0, 4, 1, 6, 8, 3, 9, 5]);
}

/// FNV-1a over the bits of the parameters.
fn digest(network: &Network<f32>) -> u64 {
    let bytes = network.parameters.iter().flat_map(|p| p.to_bits().to_le_bytes());
    bytes.fold(0xcbf29ce484222325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100000001b3)
    })
}

#[test]
#[cfg_attr(miri, ignore = "minutes; the runs of `training` touch the same memory")]
fn trained_parameters_are_these() {
    let plan =
        Plan { schedule: Schedule::Constant, batch_size: Some(4), epochs: 20, stop: Stop::Never };
    let head = (Output::Softmax, Cost::CategoricalCrossEntropy);
    let found: Vec<u64> = activations()
        .into_iter()
        .map(|activation| {
            let start: Network<f32> = network(&[3, 8, 8, 3], activation, head, 7);
            let digests = Simd::available().into_iter().map(|simd| {
                let optimizer = Optimizer::Momentum { momentum: 0.9 };
                let mut trainer = Trainer::new(start.clone(), optimizer, 4, simd);
                trainer.fit(&data(30, 3, 3, 3), 0.05, &plan, &mut [Random::from_number(9)]);
                digest(&trainer.network)
            });
            let digests: Vec<u64> = digests.collect();
            assert!(digests.iter().all(|digest| *digest == digests[0]), "{activation:?}");
            digests[0]
        })
        .collect();
    assert_eq!(
        found,
        [
            15907663590401981749,
            3464049181721055827,
            1377542350763988701,
            1500448799821412161,
            13450471590357766508,
            3160893847169273947,
            1133264170362587206,
            11522538770754142329,
            1364784537512068608,
            17318295653288372624,
            9525372604724509610,
            10589198949615126182,
            8734211854338668812,
            10303930116721549940,
            17210985731528706052
        ]
    );
}
