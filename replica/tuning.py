"""How a learning rate is chosen: successive halving, and which others might have been (networks.md, section 8)."""

import math
from dataclasses import dataclass

import numpy as np

from .reductions import RESAMPLED, reduce
from .streams import stream

RESAMPLES, LEAST_WINS, MOST_GROWTH = 1000, 50, 3


@dataclass
class Rate:
    """A learning rate that was tried, as in the table `tuning`."""

    learning_rate: float
    value: float
    n: int
    share: float
    chosen: bool


def power(rate, k):
    """p(rate, k): rate times 2^(k/2), to three significant digits."""
    odd = 1.4142135623730951 if k % 2 else 1.0
    return float(f"{rate * odd * 2.0 ** (k // 2):.2e}")


def grid(given):
    """The rates that claim.toml gives, as a list or from one to another, and whether these may grow."""
    if isinstance(given, list):
        return [float(rate) for rate in given], False
    rates, k = [], 0
    while power(given["from"], k) <= given["to"] * 1.01:
        rates.append(power(given["from"], k))
        k += 1
    return rates, True


def rounds(pilots):
    """How many seeds each round has."""
    return sorted({-(-pilots // parts) for parts in (8, 4, 2, 1)})


class Pilots:
    """The pilots of a cell. Each is run once, when it is first asked for."""

    def __init__(self, tuning, run):
        self.metric, self.statistic = tuning["metric"], tuning.get("statistic", "mean")
        self.sign = -1.0 if tuning["goal"] == "maximize" else 1.0
        self.run = run
        self.values = {}  # rate -> the metric of seeds 0, 1, ...

    def of(self, rate, seeds):
        """The metric of the first seeds at a rate, NaN where it is missing."""
        known = self.values.setdefault(rate, [])
        missing = list(range(len(known), seeds))
        if missing:
            known += [metrics.get(self.metric, math.nan) for metrics in self.run(rate, missing)]
        return known[:seeds]

    def badness(self, values):
        """The statistic along the last axis, the less the better; infinite with a NaN."""
        values = np.asarray(values, dtype=np.float64)
        result = self.sign * RESAMPLED[self.statistic](values)
        return np.where(np.isnan(values).any(axis=-1), np.inf, result)


def halved(pilots, rates, seeds):
    """The rates that are alive at the end, the best first."""
    alive = list(rates)
    for s in rounds(seeds):
        alive.sort(key=lambda rate: (float(pilots.badness(pilots.of(rate, s))), rate))
        if s < seeds:
            count = len(alive)
            alive = sorted(alive[: max(-(-count // 2), min(3, count))])
    return alive


def grown(rates, best):
    """The grid with four rates more beyond its best end, or None where best is no end or they would leave f32."""
    if best == rates[-1]:
        more = [power(best, k) for k in (1, 2, 3, 4)]
    elif best == rates[0]:
        more = [power(best, k) for k in (-4, -3, -2, -1)]
    else:
        return None
    singles = np.array(more).astype(np.float32)
    if (singles == 0).any() or np.isinf(singles).any():
        return None
    return sorted(rates + more)


def wins(pilots, finalists, seeds, choices):
    """How often each finalist is the best when the seeds are drawn again."""
    draws = choices.below(seeds, RESAMPLES * seeds).reshape(RESAMPLES, seeds)
    badness = [pilots.badness(np.array(pilots.of(rate, seeds))[draws]) for rate in finalists]
    return np.bincount(np.argmin(badness, axis=0), minlength=len(finalists)).tolist()


def tune(configuration, cell, run):
    """Every rate that was tried for a cell, increasing. `run(rate, seeds)` runs pilots and gives their metrics."""
    seeds = configuration.pilot_seeds
    pilots = Pilots(configuration.tuning, run)
    rates, may_grow = grid(configuration.tuning["learning_rates"])
    rates = sorted(rates)
    for growth in range(MOST_GROWTH + 1):
        finalists = halved(pilots, rates, seeds)
        larger = grown(rates, finalists[0]) if may_grow and growth < MOST_GROWTH else None
        if larger is None:
            break
        rates = larger
    role = f"choice of {cell.arm}, {cell.place}"
    won = wins(pilots, finalists, seeds, stream(configuration.experiment, "pilot", cell.data_set, 0, role))
    counted = {rate: max(count, 1) for rate, count in zip(finalists, won)
               if rate == finalists[0] or count >= LEAST_WINS}
    total = sum(counted.values())
    return [Rate(rate, reduce(pilots.statistic, values), len(values), counted.get(rate, 0) / total,
                 chosen=rate == finalists[0])
            for rate, values in sorted(pilots.values.items())]
