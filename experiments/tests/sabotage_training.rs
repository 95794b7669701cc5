//! Every claim about training, sabotaged in at least two ways: the criterion it hangs on is supported
//! as the experiment stands (made smaller), and no longer when arms are swapped, labels shuffled,
//! derivatives wrong or budgets too short.

mod common;

use std::collections::BTreeMap;

use claims::Verdict;
use common::verdict;

/// A claim's criterion in a small form of its experiment, and what ought to turn it.
struct Case {
    experiment: &'static str,
    id: &'static str,
    /// Part of its text.
    criterion: &'static str,
    /// What makes the experiment small.
    small: &'static [&'static str],
    /// Each a list of settings.
    sabotages: &'static [&'static [&'static str]],
}

/// One data set and depth, one rate or two, few seeds.
const SMALL_RACE: &[&str] = &[
    "factors.depth=[5]",
    "settings.width=16",
    "settings.tasks.digits.epochs=40",
    "settings.tasks.digits.goal=0.05",
    "settings.tasks.two_spirals.epochs=40",
    "trials.confirm_seeds=20",
    "trials.pilot_seeds=1",
];

const CASES: &[Case] = &[
    Case {
        experiment: "linear_collapse",
        id: "C07",
        criterion: "",
        small: &["settings.autoencoder_steps=1", "trials.more=[]"],
        sabotages: &[&["arms.linear_xor.activation=tanh"], &["arms.linear_xor.activation=relu"]],
    },
    Case {
        experiment: "capacity",
        id: "C72",
        criterion: "exponent(relu) >=",
        small: &["settings.most_examples=1024", "settings.epochs=100"],
        sabotages: &[&["arms.relu.activation=identity"], &["settings.epochs=2"]],
    },
    Case {
        experiment: "deep_elu",
        id: "P05",
        criterion: "ln(elu/relu) of loss_5",
        small: &["trials.data_sets=[\"digits\"]", "settings.width=32", "trials.confirm_seeds=20"],
        sabotages: &[&["arms.elu.activation=relu"], &["settings.learning_rate=1e-6"]],
    },
    Case {
        experiment: "probes",
        id: "C73",
        criterion: "rank_correlation_1",
        small: &["trials.confirm_seeds=20"],
        sabotages: &[&["settings.learning_rate=1e-6"], &["settings.learning_rate=10.0"]],
    },
    Case {
        experiment: "probes",
        id: "C74",
        criterion: "",
        small: &["trials.confirm_seeds=1"],
        sabotages: &[&["settings.learning_rate=1e-6"], &["settings.most_epochs=1"]],
    },
    Case {
        experiment: "zig_zag",
        id: "C79",
        criterion: "layer_sigmoid/layer_tanh",
        small: &["trials.confirm_seeds=20", "settings.most_iterations=20000"],
        sabotages: &[
            &["arms.layer_sigmoid.activation=tanh"],
            &["arms.layer_tanh.activation=sigmoid"],
        ],
    },
    Case {
        experiment: "xor_relu",
        id: "C15",
        criterion: "solved(relu)",
        small: &[
            "settings.steps=2000",
            "trials.confirm_seeds=400",
            "trials.more=[]",
            "tuning.learning_rates=[0.03]",
        ],
        sabotages: &[&["arms.relu.activation=identity"], &["settings.steps=20"]],
    },
    Case {
        experiment: "xor_atlas",
        id: "N13",
        criterion: "explained(relu)",
        small: &[
            "settings.networks=64",
            "settings.steps=100000",
            "factors.width=[2, 3, 4]",
            "factors.thousandths_of_rate=[10]",
            "trials.more=[{ arms = [\"relu\"], at = { width = [2, 3, 4], thousandths_of_rate = [10] }, confirm_seeds = 20 }, { confirm_seeds = 0 }]",
        ],
        sabotages: &[&["arms.relu.activation=leaky_relu"], &["settings.steps=500"]],
    },
    Case {
        experiment: "xor_atlas",
        id: "N14",
        criterion: "bfloat16 - double",
        small: &[
            "settings.networks_one_by_one=16",
            "settings.steps=2000",
            "trials.more=[{ arms = [\"bfloat16\", \"double\"], at = { width = [3], thousandths_of_rate = [10] }, confirm_seeds = 20 }, { confirm_seeds = 0 }]",
        ],
        sabotages: &[
            &["arms.bfloat16.kind={ rounded = \"single\" }"],
            &["arms.double.kind={ rounded = \"bfloat16\" }"],
        ],
    },
    Case {
        experiment: "activation_atlas",
        id: "C35",
        criterion: "ln(relu/sigmoid)",
        small: SMALL_ATLAS,
        sabotages: &[
            &["arms.sigmoid.activation=relu", "arms.relu.activation=sigmoid"],
            &["arms.sigmoid.activation=relu"],
        ],
    },
    Case {
        experiment: "activation_atlas",
        id: "C23",
        criterion: "ln(tanh/sigmoid)",
        small: SMALL_ATLAS,
        sabotages: &[
            &["arms.sigmoid.activation=tanh", "arms.tanh.activation=sigmoid"],
            &["settings.tasks.rings.epochs=1"],
        ],
    },
    Case {
        experiment: "feature_learning",
        id: "C16",
        criterion: "learned_2 - shuffled",
        small: SMALL_FEATURES,
        sabotages: &[&["arms.shuffled.features=learned_2"], &["arms.learned_2.features=shuffled"]],
    },
    Case {
        experiment: "feature_learning",
        id: "C17",
        criterion: "learned_2 - handcrafted",
        small: SMALL_FEATURES,
        sabotages: &[
            &["arms.learned_2.features=shuffled"],
            &["arms.learned_2.features=handcrafted"],
        ],
    },
    Case {
        experiment: "activation_race",
        id: "C22",
        criterion: "largest_share_of_firsts",
        small: SMALL_DIGITS,
        // Every racer but one cannot learn.
        sabotages: &[ALL_BUT_ELU, ALL_BUT_MAXOUT],
    },
    Case {
        experiment: "activation_race",
        id: "C23",
        criterion: "ln(tanh/sigmoid)",
        small: THREE,
        sabotages: &[
            &["arms.sigmoid.activation=tanh", "arms.tanh.activation=sigmoid"],
            &["arms.sigmoid.activation=tanh"],
        ],
    },
    Case {
        experiment: "activation_race",
        id: "C23",
        criterion: "ln(relu_again/relu)",
        small: THREE,
        sabotages: &[&["arms.relu_again.activation=sigmoid"]],
    },
    Case {
        experiment: "activation_race",
        id: "C35",
        criterion: "ln(relu/sigmoid)",
        small: THREE,
        sabotages: &[
            &["arms.sigmoid.activation=relu", "arms.relu.activation=sigmoid"],
            &["settings.tasks.digits.epochs=1"],
        ],
    },
    Case {
        experiment: "activation_race",
        id: "C82",
        criterion: "ln(relu/tanh)",
        small: THREE_ON_SPIRALS,
        sabotages: &[
            &[
                "arms.tanh.activation=relu",
                "arms.tanh.initialization=he_normal",
                "arms.relu.activation=tanh",
                "arms.relu.initialization=glorot_normal",
            ],
            &["arms.tanh.activation=relu", "arms.tanh.initialization=he_normal"],
        ],
    },
    Case {
        experiment: "activation_race",
        id: "C45",
        criterion: "softplus_to_the_end",
        small: SMALL_SPIRALS,
        sabotages: &[
            &[
                "arms.softplus_to_the_end.activation=relu",
                "arms.relu_to_the_end.activation=softplus",
            ],
            &["arms.softplus_to_the_end.activation=relu"],
        ],
    },
    Case {
        experiment: "activation_race",
        id: "C50",
        criterion: "best_variant_wins",
        small: SMALL_DIGITS,
        sabotages: &[
            &[
                "arms.leaky_relu.activation=sigmoid",
                "arms.prelu.activation=sigmoid",
                "arms.elu.activation=sigmoid",
                "arms.maxout.activation=sigmoid",
            ],
            &[
                "arms.leaky_relu.activation=relu",
                "arms.prelu.activation=relu",
                "arms.elu.activation=relu",
                "arms.maxout.activation=relu",
                "arms.maxout.initialization=he_normal",
            ],
        ],
    },
    Case {
        experiment: "saturation",
        id: "C27",
        criterion: "reached(sigmoid)",
        small: SMALL_SATURATION,
        sabotages: &[
            // A goal that a constant reaches.
            &["settings.goal=0.95"],
            &["arms.sigmoid.activation=leaky_relu", "settings.goal=0.5"],
        ],
    },
    Case {
        experiment: "saturation",
        id: "C27",
        criterion: "unit_gradient(sigmoid)",
        small: SMALL_SATURATION,
        sabotages: &[&["arms.sigmoid.activation=identity"], &["arms.sigmoid.activation=relu"]],
    },
    Case {
        experiment: "saturation",
        id: "C27",
        criterion: "first_over_last(sigmoid_depth_8)",
        small: SMALL_SATURATION,
        sabotages: &[&["arms.sigmoid_depth_8.activation=tanh"], &["arms.sigmoid_depth_8.depth=2"]],
    },
    Case {
        experiment: "saturation",
        id: "C81",
        criterion: "ln(sigmoid_16/sigmoid) of first_gradient",
        small: SMALL_SATURATION,
        sabotages: &[
            &["arms.sigmoid_16.scale=0.01"],
            &["arms.sigmoid_16.scale=1.0", "arms.sigmoid.scale=16.0"],
        ],
    },
    Case {
        experiment: "zig_zag",
        id: "C31",
        criterion: "kappa_over_predicted(uniform)",
        small: &["trials.confirm_seeds=20", "settings.examples=5000"],
        sabotages: &[
            &["arms.uniform.draw={ uniform = \"x - 1/2\" }"],
            &["arms.uniform.draw={ normal = \"tanh(x)\" }"],
        ],
    },
    Case {
        experiment: "dying_relu",
        id: "C40",
        criterion: "gradient_differs(at_zero_8_bits)",
        small: &[
            "trials.confirm_seeds=20",
            "trials.more=[]",
            "factors.hundredths_of_margin=[10]",
            "settings.gradient_sizes=[64, 64, 64, 10]",
            "settings.steps=10",
            "settings.epochs=1",
            "settings.draws=100",
        ],
        sabotages: &[
            &["arms.at_zero_8_bits.precision=double"],
            &["arms.at_zero_8_bits.precision=single", "settings.gradient_sizes=[64, 16, 10]"],
        ],
    },
    Case {
        experiment: "dying_relu",
        id: "C42",
        criterion: "taught(taught_relu)",
        small: SMALL_DYING,
        sabotages: &[
            &["arms.taught_relu.activation=leaky_relu"],
            &["arms.taught_relu.activation=elu"],
        ],
    },
    Case {
        experiment: "dying_relu",
        id: "C42",
        criterion: "taught(taught_maxout)",
        small: SMALL_DYING,
        sabotages: &[&["arms.taught_maxout.activation=relu"]],
    },
    Case {
        experiment: "dying_relu",
        id: "C43",
        criterion: "active(bias_01)",
        small: SMALL_DYING,
        sabotages: &[&["arms.bias_01.bias=0.5"], &["arms.bias_01.bias=0.0"]],
    },
    Case {
        experiment: "mse_vs_cross_entropy",
        id: "C51",
        criterion: "calibration_slope",
        small: SMALL_COSTS,
        sabotages: &[&["arms.calibration.temperature=1.2"], &["arms.calibration.temperature=0.8"]],
    },
    Case {
        experiment: "mse_vs_cross_entropy",
        id: "C55",
        criterion: "wrong_squared_error_tuned/fair_squared_error_tuned",
        small: SMALL_COSTS,
        sabotages: &[
            &["arms.wrong_squared_error_tuned.bias=0.0"],
            &["arms.wrong_squared_error_tuned.bias=0.0", "arms.fair_squared_error_tuned.bias=-8.0"],
        ],
    },
    Case {
        experiment: "universal_approximation",
        id: "C62",
        criterion: "trained_sine_16",
        small: &[
            "settings.steps=1000",
            "settings.widths=[2, 4]",
            "settings.depths=[1]",
            "tuning.learning_rates=[0.03]",
        ],
        // Where the construction does badly, training does not do twice as badly.
        sabotages: &[
            &["arms.trained_sine_16.target=\"where(x < 3, 0, 1)\""],
            &["arms.trained_sine_16.target=\"sin(40*x)\""],
        ],
    },
];

/// Every racer on the digits.
const SMALL_DIGITS: &[&str] = &[
    "factors.depth=[2, 5, 8]",
    "trials.data_sets=[\"digits\"]",
    "tuning.learning_rates=[0.1]",
    "trials.more=[{ arms = [\"relu_wide\", \"tanh_wide\", \"sigmoid_wide\", \"relu_lecun\", \"tanh_lecun\", \"sigmoid_lecun\", \"relu_adam\", \"tanh_adam\", \"sigmoid_adam\", \"maxout_wide\", \"relu_to_the_end\", \"softplus_to_the_end\", \"relu_again\"], confirm_seeds = 0 }]",
];
/// Those that the notes compare.
const THREE: &[&str] = &[
    "trials.data_sets=[\"digits\"]",
    "tuning.learning_rates=[0.1, 2.0]",
    "trials.more=[{ arms = [\"relu_wide\", \"tanh_wide\", \"sigmoid_wide\", \"relu_lecun\", \"tanh_lecun\", \"sigmoid_lecun\", \"relu_adam\", \"tanh_adam\", \"sigmoid_adam\", \"maxout_wide\", \"relu_to_the_end\", \"softplus_to_the_end\", \"leaky_relu\", \"prelu\", \"elu\", \"maxout\"], confirm_seeds = 0 }]",
];
const THREE_ON_SPIRALS: &[&str] = &[
    "trials.data_sets=[\"digits\", \"two_spirals\"]",
    "tuning.learning_rates=[0.1, 0.2]",
    "trials.more=[{ data_sets = [\"digits\"], confirm_seeds = 0 }, { arms = [\"relu_wide\", \"tanh_wide\", \"sigmoid_wide\", \"relu_lecun\", \"tanh_lecun\", \"sigmoid_lecun\", \"relu_adam\", \"tanh_adam\", \"sigmoid_adam\", \"maxout_wide\", \"relu_to_the_end\", \"softplus_to_the_end\", \"leaky_relu\", \"prelu\", \"elu\", \"maxout\"], confirm_seeds = 0 }]",
];
/// Only the two that train to the end.
const SMALL_SPIRALS: &[&str] = &[
    "trials.data_sets=[\"digits\", \"two_spirals\"]",
    "tuning.learning_rates=[0.1]",
    "trials.more=[{ data_sets = [\"digits\"], confirm_seeds = 0 }, { arms = [\"relu_wide\", \"tanh_wide\", \"sigmoid_wide\", \"relu_lecun\", \"tanh_lecun\", \"sigmoid_lecun\", \"relu_adam\", \"tanh_adam\", \"sigmoid_adam\", \"maxout_wide\", \"sigmoid\", \"tanh\", \"relu\", \"leaky_relu\", \"prelu\", \"elu\", \"maxout\", \"relu_again\"], confirm_seeds = 0 }]",
];
/// Twenty splits.
const SMALL_FEATURES: &[&str] = &[
    "trials.confirm_seeds=200",
    "trials.pilot_seeds=1",
    "trials.more=[{ arms = [\"untrained_wide\", \"principal_components\", \"learned_1\"], confirm_seeds = 0 }]",
    "tuning.learning_rates=[0.01]",
    "settings.network_epochs=6",
    "settings.classifier_epochs=4",
];
/// One data set of narrow networks, three pilots.
const SMALL_ATLAS: &[&str] = &[
    "trials.data_sets=[\"rings\"]",
    "trials.more=[{ arms = [\"relu\", \"tanh\", \"sigmoid\"], confirm_seeds = 20 }, { confirm_seeds = 0 }]",
    "settings.pilots=1",
    "settings.tuning.learning_rates=[0.05, 0.2, 0.8]",
    "settings.specification.depth=[3]",
    "settings.specification.width=[16]",
    "settings.specification.batch_size=[4, 16]",
    "settings.specification.optimizer=[\"gradient_descent\"]",
];
/// First biases of 0 and 8, and of the networks that are trained the sigmoids.
const SMALL_SATURATION: &[&str] = &[
    "trials.confirm_seeds=32",
    "trials.pilot_seeds=1",
    "factors.twice_the_bias=[0, 16]",
    "tuning.learning_rates=[0.1]",
    "trials.more=[{ arms = [\"sigmoid_16\", \"sigmoid_depth_8\", \"relu_depth_8\"], at = { twice_the_bias = [16] }, confirm_seeds = 0 }, { arms = [\"sigmoid_2\", \"sigmoid_4\", \"sigmoid_8\", \"sigmoid_depth_2\", \"sigmoid_depth_5\", \"tanh\", \"tanh_2\", \"tanh_4\", \"tanh_8\", \"tanh_16\", \"tanh_depth_2\", \"tanh_depth_5\", \"tanh_depth_8\", \"relu\", \"relu_2\", \"relu_4\", \"relu_8\", \"relu_16\", \"relu_depth_2\", \"relu_depth_5\", \"elu\", \"elu_2\", \"elu_4\", \"elu_8\", \"elu_16\", \"elu_depth_2\", \"elu_depth_5\", \"elu_depth_8\"], confirm_seeds = 0 }]",
    "settings.epochs=20",
    "settings.goal=0.2",
];
const SMALL_DYING: &[&str] = &[
    "trials.confirm_seeds=32",
    "trials.more=[]",
    "factors.hundredths_of_margin=[10]",
    "settings.steps=10",
    "settings.epochs=1",
    "settings.draws=100",
    "settings.gradient_sizes=[64, 16, 10]",
];
const SMALL_COSTS: &[&str] = &[
    "settings.logit_examples=4000",
    "settings.starts=[-1.0]",
    "settings.epochs=100",
    "trials.pilot_seeds=1",
    "tuning.learning_rates=[0.5]",
];
const ALL_BUT_ELU: &[&str] = &[
    "arms.sigmoid.initialization={ constant = { value = 0.0 } }",
    "arms.tanh.initialization={ constant = { value = 0.0 } }",
    "arms.relu.initialization={ constant = { value = 0.0 } }",
    "arms.leaky_relu.initialization={ constant = { value = 0.0 } }",
    "arms.prelu.initialization={ constant = { value = 0.0 } }",
    "arms.maxout.initialization={ constant = { value = 0.0 } }",
];
const ALL_BUT_MAXOUT: &[&str] = &[
    "arms.sigmoid.activation=sigmoid",
    "arms.tanh.activation=sigmoid",
    "arms.relu.activation=sigmoid",
    "arms.leaky_relu.activation=sigmoid",
    "arms.prelu.activation=sigmoid",
    "arms.elu.activation=sigmoid",
];

#[test]
#[ignore = "slow: minutes of training"]
fn sabotaged_training_is_not_supported() {
    let mut of_claim: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut tried, mut kept, mut open) = (0, Vec::new(), Vec::<String>::new());
    for Case { experiment, id, criterion, small, sabotages } in CASES {
        let race: &[&str] = if *experiment == "activation_race" { SMALL_RACE } else { &[] };
        let small = [race, small].concat();
        let judged = |sabotage: &[&str]| {
            verdict(experiment, id, criterion, false, &[&small[..], sabotage].concat())
        };
        if judged(&[]) != Verdict::Supported {
            open.push(format!("{id} {criterion}"));
        }
        for sabotage in *sabotages {
            tried += 1;
            *of_claim.entry(id).or_default() += 1;
            if judged(sabotage) == Verdict::Supported {
                kept.push(format!("{id} {criterion}: {sabotage:?}"));
            }
        }
    }
    assert!(open.is_empty(), "not supported as they stand: {open:#?}; sabotage kept {kept:#?}");
    assert!(of_claim.values().all(|&count| count >= 2), "{of_claim:?}");
    // Nineteen of twenty, by the protocol; in fact all of them.
    assert!(kept.len() * 20 <= tried, "{} of {tried} turn nothing: {kept:#?}", kept.len());
}
