"""Multilayer perceptrons: first weights, the forward and the backward pass, costs (networks.md, sections 2 to 5).

All arrays have a leading dimension of lanes: networks of one shape that are trained side by side, each with its
own parameters. What lanes share, such as examples, may have a leading dimension of 1.
"""

from math import sqrt

import numpy as np

from .activations import Activation
from .numbers import at_least, exp, fma, ln, ln1p, product, relu, running_sum, sigmoid


# --- Section 3: first weights ------------------------------------------------------------------------------------


def first_weights(initialization, stream, fan_in, fan_out, count):
    """`count` doubles of a layer's weights, in storage order."""
    if not isinstance(initialization, str):
        (kind, constants), = initialization.items()
        if kind == "uniform":
            return stream.between(-constants["limit"], constants["limit"], count)
        if kind == "normal":
            return stream.normal(count) * constants["deviation"]
        return np.full(count, constants["value"])
    family, kind = initialization.split("_")
    v = {"glorot": 2.0 / (fan_in + fan_out), "he": 2.0 / fan_in, "lecun": 1.0 / fan_in}[family]
    if kind == "uniform":
        return stream.between(-1.0, 1.0, count) * sqrt(3.0 * v)
    return stream.normal(count) * sqrt(v)


# --- Section 4: outputs and costs --------------------------------------------------------------------------------


def exponentials(z):
    """The largest logit of each example, e^(z - it), and the sum of these."""
    top = z[..., 0]
    for j in range(z.shape[-1]):
        top = at_least(top, z[..., j])
    e = exp(z - top[..., None])
    return top, e, running_sum(e, axis=-1)


def predictions(output, z):
    if output == "linear":
        return z
    if output == "sigmoid":
        return sigmoid(z)
    _, e, s = exponentials(z)
    return e / s[..., None]


def squared_error(output, z, t):
    """The total over the examples, and delta, both without the scale."""
    y = predictions(output, z)
    d = y - t
    s = g = np.zeros_like(z[..., 0])
    for j in range(z.shape[-1]):
        s = fma(d[..., j], d[..., j], s)
        g = fma(d[..., j], y[..., j], g)
    total = running_sum(z.dtype.type(0.5) * s, axis=-1)
    if output == "linear":
        return total, d
    if output == "sigmoid":
        return total, d * (y * (z.dtype.type(1) - y))
    return total, y * (d - g[..., None])


def bernoulli_cross_entropy(z, t):
    terms = (relu(z) - t * z) + ln1p(exp(-np.abs(z)))
    of_examples = terms[..., 0] if z.shape[-1] == 1 else running_sum(terms, axis=-1)
    return running_sum(of_examples, axis=-1), sigmoid(z) - t


def categorical_cross_entropy(z, t):
    top, e, s = exponentials(z)
    mass = running_sum(t, axis=-1)
    delta = e / s[..., None] * mass[..., None] - t
    c = np.where(0 < t, t * ((top[..., None] - z) + ln(s)[..., None]), t * z.dtype.type(0))
    return running_sum(running_sum(c, axis=-1), axis=-1), delta


def cost(name, output, z, t):
    """J of each lane's batch, and delta = dJ/dz."""
    n, m = z.shape[-2:]
    if name in ("half_squared_error", "mean_squared_error"):
        total, delta = squared_error(output, z, t)
        scale = 1.0 if name == "half_squared_error" else 2.0 / (n * m)
    else:
        of_name = {"bernoulli_cross_entropy": bernoulli_cross_entropy,
                   "categorical_cross_entropy": categorical_cross_entropy}[name]
        total, delta = of_name(z, t)
        scale = 1.0 / n
    scale = z.dtype.type(scale)
    return total * scale, delta * scale


# --- Sections 2 and 5: the network -------------------------------------------------------------------------------


class Network:
    """A shape: sizes of layers, activation, output, cost and number type. Parameters are apart from it.

    Parameters are a list W, b, W, b, ... of arrays `[lanes, inputs, columns]` and `[lanes, columns]`.
    """

    def __init__(self, sizes, activation, output, cost, dtype=np.float32):
        self.sizes, self.output, self.cost_name, self.dtype = sizes, output, cost, dtype
        self.activation = Activation(activation)
        hidden = [self.activation.pieces * size for size in sizes[1:-1]]
        self.shapes = list(zip(sizes[:-1], hidden + [sizes[-1]]))  # of each layer's weights
        self.fans = list(zip(sizes[:-1], sizes[1:]))               # the same without the pieces of maxout

    def initial(self, initialization, streams, bias=0.0):
        """First parameters, of a lane for each stream `init`."""
        lanes = [[first_weights(initialization, stream, *fans, rows * columns).reshape(rows, columns)
                  for (rows, columns), fans in zip(self.shapes, self.fans)] for stream in streams]
        parameters = []
        for weights in zip(*lanes):
            weights = np.stack(weights).astype(self.dtype)
            parameters += [weights, np.full((len(streams), weights.shape[2]), bias, self.dtype)]
        return parameters

    def forward(self, parameters, x):
        """The z and the output h of each layer; the z of the last are the logits."""
        scores, outputs = [], []
        for layer in range(len(self.shapes)):
            z = product(x, parameters[2 * layer], parameters[2 * layer + 1])
            scores.append(z)
            if layer < len(self.shapes) - 1:
                x = self.activation.forward(z)
                outputs.append(x)
        return scores, outputs

    def logits(self, parameters, x):
        return self.forward(parameters, x)[0][-1]

    def cost(self, parameters, x, t):
        """J of each lane."""
        return cost(self.cost_name, self.output, self.logits(parameters, x), t)[0]

    def cost_and_gradient(self, parameters, x, t):
        """J of each lane, and a list of gradients like the parameters."""
        scores, outputs = self.forward(parameters, x)
        j, delta = cost(self.cost_name, self.output, scores[-1], t)
        inputs, gradient = [x, *outputs], []
        for layer in reversed(range(len(self.shapes))):
            if layer < len(self.shapes) - 1:
                delta = self.activation.backward(delta, scores[layer], outputs[layer])
            gradient = [product(np.swapaxes(inputs[layer], -1, -2), delta), running_sum(delta, axis=-2), *gradient]
            if layer > 0:
                delta = product(delta, np.swapaxes(parameters[2 * layer], -1, -2))
        return j, gradient

    def wrong(self, parameters, x, t):
        """How many examples of each lane are wrong, from the logits (section 7)."""
        z = self.logits(parameters, x)
        if z.shape[-1] == 1:
            right = (z[..., 0] > (0.0 if self.output == "sigmoid" else 0.5)) == (t[..., 0] > 0.5)
        else:
            right = np.argmax(z, axis=-1) == np.argmax(t, axis=-1)
        right = right & ~np.isnan(z).any(axis=-1) & ~np.isnan(t).any(axis=-1)
        return (~right).sum(axis=-1)

    def cost_in_chunks(self, parameters, x, t, size):
        """J over all examples (section 7): chunk by chunk in the order of the data."""
        examples = x.shape[-2]
        total = np.zeros(len(parameters[0]), self.dtype)
        for start in range(0, examples, size):
            part, of_part = x[..., start : start + size, :], t[..., start : start + size, :]
            w = 1.0 if self.cost_name == "half_squared_error" else part.shape[-2] / examples
            total = total + self.cost(parameters, part, of_part) * self.dtype(w)
        return total
