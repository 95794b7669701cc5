"""The digits and how they are split (networks.md, section 9)."""

from functools import cache
from pathlib import Path

import numpy as np

from .streams import stream

DIGITS = Path(__file__).parent.parent / "experiments" / "data" / "digits.csv"
TEST_EXAMPLES = 449  # round(0.25 * 1797)


@cache
def digits():
    """Inputs `[1797, 64]` in single precision, and the class of each row."""
    table = np.loadtxt(DIGITS, delimiter=",", dtype=np.int64)
    return (table[:, :64] / 16.0).astype(np.float32), table[:, 64]


def one_hot(classes, count):
    """Targets with 1 at the class and 0 elsewhere."""
    return (classes[..., None] == np.arange(count)).astype(np.float32)


def fixed_split():
    """Inputs and classes of the rows for training where one split is fixed, in the order of the file."""
    inputs, classes = digits()
    rows = np.arange(len(classes)) % 4 != 3
    return inputs[rows], classes[rows]


def random_split(experiment, phase, data_set, seed):
    """Inputs and classes of the rows for training where `data_sets` names the digits: four seeds share a split."""
    if data_set != "digits":
        raise ValueError(f"data set {data_set!r} is not part of the replica")
    inputs, classes = digits()
    rows = list(range(len(classes)))
    stream(experiment, phase, data_set, seed // 4, "split").shuffle(rows)
    rows = rows[TEST_EXAMPLES:]
    return inputs[rows], classes[rows]
