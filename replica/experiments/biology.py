"""biology: what a neuron has and a unit has not, each in the model that neuroscience has for it."""

from itertools import chain as concatenated
from itertools import count, islice, pairwise, takewhile
from math import floor, inf, nan

import numpy as np

from ..double import exp
from ..membrane import REST, Membrane, halvings, opening_and_closing, resting, settled
from ..reductions import mean
from ..streams import stream_of
from ..tables import float_field

PULSE = 0.5
STATIONS = [0, 25, 50, 75, 100]


def threshold(membrane):
    """The threshold of one pulse."""
    return membrane.current_for(PULSE, 65, 0.0, 200.0)


def least_fall(values):
    """The smallest fall from one value to the next."""
    return min(before - after for before, after in pairwise(values))


def crossings(voltages):
    """The indices of spikes: of those voltages that are not below 0, after one that is."""
    return (i for i, (before, after) in enumerate(pairwise(voltages), 1) if before < 0 and not after < 0)


# --- The membrane -------------------------------------------------------------------------------------------------


def second_threshold(membrane, first, later):
    """The threshold of a second pulse, `later` after one of twice the threshold `first`."""
    dt = membrane.step
    steps = floor((later + 8) / dt)
    common = next(i for i in count() if not i * dt < later)

    def states(x, state, start):
        def current(t):
            return (2 * first if t < PULSE else 0.0) + (x if later <= t < later + PULSE else 0.0)

        return membrane.states(current, state, start)

    # Before the second pulse all traces are the same.
    before = list(islice(states(0.0, resting(), 0), common))

    def two_spikes(x):
        after = islice(states(x, before[-1], common), steps - common)
        spikes = crossings(state[0] for state in concatenated(before, after))
        return next(islice(spikes, 1, None), None) is not None

    return halvings(two_spikes, 0.0, 5 * first, 20) if two_spikes(5 * first) else inf


def paired_pulses(step):
    membrane = Membrane(step)
    first = threshold(membrane)
    times = [0.5 * k for k in range(4, 45)]
    ratios = [second_threshold(membrane, first, later) / first for later in times]
    refractory = list(takewhile(lambda ratio: ratio > 2, ratios))
    relative = [ratio for ratio in ratios if ratio <= 2]
    return {
        "absolute_window": times[len(refractory) - 1] if refractory else 0.0,
        "least_fall": least_fall(list(takewhile(lambda ratio: ratio > 1, relative))),
        "relative_threshold": max(relative),
    }


def densities(step):
    thresholds = [threshold(Membrane(step, sodium=90.0 + 10 * i)) for i in range(11)]
    return {"least_fall": least_fall(thresholds), "threshold_ratio": thresholds[0] / thresholds[10]}


def adaptation(arm, step):
    voltages = Membrane(step, calcium=arm["calcium"]).trace(500, lambda t: 30.0)
    times = [i * step for i in crossings(voltages)]
    intervals = [after - before for before, after in pairwise(times)]
    return {"last_over_first": intervals[-1] / intervals[0] if intervals else nan}


def recovery(step):
    def held(h, v):
        _, (a, b), _ = opening_and_closing(v)
        for _ in range(floor(50 / step)):
            h = h + step * (a * (1 - h) - b * h)
        return h

    _, at_rest, _ = settled(REST)
    closed = held(at_rest, 20.0)
    opened = held(closed, REST)
    return {"recovered": (opened - closed) / (at_rest - closed), "closed": closed}


# --- Synapses, cables, chains -------------------------------------------------------------------------------------


def synapse(arm, quanta):
    n, p = arm["sites"], arm["release"]

    def released(k, probability):
        return int((quanta.uniform(k) < probability).sum()) if k else 0

    firsts, seconds = [], []
    for _ in range(arm["pairs"]):
        first = released(n, p)
        again = released(first, arm["refilled"])
        seconds.append(released(n - first + again, p))
        firsts.append(first)
    firsts, seconds = np.array(firsts, dtype=float), np.array(seconds, dtype=float)
    m1, m2 = mean(firsts), mean(seconds)
    v = mean((firsts - m1) * (firsts - m1))
    metrics = {
        "mean_over_predicted": m1 / (n * p),
        "variance_over_predicted": v / (n * p * (1 - p)),
        "variance": v,
        "pair_ratio": m2 / m1,
        "pair_over_predicted": m2 / m1 / (1 - p * (1 - arm["refilled"])),
    }
    return {name: float(value) for name, value in metrics.items()}


def at_rest(nodes, dx):
    """The voltage along a cable that is held at its near end."""
    f = [0.0] * (nodes + 1)
    f[nodes] = 1 / (1 + dx * dx)
    for i in range(nodes - 1, 0, -1):
        f[i] = 1 / (2 + dx * dx - f[i + 1])
    v = [1.0]
    for i in range(1, nodes + 1):
        v.append(f[i] * v[i - 1])
    return v


def after_a_pulse(nodes, dx):
    """Times, and voltages at the stations, after a pulse of current at the near end."""
    dt = 0.4 * dx * dx
    v, times, watched = np.zeros(nodes + 1), [], []
    for s in range(floor(3 / dt)):
        t = s * dt
        left, right = np.append(v[1], v[:-1]), np.append(v[1:], v[-2])
        current = np.zeros(nodes + 1)
        current[0] = 1 / dx if t < 0.05 else 0.0
        v = v + dt * ((left - 2 * v + right) / (dx * dx) - v + current)
        if s % 20 == 0:
            times.append(t + dt)
            watched.append(v[STATIONS])
    return np.array(times), np.array(watched)


def cable():
    nodes, dx = 500, 1 / 50
    v = np.array(at_rest(nodes, dx)[:251])
    times, watched = after_a_pulse(nodes, dx)
    first_largest = watched.argmax(axis=0)
    peaks, at = watched.max(axis=0), times[first_largest]
    return {
        "least_fall": float((peaks[:-1] / peaks[1:]).min()),
        "decay_error": float(np.abs(v / exp(-np.arange(251) / 50) - 1).max()),
        "least_delay": float(np.diff(at).min()),
    }


def branches(arm):
    g, c = arm["conductance"], arm["coupling"]

    def soma(g1, g2):
        given = 0 + c * g1 / (1 + g1 + c) + c * g2 / (1 + g2 + c)
        kept = 1 + 2 * c - c * c / (1 + g1 + c) - c * c / (1 + g2 + c)
        return given / kept

    return {
        "same_branch": soma(2 * g, 0) / (2 * soma(g, 0)),
        "two_branches": soma(g, g) / (2 * soma(g, 0)),
    }


def chain(arm, stream_of):
    shares = []
    for i in range(11):
        x = 0.5 + 0.1 * i
        noise = stream_of(f"noise, {float_field(x).removesuffix('.0')}")
        first, second = arm["noise"] * noise.normal(2 * arm["draws"]).reshape(-1, 2).T
        fired = np.where(x + first > 1, arm["weight"], 0.0)
        shares.append(int((fired + second > 1).sum()) / arm["draws"])
    return {
        "weakest": shares[0],
        "strongest": shares[-1],
        "least_rise": min(after - before for before, after in pairwise(shares)),
    }


def run(configuration, cell, rate, seeds, phase):
    arm, step = configuration.arms[cell.arm], configuration.settings["step"]
    of = stream_of(configuration, cell, phase)
    match arm["check"]:
        case "synapse":
            return [synapse(arm, of(seed, "quanta")) for seed in seeds]
        case "chain":
            return [chain(arm, lambda role: of(seed, role)) for seed in seeds]
        case "paired_pulses":
            metrics = paired_pulses(step)
        case "densities":
            metrics = densities(step)
        case "adaptation":
            metrics = adaptation(arm, step)
        case "recovery":
            metrics = recovery(step)
        case "cable":
            metrics = cable()
        case "branches":
            metrics = branches(arm)
    return [dict(metrics) for _ in seeds]
