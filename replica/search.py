"""The search of a box: where a function of some variables is largest (neuron.md, "Search of a box").

All variables have intervals here; no experiment of the ten has lists of choices.
"""

import itertools

import numpy as np

DRAWS, REFINED, ROUNDS = 4000, 4, 16


def first_points(box, stream):
    """Corners and draws, an array [points, variables]."""
    low, high = np.array(box).T
    quarters = list(itertools.product((0.0, 0.25, 0.5, 0.75, 1.0), repeat=len(box)))
    corners = low + np.array(quarters) * (high - low)
    draws = low + (high - low) * stream.uniform(DRAWS * len(box)).reshape(DRAWS, len(box))
    return np.concatenate([corners, draws])


def largest_first(values):
    """Indices by value, +0 before -0, equals in their order."""
    by_sign = np.argsort(np.signbit(values), kind="stable")
    return by_sign[np.argsort(-values[by_sign], kind="stable")]


def largest(f, box, stream):
    """The point where f is largest, and f there.

    `box` is a list of intervals (low, high), one for each variable; f takes an array of points [points, variables].
    """

    def value(points):
        values = f(points)
        return np.where(np.isnan(values), np.inf, values)

    points = first_points(box, stream)
    values = value(points)
    chosen = largest_first(values)[:REFINED]
    points, values = refined(value, box, points[chosen], values[chosen])
    return points[np.argmax(values)], float(values.max())


def refined(value, box, best, values):
    """The climbs from some points, side by side: none of them depends on the others."""
    best, values = best.copy(), values.copy()
    share = 0.125
    while share > 1e-10:
        climbing = np.isfinite(values)
        for _ in range(ROUNDS):
            if not climbing.any():
                break
            before = values.copy()
            for v, (low, high) in enumerate(box):
                for side in (-1.0, 1.0):
                    p = best.copy()
                    p[:, v] = np.clip(p[:, v] + side * share * (high - low), low, high)
                    there = value(p)
                    better = climbing & (there > values)
                    best[better], values[better] = p[better], there[better]
            climbing &= values > before
        share = share * 0.5
    return best, values
