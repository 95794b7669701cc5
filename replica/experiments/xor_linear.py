"""xor_linear: the best linear fit to XOR, by four methods."""

from fractions import Fraction
from itertools import product

import numpy as np

from ..numbers import fma64
from ..streams import stream_of

EXAMPLES = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]


# --- Exact methods ------------------------------------------------------------------------------------------------


def determinant(rows):
    """By the first row."""
    if not rows:
        return Fraction(1)
    minors = ([row[:j] + row[j + 1 :] for row in rows[1:]] for j in range(len(rows)))
    return sum((-1) ** j * entry * determinant(minor) for j, (entry, minor) in enumerate(zip(rows[0], minors)))


def normal_equations():
    """A (w1, w2, b) = c in rational numbers, by Cramer's rule."""
    rows = [([Fraction(v) for v in (*x, 1)], Fraction(t)) for x, t in EXAMPLES]
    a = [[sum(r[i] * r[j] for r, _ in rows) for j in range(3)] for i in range(3)]
    c = [sum(t * r[i] for r, t in rows) for i in range(3)]
    replaced = ([[c[i] if k == j else a[i][k] for k in range(3)] for i in range(3)] for j in range(3))
    w1, w2, b = (determinant(matrix) / determinant(a) for matrix in replaced)
    half = Fraction(1, 2)
    row_difference = [a[0][k] - a[1][k] - expected for k, expected in enumerate((1, -1, 0))]
    return {
        "w1": float(w1),
        "w2": float(w2),
        "b": float(b),
        "solution_error": float(abs(w1) + abs(w2) + abs(b - half)),
        "output_error": float(max(abs(w1 * x[0] + w2 * x[1] + b - half) for x, _ in EXAMPLES)),
        "least_minor": float(min(determinant([row[:k] for row in a[:k]]) for k in (1, 2, 3))),
        "row_difference_error": float(sum(map(abs, row_difference)) + abs(c[0] - c[1])),
    }


def dichotomies():
    """Which of the 16 labellings of the four points a line makes."""
    points, targets = zip(*EXAMPLES)
    coefficients = range(-3, 4)
    made = {
        tuple(int(2 * (w1 * x1 + w2 * x2) + k > 0) for x1, x2 in points)
        for w1, w2, k in product(coefficients, repeat=3)
    }
    labellings = list(product((0, 1), repeat=4))
    excluded = {one for one in labellings if one[0] == one[3] and one[1] == one[2] and one[0] != one[1]}
    decided = all((labelling in made) != (labelling in excluded) for labelling in labellings)
    return {
        "divisions": float(len(made)),
        "all_decided": float(decided),
        "best_accuracy": max(sum(a == t for a, t in zip(labelling, targets)) for labelling in made) / 4,
    }


# --- Random points ------------------------------------------------------------------------------------------------


def residuals(p):
    w1, w2, b = p
    return [w1 * x1 + w2 * x2 + b - t for (x1, x2), t in EXAMPLES]


def cost(p):
    s = 0.0
    for r in residuals(p):
        s = s + r * r
    return 0.5 * s


def printed_gradient(p):
    g1 = g2 = gb = 0.0
    for ((x1, x2), _), r in zip(EXAMPLES, residuals(p)):
        g1, g2, gb = g1 + r * x1, g2 + r * x2, gb + r
    return [g1, g2, gb]


def finite_differences(draws, deviation):
    """The printed gradient against central differences at a random point."""
    p = [float(deviation * draws.normal()) for _ in range(3)]
    h, errors = 0.125, []
    for i, entry in enumerate(printed_gradient(p)):
        above, below = ([v + side * h if k == i else v for k, v in enumerate(p)] for side in (1, -1))
        difference = (cost(above) - cost(below)) / (2 * h)
        errors.append(abs(entry - difference) / max(abs(entry), 1e-3))
    return {"gradient_error": max(errors)}


def gradient_descent(all_draws, deviation, rate, steps):
    """Descents from random points, one for each stream, side by side."""
    w1, w2, b = np.array([[deviation * draws.normal() for _ in range(3)] for draws in all_draws]).T
    for _ in range(steps - 1):
        g1 = g2 = gb = np.zeros_like(b)
        for (x1, x2), t in EXAMPLES:
            d = fma64(x2, w2, fma64(x1, w1, b)) - t
            g1, g2, gb = fma64(x1, d, g1), fma64(x2, d, g2), gb + d
        w1, w2, b = fma64(-rate, g1, w1), fma64(-rate, g2, w2), fma64(-rate, gb, b)
    distance = np.sqrt(w1 * w1 + w2 * w2 + (b - 0.5) * (b - 0.5))
    columns = {"w1": w1, "w2": w2, "b": b, "distance_to_optimum": distance}
    return [{name: float(column[lane]) for name, column in columns.items()} for lane in range(len(b))]


def run(configuration, cell, rate, seeds, phase):
    settings = configuration.settings
    deviation = settings["deviation"]
    of_seed = stream_of(configuration, cell, phase)

    def draws(role):
        return [of_seed(seed, role) for seed in seeds]

    match configuration.arms[cell.arm]["method"]:
        case "normal_equations":
            return [normal_equations() for _ in seeds]
        case "dichotomies":
            return [dichotomies() for _ in seeds]
        case "finite_differences":
            return [finite_differences(one, deviation) for one in draws("point")]
        case "gradient_descent":
            return gradient_descent(draws("init"), deviation, settings["learning_rate"], settings["steps"])
