"""deep_elu: deep networks of ELU on digits (experiments/deep_elu.md)."""

import numpy as np

from ..data import one_hot, random_split
from ..networks import Network
from ..numbers import running_sum
from ..reductions import reduce
from ..streams import stream_of
from ..training import GradientDescent, train_in_batches

RECORDED_AFTER = (1, 2, 5, 10)  # epochs


def median_activation(network, parameters, x):
    """The median, over the hidden units of each lane, of a unit's mean over the examples."""
    _, outputs = network.forward(parameters, x)
    means = np.concatenate([running_sum(h.astype(np.float64), axis=-2) / h.shape[-2] for h in outputs], axis=-1)
    return [reduce("median", of_lane) for of_lane in means]


def run(configuration, cell, rate, seeds, phase):
    settings = configuration.settings
    of_seed = stream_of(configuration, cell, phase)

    def of_role(role):
        return [of_seed(seed, role) for seed in seeds]

    splits = [random_split(configuration.experiment, phase, cell.data_set, seed) for seed in seeds]
    x = np.stack([inputs for inputs, _ in splits])
    t = np.stack([one_hot(classes, 10) for _, classes in splits])
    sizes = [x.shape[-1], *[settings["width"]] * settings["depth"], 10]
    network = Network(sizes, configuration.arms[cell.arm]["activation"], "softmax", "categorical_cross_entropy")
    recorded, last = [{} for _ in seeds], {}

    def look(epoch, lanes, parameters):
        if epoch not in RECORDED_AFTER:
            return
        size = min(settings["batch_size"], x.shape[-2])
        losses = network.cost_in_chunks(parameters, x[lanes], t[lanes], size)
        activations = median_activation(network, parameters, x[lanes, : settings["watched"]])
        for lane, loss, activation in zip(lanes, losses, activations):
            recorded[lane][f"loss_{epoch}"] = float(loss)
            recorded[lane][f"activation_{epoch}"] = activation
            last[lane] = activation

    train_in_batches(network, network.initial("he_normal", of_role("init")), x, t, of_role("order"),
                     GradientDescent(settings["learning_rate"]), settings["batch_size"], RECORDED_AFTER[-1], look=look)
    for lane, activation in last.items():
        recorded[lane]["distance_10"] = abs(activation)
    return recorded
