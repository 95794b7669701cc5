"""Gradient descent on least squares, and its path (zig_zag.md, `check = "descent"`), several samples side by side."""

import math
from dataclasses import dataclass

import numpy as np

from .eigenvalues import eigenvalues
from .reductions import mean, total

AT_ONCE = 1024  # steps between two looks at whether paths have ended


@dataclass
class Path:
    """The path of one sample."""

    kappa: float
    iterations: int
    cosine: float
    path_over_distance: float


def length(v):
    """The length of vectors [n, ...]."""
    return np.sqrt(total(v * v, axis=0))


def hessians(samples):
    """H of each sample [lanes, examples, n]."""
    lanes, examples, n = samples.shape
    h = np.zeros((lanes, n, n))
    for index in range(examples):
        x = samples[:, index]
        h = h + x[:, :, None] * x[:, None, :]
    return h / examples


class Lane:
    """The updates of a path so far: their lengths, and the cosines of neighbours."""

    def __init__(self, start):
        self.start, self.end = start, None
        self.lengths, self.cosines = [], []

    def path(self, kappa):
        lengths = np.concatenate(self.lengths) if self.lengths else np.zeros(0)
        # The first update has no neighbour before it: its cosine is left out.
        cosines = np.concatenate(self.cosines)[1:] if self.cosines else np.zeros(0)
        updates = len(lengths)
        first = min(max(math.ceil(updates / 2), 2), updates)
        return Path(
            kappa=float(kappa),
            iterations=updates,
            cosine=float(mean(cosines[: first - 1])) if first > 1 else math.nan,
            path_over_distance=float(total(lengths) / length(self.start - self.end)),
        )


def paths(samples, starts, tolerance, most):
    """The path of each of the samples [lanes, examples, n] from its start [lanes, n]."""
    h = hessians(samples)
    extremes = eigenvalues(h)
    largest, smallest = extremes[:, 0], extremes[:, -1]
    kappas, steps = largest / smallest, 2 / (largest + smallest)
    d = starts.T
    goals = tolerance * length(d)
    lanes = [Lane(start) for start in starts]
    live, matrices, done = np.arange(len(lanes)), h.transpose(2, 1, 0).copy(), 0  # matrices: [j, i, lane]
    before = np.zeros_like(d)  # the last update
    while live.size:
        count = min(AT_ONCE, most - done)
        entries = np.empty((count + 1, *d.shape))
        entries[0] = d
        for k in range(count):
            d = d - steps[live] * total(matrices * d[:, None], axis=0)
            entries[k + 1] = d
        updates = entries[1:] - entries[:-1]
        lengths = length(updates.swapaxes(0, 1))
        previous = np.concatenate([before[None], updates[:-1]])
        dots = total(previous * updates, axis=1)
        cosines = dots / (np.concatenate([length(before)[None], lengths[:-1]]) * lengths)
        arrived = ~(length(entries.swapaxes(0, 1)) > goals[live])
        arrived[-1] |= done + count == most
        for index, lane in enumerate(live):
            end = int(arrived[:, index].argmax()) if arrived[:, index].any() else None
            lanes[lane].lengths.append(lengths[:end, index])
            lanes[lane].cosines.append(cosines[:end, index])
            lanes[lane].end = entries[-1 if end is None else end, :, index]
        going = ~arrived.any(axis=0)
        # The last entry is the first of the next round.
        live, d, before, matrices = live[going], d[:, going], updates[-1][:, going], matrices[:, :, going]
        done += count
    return [lane.path(kappa) for lane, kappa in zip(lanes, kappas)]
