"""Intervals and p of means and medians: the percentile bootstrap (judgement.md, section 6)."""

import math
from dataclasses import dataclass

import numpy as np

from .distributions import TAIL, contracted, expanded, with_errors
from .reductions import RESAMPLED, in_order

RESAMPLES = 99_999
AT_ONCE = 1 << 21  # how many draws are held in memory


@dataclass(frozen=True)
class Interval:
    """What is shown, what decides, and p."""

    shown: tuple
    certain: tuple
    p: float


UNKNOWN = Interval((math.nan, math.nan), (math.nan, math.nan), 1.0)


def to_nearest(x):
    """The nearest integer of a number that is not negative, halves up."""
    whole = math.floor(x)
    return whole + 1 if x - whole >= 0.5 else whole


def drawn_again(statistic, values, count, stream):
    """The statistics of so many resamples of values."""
    n = len(values)
    statistics = []
    for start in range(0, count, max(AT_ONCE // n, 1)):
        rows = min(max(AT_ONCE // n, 1), count - start)
        indices = stream.below(n, rows * n).reshape(rows, n)
        statistics.append(RESAMPLED[statistic](values[indices]))
    return statistics


def resampled(statistic, samples, stream):
    """All statistics, sorted. Samples have resamples in proportion to their shares, all from one stream."""
    total = 0.0
    for sample in samples:
        total = total + sample.share
    below, done, statistics = 0.0, 0, []
    for sample in samples:
        below = below + sample.share
        end = min(to_nearest(below / total * RESAMPLES), RESAMPLES)
        statistics += drawn_again(statistic, np.array(sample.values), end - done, stream)
        done = end
    return in_order(np.concatenate(statistics))


def bootstrap(statistic, samples, holds, within, stream):
    """The interval of a statistic of samples, the first of which is that of the chosen rates.

    `holds` says where a criterion is satisfied, of an array; `within` is a pair (low, high) if it is to lie within.
    """
    n = len(samples[0].values)
    samples = [sample for sample in samples if sample.values]
    if not samples:
        return UNKNOWN
    r = resampled(statistic, samples, stream)
    b, size = RESAMPLES, float(RESAMPLES + 1)

    def ends(out):
        k = min(max(to_nearest(out), 1), b)
        return float(r[k - 1]), float(r[b - k])

    out = size * (expanded(TAIL, n) if statistic == "mean" else TAIL)
    satisfied = int(holds(r).sum())
    violated = b - satisfied
    if within:
        violated = max(int((r > within[1]).sum()), int((r < within[0]).sum()))
    share = with_errors(float(min(satisfied, violated) + 1), size) / size
    if statistic == "mean":
        share = contracted(share, n)
    return Interval(ends(out), ends(2.0 * out - with_errors(out, size)), min(2.0 * share, 1.0))
