"""capacity: how many random labels a network memorises (experiments/capacity.md)."""

from functools import partial

import numpy as np

from ..data import one_hot
from ..networks import Network
from ..numbers import log, mean
from ..streams import stream_of
from ..training import Adam, crossed, train_in_batches

WIDTHS = (4, 8, 16, 32)


def count(k):
    """The k-th number of examples: round(8 * 2^(k / 4)), halves up."""
    return int(8.0 * 2.0 ** (k / 4) + 0.5)


def memorised(learns, most):
    """The largest number of examples that is learned, found by bisection over k."""
    low = high = 0
    while count(high) < most:
        high += 1
    while high - low > 1:
        mid = low + (high - low) // 2
        if learns(count(mid)):
            low = mid
        else:
            high = mid
    return float(count(low))


def exponent(parameters, memorised):
    """The least-squares slope of log memorised over log parameters."""
    a, b = [float(log(float(p))) for p in parameters], [float(log(m)) for m in memorised]
    mean_a, mean_b = mean(a), mean(b)
    xx = xy = 0.0
    for p, m in zip(a, b):
        xx = xx + (p - mean_a) * (p - mean_a)
        xy = xy + (p - mean_a) * (m - mean_b)
    return xy / xx


def trial(configuration, cell, seed, phase):
    settings, inputs = configuration.settings, configuration.settings["inputs"]
    of_role = partial(stream_of(configuration, cell, phase), seed)
    data, most = of_role("data"), settings["most_examples"]
    x = data.normal(most * inputs).astype(np.float32).reshape(1, most, inputs)
    t = one_hot(data.below(2, most), 2)[None]
    recorded = {}
    for width in WIDTHS:
        network = Network([inputs, width, 2], configuration.arms[cell.arm]["activation"], "softmax",
                          "categorical_cross_entropy")

        def learns(examples):
            # Streams are new for each attempt, which starts from the same numbers as the others.
            run = train_in_batches(network, network.initial("he_normal", [of_role("init")]), x[:, :examples],
                                   t[:, :examples], [of_role("order")], Adam(settings["learning_rate"]),
                                   settings["batch_size"], settings["epochs"], settings["goal"])
            return crossed(run.history[0], examples, settings["goal"]) is not None

        recorded[f"memorised_{width}"] = memorised(learns, most)
    parameters = [(inputs + 1) * width + (width + 1) * 2 for width in WIDTHS]
    recorded["exponent"] = exponent(parameters, list(recorded.values()))
    return recorded


def run(configuration, cell, rate, seeds, phase):
    return [trial(configuration, cell, seed, phase) for seed in seeds]
