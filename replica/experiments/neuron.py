"""neuron: spikes are all or none, rates follow the drive, and a unit is f(w.x + b)."""

import math
from functools import cache

import numpy as np

from .. import tables as columns
from ..distributions import clopper_pearson
from ..double import exp, expm1, log, log1p
from ..membrane import Membrane
from ..multiply_add import halves
from ..numbers import fma64, sigmoid
from ..reductions import mean, reduce
from ..search import largest
from ..streams import normal_of, numbered, stream_of

EPSILON = 2.0**-52


# --- weighted_sum -------------------------------------------------------------------------------------------------


def draws(cases, count):
    """normal() * exp(between(-4.6, 4.6)) so many times; the normal number is drawn first."""
    first, second, scale = cases.uniform(3 * count).reshape(count, 3).T
    return (normal_of(first, second) * exp(-4.6 + (4.6 - -4.6) * scale)).tolist()


def compensated(w, x, c):
    """The sum with what is lost in its roundings (Ogita, Rump and Oishi)."""
    s, lost = c, 0.0
    for wi, xi in zip(w, x):
        p = wi * xi
        (ah, al), (bh, bl) = halves(wi), halves(xi)
        pl = al * bl - (((p - ah * bh) - al * bh) - ah * bl)
        t = s + p
        u = t - s
        sl = (s - (t - u)) + (p - u)
        s, lost = t, lost + (pl + sl)
    return s + lost


def weighted_sum(arm, cases):
    sums, outputs = [], []
    for _ in range(arm["cases"]):
        n = cases.below(arm["most_inputs"]) + 1
        drawn = draws(cases, 2 * n + 1)
        w, b, x = drawn[:n], drawn[n], drawn[n + 1 :]
        z = b
        for wi, xi in zip(w, x):
            z = fma64(xi, wi, z)
        c = b if arm["bias"] else 0.0
        exact, size = compensated(w, x, c), abs(c)
        for wi, xi in zip(w, x):
            size = size + abs(wi * xi)
        bound = n * EPSILON * size
        sums.append(abs(z - exact) / bound)
        outputs.append(abs(sigmoid(np.float64(z)) - 1 / (1 + exp(-exact))) / (bound + 4 * EPSILON))
    return {"sum_error": float(max(sums)), "output_error": float(max(outputs))}


# --- membrane -----------------------------------------------------------------------------------------------------


def all_or_none(arm, step):
    membrane, pulse = Membrane(step, sodium=arm["sodium"]), arm["pulse"]
    threshold = membrane.current_for(pulse, 65, 0.0, arm["strongest"])
    full = membrane.peak(pulse, 1.05 * threshold)
    peaks = [membrane.peak(pulse, threshold * (1.1 + 0.1 * i)) for i in range(20)]
    quarter, three_quarters = (
        membrane.current_for(pulse, q * full, 0.5 * threshold, 1.5 * threshold) for q in (0.25, 0.75)
    )
    return {
        "threshold": threshold,
        "spikes_below": float(sum(membrane.peak(pulse, 0.99 * threshold * i / 20) > 65 for i in range(1, 21))),
        "peak_below": membrane.peak(pulse, 0.95 * threshold) / full,
        "transition": (three_quarters - quarter) / threshold,
        "peak_variation": (max(peaks) - min(peaks)) / reduce("mean", peaks),
    }


# --- integrate_and_fire -------------------------------------------------------------------------------------------


class Rates:
    """The rates of an integrate-and-fire neuron, simulated and in closed form, and the fits of the latter."""

    def __init__(self, refractory, time_constant, duration, drives, step):
        self.refractory, self.time_constant = refractory, time_constant
        self.drives = np.array(drives)
        self.predicted = self.closed_form(self.drives)
        self.rates = [self.rate(spikes) for spikes in self.spikes(duration, step)]
        self.grid = np.arange(241) / 40
        self.truth = self.closed_form(self.grid)
        interval = {"scale": (1.0, 100.0), "from": (-1.0, 2.0), "sharpness": (0.2, 50.0)}
        box = list(interval.values())
        self.relu = largest(lambda points: -self.misfit(relu_fit, points), box[:2], numbered(0))
        self.softplus = largest(lambda points: -self.misfit(softplus_fit, points), box, numbered(0))

    def closed_form(self, drive):
        above = drive > 1
        inside = np.where(above, drive, 2.0)  # any drive that has a rate, where there is none
        rate = 1000 / (self.refractory + self.time_constant * log(inside / (inside - 1)))
        return np.where(above, rate, 0.0)

    def spikes(self, duration, step):
        """The times of spikes of each drive."""
        v, paused = np.zeros_like(self.drives), np.zeros_like(self.drives)
        spikes = [[] for _ in self.drives]
        for i in range(math.floor(duration / step)):
            t = i * step
            v = np.where(t < paused, v, v + step * (self.drives - v) / self.time_constant)
            for lane in np.flatnonzero(v >= 1):
                spikes[lane].append(t)
                v[lane], paused[lane] = 0.0, t + self.refractory
        return spikes

    @staticmethod
    def rate(spikes):
        return 1000 * (len(spikes) - 1) / (spikes[-1] - spikes[0]) if len(spikes) > 1 else 0.0

    def misfit(self, fit, points):
        """E: the root of the mean square, for each of the points [points, variables]."""
        difference = fit(points[:, :, None], self.grid) - self.truth
        return np.sqrt(mean(difference * difference))

    def metrics(self):
        errors = [abs(rate / r - 1) if r else rate for rate, r in zip(self.rates, self.predicted)]
        rising = [rate for drive, rate in zip(self.drives, self.rates) if drive > 1]
        return {
            "rate_error": float(max(errors)),
            "least_rise": float(min(after - before for before, after in zip(rising, rising[1:]))),
            "rate_at_2": self.rates[self.drives.tolist().index(2.0)],
            "relu_fit_error": -self.relu[1],
            "softplus_fit_error": -self.softplus[1],
        }


def relu_fit(point, drive):
    scale, start = point[:, 0], point[:, 1]
    x = drive - start
    return scale * np.where(x > 0, x, 0.0)


def softplus_fit(point, drive):
    scale, start, sharpness = point[:, 0], point[:, 1], point[:, 2]
    y = sharpness * (drive - start)
    return scale * (np.where(y < 0, 0.0, y) + log1p(exp(-np.abs(y)))) / sharpness


@cache
def rates(refractory, time_constant, duration, drives, step):
    return Rates(refractory, time_constant, duration, drives, step)


def rates_of(configuration, name):
    arm = configuration.arms[name]
    return rates(
        arm["refractory"], arm["time_constant"], arm["duration"], tuple(arm["drives"]), configuration.settings["step"]
    )


# --- poisson and timing -------------------------------------------------------------------------------------------


def poisson(arm, seed, spikes):
    """How many bins of a train have a spike, against how many should."""
    rate, width, bins = arm["rates"][seed % len(arm["rates"])], arm["bin"], arm["bins"]
    here = np.zeros(1)
    waits = np.empty(0)
    while here[-1] < bins:
        waits = np.append(waits, -log(1 - spikes.uniform(1000)) * 1000 / rate)
        here = np.cumsum(waits) / width
    with_spike = np.floor(here[here < bins])
    count = int((np.diff(with_spike, prepend=-1.0) != 0).sum())
    predicted = -expm1(np.float64(-rate * width / 1000))
    low, high = clopper_pearson(count, bins)
    return {
        "rate": rate,
        "share": count / bins,
        "predicted_share": float(predicted),
        "inside": float(low <= predicted <= high),
    }


def fires(arm, train):
    """Whether the neuron that reads a train comes to its threshold."""
    v = highest = arm["weight"]
    for kept in exp(-np.diff(train) / arm["time_constant"]):
        v = v * kept + arm["weight"]
        highest = max(highest, v)
    return highest >= 1


def timing(arm, spikes):
    interval, count = 1000 / arm["rate"], 2 * arm["pairs"]
    i = np.arange(count)
    paired = ((i // 2) * 2 * interval + (i % 2) * arm["within_pair"]) + arm["jitter"] * spikes.normal(count)
    even = i * interval + arm["jitter"] * spikes.normal(count)
    told = fires(arm, np.sort(paired)) and not fires(arm, np.sort(even))
    return {"told_by_timing": float(told), "told_by_rate": float(len(paired) != len(even))}


def run(configuration, cell, rate, seeds, phase):
    arm, step = configuration.arms[cell.arm], configuration.settings["step"]
    of = stream_of(configuration, cell, phase)
    match arm["check"]:
        case "weighted_sum":
            return [weighted_sum(arm, of(seed, "cases")) for seed in seeds]
        case "membrane":
            return [all_or_none(arm, step) for _ in seeds]
        case "integrate_and_fire":
            return [rates_of(configuration, cell.arm).metrics() for _ in seeds]
        case "poisson":
            return [poisson(arm, seed, of(seed, "spikes")) for seed in seeds]
        case "timing":
            return [timing(arm, of(seed, "spikes")) for seed in seeds]


def tables(configuration, trials):
    found = rates_of(configuration, "integrate_and_fire")
    fits = [
        fit(np.array([point])[:, :, None], found.drives)[0].tolist()
        for fit, (point, _) in ((relu_fit, found.relu), (softplus_fit, found.softplus))
    ]
    names = ["drive", "predicted_rate", "rate", "relu_fit", "softplus_fit"]
    values = [found.drives.tolist(), found.predicted.tolist(), found.rates, *fits]
    return [("rates", [(name, columns.floats(one)) for name, one in zip(names, values)])]
