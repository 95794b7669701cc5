"""mse_vs_cross_entropy: a sigmoid under either cost (experiments/mse_vs_cross_entropy.md)."""

from functools import partial

import numpy as np

from ..data import fixed_split
from ..formulas import derivative, error, formula
from ..networks import Network
from ..numbers import exp, fma, log1p, mean, sigmoid as S
from ..reductions import reduce
from ..search import largest
from ..streams import stream_of
from ..tables import floats
from ..training import GradientDescent, crossed, train_in_batches, train_whole_set

def in_z(text):
    """A formula as a function of z alone."""
    return lambda z: formula(text)(z=z)


# --- calibration -------------------------------------------------------------------------------------------------


def calibration(configuration, cell, seed, phase):
    arm, settings = configuration.arms[cell.arm], configuration.settings
    inputs, examples = settings["logit_inputs"], settings["logit_examples"]
    of_role = partial(stream_of(configuration, cell, phase), seed)
    *a, a0 = of_role("logits").normal(inputs + 1)

    def probability(x):
        z = a0
        for i in range(inputs):
            z = z + a[i] * x[:, i]
        return S(z + arm.get("curvature", 0.0) * (x[:, 0] * x[:, 0] - 1.0))

    def sample(role):
        drawn = of_role(role)
        x = drawn.normal(examples * inputs).reshape(examples, inputs)
        return x, np.where(drawn.uniform(examples) < probability(x), 1.0, 0.0)

    network = Network([inputs, 1], "identity", "sigmoid", "bernoulli_cross_entropy", np.float64)
    x, labels = sample("train")
    trained = train_whole_set(network, [np.zeros((1, inputs, 1)), np.zeros((1, 1))], x[None], labels[None, :, None],
                              GradientDescent(settings["logit_learning_rate"]), settings["logit_steps"])
    x, labels = sample("test")
    z = network.logits(trained.parameters, x[None])[0, :, 0] / arm["temperature"]
    slope, intercept = coxs_line(z, labels)
    return {
        "calibration_slope": slope,
        "calibration_intercept": intercept,
        "probability_gap": mean(np.abs(probability(x) - S(z)).tolist()),
    }


def in_order(*terms):
    """The sum over the examples of some terms of each, one after the other: accumulate has all sums on the way."""
    return float(np.add.accumulate(np.stack(terms, axis=1).reshape(-1))[-1])


def coxs_line(z, y):
    """The logistic regression of labels y on logits z."""
    c, s = 0.0, 1.0
    for _ in range(20):
        p = S(c + s * z)
        w = p * (1.0 - p)
        g0, g1 = in_order(y, -p), in_order((y - p) * z)
        h00, h01, h11 = in_order(w), in_order(w * z), in_order(w * z * z)
        d = h00 * h11 - h01 * h01
        c, s = c + (h11 * g0 - h01 * g1) / d, s + (h00 * g1 - h01 * g0) / d
    return s, c


# --- Derivatives -------------------------------------------------------------------------------------------------


def likelihood(configuration, cell, seed, phase):
    of = formula(configuration.arms[cell.arm]["formula"])
    points = [(i / 10, y) for i in range(-80, 81) for y in (0.0, 1.0)]
    z, y = np.array(points).T

    def truth(z):
        return of(z=z, y=y)

    j = (np.where(z < 0, 0.0, z) - y * z) + log1p(exp(-np.abs(z)))
    value = np.abs(j - truth(z)) / np.where(truth(z) > 1, truth(z), 1.0)
    gradient = error(S(z) - y, derivative(truth, z))
    return {"value_error": reduce("max", value.tolist()), "gradient_error": reduce("max", gradient.tolist())}


def slip(configuration, cell, seed, phase):
    arm = configuration.arms[cell.arm]
    printed, corrected, potential = in_z(arm["printed"]), in_z(arm["corrected"]), in_z(arm["derivative_of"])
    points = stream_of(configuration, cell, phase)(seed, "points")

    def search(f):
        """Where f of z is largest; the three searches go on with one stream."""
        at, value = largest(lambda point: f(point[:, 0]), [arm["over"]["z"]], points)
        return at[0], value

    def truth(z):
        return derivative(potential, z)

    z1, largest_gap = search(lambda z: np.abs(printed(z) - truth(z)))
    _, printed_error = search(lambda z: error(printed(z), truth(z)))
    _, corrected_error = search(lambda z: error(corrected(z), truth(z)))
    return {
        "printed_error": printed_error,
        "largest_gap": largest_gap,
        "gap_at": float(abs(z1)),
        "corrected_error": corrected_error,
        "printed_over_corrected": float(printed(z1) / corrected(z1)),
    }


def slope(configuration, cell, seed, phase):
    arm = configuration.arms[cell.arm]
    of_z, potential = in_z(arm["formula"]), in_z(arm["derivative_of"])
    points = stream_of(configuration, cell, phase)(seed, "points")
    _, derivative_error = largest(lambda point: error(of_z(point[:, 0]), derivative(potential, point[:, 0])),
                                  [arm["over"]["z"]], points)
    magnitudes = np.abs(of_z(np.array([-i / 10 for i in range(46, 501)])))
    return {"derivative_error": derivative_error, "least_magnitude": reduce("min", magnitudes.tolist())}


# --- Gradient flow and one neuron --------------------------------------------------------------------------------


def flow_times(slope, starts, step):
    """How long the flow takes from each start to 0, by Euler's steps."""
    times = np.full(len(starts), np.inf)
    live, z, n = np.arange(len(starts)), np.array(starts, dtype=np.float64), 0
    while len(live):
        m = -step * slope(z)
        arrives = z + m >= 0
        times[live[arrives]] = (n + (-z[arrives]) / m[arrives]) * step
        goes_on = ~arrives & ~np.isnan(m) & (z + m > z) & (n < 2**32)
        live, z, n = live[goes_on], (z + m)[goes_on], n + 1
    return times


def flow_of(configuration, arm):
    """The times of all starts, and those that the closed form predicts."""
    starts = configuration.settings["starts"]
    times = flow_times(in_z(arm["slope"]), starts, configuration.settings["step"])
    return times, in_z(arm["time"])(np.array(starts))


def flow(configuration, cell, seed, phase):
    times, predicted = flow_of(configuration, configuration.arms[cell.arm])
    ratios = times / predicted
    return {
        "time_over_predicted": float(ratios[np.argmax(np.abs(ratios - 1.0))]),
        "longest_time": reduce("max", times.tolist()),
    }


def neuron(configuration, cell, seed, phase):
    arm = configuration.arms[cell.arm]
    w, b, rate, epochs = arm["weight"], arm["bias"], arm["learning_rate"], arm["epochs"]
    outputs = []
    for _ in range(epochs + 1):
        y = float(S(fma(1.0, w, b)))
        outputs.append(y)
        d = y * (y * (1.0 - y))
        w, b = fma(-rate, d, w), fma(-rate, d, b)
    return {"output_first": outputs[0], "output_half_way": outputs[epochs // 2], "output_last": outputs[epochs]}


# --- Training ----------------------------------------------------------------------------------------------------


def training(configuration, cell, rate, seeds, phase):
    arm, settings = configuration.arms[cell.arm], configuration.settings
    of_seed = stream_of(configuration, cell, phase)

    def of_role(role):
        return [of_seed(seed, role) for seed in seeds]

    inputs, classes = fixed_split()
    odd = (classes % 2).astype(np.float32)
    network = Network([inputs.shape[1], settings["hidden"], 1], "tanh", "sigmoid", arm["cost"])
    parameters = network.initial("glorot_uniform", of_role("init"))
    parameters[-1][:] = np.float32(arm["bias"])
    run = train_in_batches(network, parameters, inputs[None], odd[None, :, None], of_role("order"),
                           GradientDescent(arm.get("learning_rate", rate)), settings["batch_size"],
                           settings["epochs"], settings["goal"])
    steps_of_epoch = -(-len(inputs) // min(settings["batch_size"], len(inputs)))
    return [race(history, len(inputs), steps_of_epoch, settings) for history in run.history]


def race(history, examples, steps_of_epoch, settings):
    """What is recorded of one training, from its counts of wrong examples."""
    epochs = crossed(history, examples, settings["goal"])
    reached = epochs is not None
    score = epochs if reached else settings["epochs"] * (1.0 + history[-1] / examples)
    epochs = epochs if reached else float(settings["epochs"])
    return {"reached": float(reached), "steps": epochs * steps_of_epoch, "epochs": epochs, "score": score}


ALONE = {"calibration": calibration, "likelihood": likelihood, "slip": slip, "slope": slope, "flow": flow,
         "neuron": neuron}


def run(configuration, cell, rate, seeds, phase):
    check = configuration.arms[cell.arm]["check"]
    if check == "training":
        return training(configuration, cell, rate, seeds, phase)
    return [ALONE[check](configuration, cell, seed, phase) for seed in seeds]


def tables(configuration, trials):
    flow = [("z0", floats(configuration.settings["starts"]))]
    for name, arm in configuration.arms.items():
        if arm["check"] == "flow":
            times, predicted = flow_of(configuration, arm)
            flow += [(f"{name}_predicted", floats(predicted.tolist())), (f"{name}_time", floats(times.tolist()))]
    return [("flow", flow)]
