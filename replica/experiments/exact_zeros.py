"""exact_zeros: whether a ReLU's score is ever exactly 0 (experiments/exact_zeros.md)."""

from math import sqrt

import numpy as np

from ..data import one_hot, random_split
from ..networks import Network
from ..numbers import product
from ..streams import stream_of

LAYERS, DEPTHS, CLASSES = 6, (1, 2, 3, 5, 6), 10
TYPES = {"single": np.float32, "double": np.float64}


def layer(stream, inputs, units):
    """Weights, row by row, and then biases, in single precision."""
    limit = 1.0 / sqrt(inputs)
    numbers = stream.between(-limit, limit, (inputs + 1) * units).astype(np.float32)
    return numbers[: inputs * units].reshape(inputs, units), numbers[inputs * units :]


def zero_scores(layers, x, bias_first):
    """How many scores of each layer are exactly 0 in a batch."""
    counts = []
    for weights, biases in layers:
        z = product(x, weights, biases) if bias_first else product(x, weights) + biases
        counts.append(int((z == 0).sum()))
        x = np.where(z > 0, z, z.dtype.type(0))
    return counts


def gradients_differ(layers, x, t):
    """Whether some entry of the gradient depends on the slope of ReLU at 0."""
    sizes = [x.shape[1], *(weights.shape[1] for weights, _ in layers)]
    parameters = [p[None] for of_layer in layers for p in of_layer]
    gradients = []
    for at_zero in (0.0, 1.0):
        network = Network(sizes, {"relu": {"at_zero": at_zero}}, "softmax", "categorical_cross_entropy", x.dtype.type)
        gradients.append(network.cost_and_gradient(parameters, x[None], t[None])[1])
    return any((a != b).any() for a, b in zip(*gradients))


def gradients_agree(layers, heads, batches, counts):
    """Whether the two gradients differ exactly in the batches with a score of 0 in the layers that they have."""
    for depth, head in zip(DEPTHS, heads):
        has_zero = [any(of_batch[:depth]) for of_batch in counts]
        asked = [i for i, has in enumerate(has_zero) if has] + [i for i, has in enumerate(has_zero) if not has][:1]
        for i in asked:
            if gradients_differ([*layers[:depth], head], *batches[i]) != has_zero[i]:
                return False
    return True


def trial(configuration, cell, seed, phase):
    arm, width = configuration.arms[cell.arm], configuration.settings["width"]
    dtype, bias_first = TYPES[arm["precision"]], arm["bias"] == "first"

    def layers_of(role, sizes):
        drawn = stream_of(configuration, cell, phase)(seed, role)
        return [tuple(part.astype(dtype) for part in layer(drawn, *size)) for size in sizes]

    inputs, classes = random_split(configuration.experiment, phase, cell.data_set, seed)
    x, t = inputs.astype(dtype), one_hot(classes, CLASSES).astype(dtype)
    size = configuration.settings["batch_size"]
    batches = [(x[start : start + size], t[start : start + size]) for start in range(0, len(x), size)]
    layers = layers_of("init", [(x.shape[1], width)] + [(width, width)] * (LAYERS - 1))
    counts = [zero_scores(layers, inputs, bias_first) for inputs, _ in batches]
    recorded = {}
    for depth in DEPTHS:
        name = f"zero_in_{depth}_layer" + ("s" if depth > 1 else "")
        recorded[name] = float(any(any(of_batch[:depth]) for of_batch in counts))
    recorded["zeros"] = float(sum(map(sum, counts)))
    if bias_first:
        heads = layers_of("heads", [(width, CLASSES)] * len(DEPTHS))
        recorded["gradients_agree"] = float(gradients_agree(layers, heads, batches, counts))
    return recorded


def run(configuration, cell, rate, seeds, phase):
    return [trial(configuration, cell, seed, phase) for seed in seeds]
