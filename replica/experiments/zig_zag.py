"""zig_zag: inputs of one sign make gradient descent zig-zag."""

from functools import cache

import numpy as np

from ..data import fixed_split, one_hot
from ..descent import paths
from ..formulas import derivative, error, formula
from ..networks import Network
from ..reductions import reduce, total
from ..search import largest
from ..streams import normal_of, stream, stream_of
from ..training import GradientDescent, train_in_batches


# --- Draws --------------------------------------------------------------------------------------------------------


class Draw:
    """How the inputs of an example are drawn: the key `draw` of an arm."""

    def __init__(self, given):
        self.one_hot = given == "one_hot"
        self.kind, text = ("below", "x") if self.one_hot else next(iter(given.items()))
        self.formula = formula(text)
        self.uniforms = 2 if self.kind == "normal" else 1  # of each input

    def inputs(self, uniforms):
        """Inputs from their uniform numbers, which are [..., inputs, 1 or 2]."""
        x = normal_of(uniforms[..., 0], uniforms[..., 1]) if self.kind == "normal" else uniforms[..., 0]
        return self.formula(x=x)

    def sample(self, data, examples, inputs):
        """A sample [examples, inputs]."""
        if self.one_hot:
            return np.eye(inputs)[data.below(inputs, examples)]
        return self.inputs(data.uniform(examples * inputs * self.uniforms).reshape(examples, inputs, self.uniforms))


# --- slope and signs ----------------------------------------------------------------------------------------------


def slope(arm, data):
    """The largest error of a formula for a derivative in the first variable."""
    claimed, of = formula(arm["formula"]), formula(arm["derivative_of"])
    first, *others = arm["over"]

    def errors(points):
        at = dict(zip(others, points[:, 1:].T))
        return error(
            claimed(**{first: points[:, 0]}, **at), derivative(lambda x: of(**{first: x}, **at), points[:, 0])
        )

    return {"derivative_error": largest(errors, list(arm["over"].values()), data)[1]}


def signs(arm, batches, data):
    """The share of batches whose gradient has one sign."""
    draw, inputs, batch = Draw(arm["draw"]), arm["inputs"], arm["batch"]
    alike = 0
    for _ in range(batches):
        numbers = data.uniform(batch * (2 + inputs * draw.uniforms)).reshape(batch, -1)
        e = normal_of(numbers[:, 0], numbers[:, 1])
        x = draw.inputs(numbers[:, 2:].reshape(batch, inputs, draw.uniforms))
        gradient = total(e[:, None] * x, axis=0)
        alike += bool((gradient >= 0).all() or (gradient <= 0).all())
    return {"one_sign": alike / batches}


# --- Paths --------------------------------------------------------------------------------------------------------


def with_bias(x):
    """Examples with one more input, which is always 1."""
    return np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)


def r_squared(a, b):
    """Of a straight line through points."""
    mean_a, mean_b = reduce("mean", a), reduce("mean", b)
    xx = xy = yy = 0.0
    for x, y in zip(a, b):
        xx = xx + (x - mean_a) * (x - mean_a)
        xy = xy + (x - mean_a) * (y - mean_b)
        yy = yy + (y - mean_b) * (y - mean_b)
    return xy * xy / (xx * yy)


@cache
def hidden_outputs(experiment, phase, seeds, activation, epochs, hidden, rate, batch_size):
    """The outputs of the hidden layer for all examples, after training: [seeds, examples, hidden].

    Arms that differ in their shift have the same network.
    """

    def of(role):
        return [stream(experiment, phase, "", seed, role) for seed in seeds]

    inputs, classes = fixed_split()
    x, t = inputs[None], one_hot(classes, 10)[None]
    network = Network([x.shape[-1], hidden, 10], activation, "linear", "half_squared_error")
    parameters = network.initial("glorot_uniform", of("init"))
    if epochs:
        optimiser = GradientDescent(rate)
        parameters = train_in_batches(network, parameters, x, t, of("order"), optimiser, batch_size, epochs).parameters
    return network.forward(parameters, x)[1][0].astype(np.float64)


def columns(found, names):
    return [{name: float(getattr(path, name)) for name in names} for path in found]


def run(configuration, cell, rate, seeds, phase):
    arm, settings = configuration.arms[cell.arm], configuration.settings
    of_seed = stream_of(configuration, cell, phase)

    def of(role):
        return [of_seed(seed, role) for seed in seeds]

    def found(samples):
        """Paths of samples, each from a new stream `start`."""
        starts = np.stack([start.normal(samples.shape[-1]) for start in of("start")])
        return paths(samples, starts, settings["tolerance"], settings["most_iterations"])

    match arm["check"]:
        case "slope":
            return [slope(arm, data) for data in of("data")]
        case "signs":
            return [signs(arm, settings["batches"], data) for data in of("data")]
        case "descent":
            draw = Draw(arm["draw"])
            samples = np.stack([draw.sample(data, settings["examples"], settings["inputs"]) for data in of("data")])
            recorded = columns(
                found(with_bias(samples) if arm.get("bias", False) else samples),
                ["kappa", "iterations", "cosine", "path_over_distance"],
            )
            return [
                {"kappa": one["kappa"], "kappa_over_predicted": one["kappa"] / arm["predicted"], **one}
                for one in recorded
            ]
        case "proportional":
            draw, streams, points = Draw(arm["draw"]), of("data"), []
            for inputs in arm["inputs"]:
                points.append(found(np.stack([draw.sample(data, settings["examples"], inputs) for data in streams])))
            return [
                {"r_squared": r_squared([path.kappa for path in of_seed], [float(path.iterations) for path in of_seed])}
                for of_seed in zip(*points)
            ]
        case "layer":
            h = hidden_outputs(
                configuration.experiment, phase, tuple(seeds), arm["activation"], arm.get("epochs", 0),
                settings["hidden"], settings["learning_rate"], settings["batch_size"],
            )
            return columns(
                found(with_bias(h - arm.get("shift", 0.0))), ["kappa", "iterations", "cosine", "path_over_distance"]
            )
