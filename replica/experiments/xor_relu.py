"""xor_relu: a network with two ReLU units computes XOR, and can be trained to (experiments/xor_relu.md)."""

import numpy as np

from ..distributions import clopper_pearson
from ..networks import Network
from ..reductions import to_digits
from ..streams import stream_of
from ..tables import floats, integers, texts
from ..training import REACHED, GradientDescent, train_whole_set

INPUTS = [[0, 0], [0, 1], [1, 0], [1, 1]]
TARGETS = [[0], [1], [1], [0]]
PLATEAUS = (0.25, 1 / 3, 0.5)


def examples(dtype):
    return np.array([INPUTS], dtype), np.array([TARGETS], dtype)


def network(activation, width, dtype):
    return Network([2, width, 1], activation, "linear", "half_squared_error", dtype)


def printed(activation):
    """The printed weights, as they are."""
    parameters = [np.array([values], np.float64) for values in ([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0])]
    x, t = examples(np.float64)
    y = network(activation, 2, np.float64).logits(parameters, x)
    return {"largest_error": float(np.abs(y - t).max())}


def run(configuration, cell, rate, seeds, phase):
    arm, settings = configuration.arms[cell.arm], configuration.settings
    if "initialization" not in arm:
        return [printed(arm["activation"]) for _ in seeds]
    net = network(arm["activation"], cell.levels["width"], np.float32)
    streams = [stream_of(configuration, cell, phase)(seed, "init") for seed in seeds]
    result = train_whole_set(net, net.initial(arm["initialization"], streams), *examples(np.float32),
                             GradientDescent(rate), settings["steps"], settings["goal"])
    return [metrics(*of_lane, settings["tolerance"]) for of_lane in zip(result.outcome, result.epochs, result.loss)]


def metrics(outcome, steps, loss, tolerance):
    solved = outcome == REACHED
    recorded = {"solved": float(solved), "steps": float(steps), "loss": loss}
    if not solved:
        recorded["at_plateau"] = float(any(abs(loss - p) <= tolerance for p in PLATEAUS))
    return recorded


def tables(configuration, trials):
    cells = {}
    for trial in trials:
        if "solved" in trial.metrics:
            solved = cells.setdefault((trial.cell.arm, trial.cell.levels["width"]), [])
            solved.append(trial.metrics["solved"] == 1.0)
    counts = [(sum(solved), len(solved)) for solved in cells.values()]
    intervals = [clopper_pearson(k, n) for k, n in counts]
    success = [
        ("arm", texts([arm for arm, _ in cells])),
        ("width", integers([width for _, width in cells])),
        ("n", integers([n for _, n in counts])),
        ("solved", floats([k / n for k, n in counts])),
        ("low", floats([to_digits(low) for low, _ in intervals])),
        ("high", floats([to_digits(high) for _, high in intervals])),
    ]
    return [("success", success)]
