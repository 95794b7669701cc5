"""Optimisers and training (networks.md, sections 6 and 7), for several lanes side by side.

Lanes end one by one. Those that have ended are taken out, so that the others go on faster; no bit of any lane
depends on the others.
"""

import numpy as np

from .numbers import fma

REACHED, EXHAUSTED, DIVERGED = "reached", "exhausted", "diverged"


def only(parameters, lanes):
    """The parameters of some lanes, or of one."""
    return [p[lanes] for p in parameters]


class GradientDescent:
    """p = fma(-rate, g, p), or with a momentum its memory v in the place of g."""

    def __init__(self, rate, momentum=None):
        self.rate, self.momentum, self.memory = rate, momentum, None

    def step(self, parameters, gradient):
        T = parameters[0].dtype.type
        if self.momentum is not None:
            memory = self.memory or [np.zeros_like(p) for p in parameters]
            gradient = self.memory = [fma(T(self.momentum), v, g) for v, g in zip(memory, gradient)]
        return [fma(-T(self.rate), g, p) for g, p in zip(gradient, parameters)]

    def keep(self, lanes):
        self.memory = self.memory and only(self.memory, lanes)


class Adam:
    def __init__(self, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon
        self.power1 = self.power2 = 1.0
        self.a = self.b = None

    def step(self, parameters, gradient):
        T = parameters[0].dtype.type
        self.a = self.a or [np.zeros_like(p) for p in parameters]
        self.b = self.b or [np.zeros_like(p) for p in parameters]
        self.power1, self.power2 = self.power1 * self.beta1, self.power2 * self.beta2
        k1, k2 = T(1.0 / (1.0 - self.power1)), T(1.0 / (1.0 - self.power2))
        c1, c2 = T(1.0 - self.beta1), T(1.0 - self.beta2)
        self.a = [fma(T(self.beta1), a, c1 * g) for a, g in zip(self.a, gradient)]
        self.b = [fma(T(self.beta2), b, c2 * (g * g)) for b, g in zip(self.b, gradient)]
        return [fma(-T(self.rate), a * k1 / (np.sqrt(b * k2) + T(self.epsilon)), p)
                for a, b, p in zip(self.a, self.b, parameters)]

    def keep(self, lanes):
        self.a, self.b = self.a and only(self.a, lanes), self.b and only(self.b, lanes)


class Run:
    """What came of training: the outcome, epochs and last J of each lane, its counts of wrong examples, parameters."""

    def __init__(self, parameters):
        lanes = len(parameters[0])
        self.parameters = [p.copy() for p in parameters]
        self.outcome = [None] * lanes
        self.epochs = [None] * lanes
        self.loss = [None] * lanes
        self.history = [[] for _ in range(lanes)]

    def end(self, lane, outcome, epochs, of_lane):
        """A lane has ended with these parameters."""
        self.outcome[lane], self.epochs[lane] = outcome, epochs
        for whole, part in zip(self.parameters, of_lane):
            whole[lane] = part


def outcome_of(diverged, reached, is_last):
    """How training of a lane ends before an epoch; None if it goes on."""
    return DIVERGED if diverged else REACHED if reached else EXHAUSTED if is_last else None


def of_lanes(examples, lanes):
    """The examples of some lanes, where they are not those of all."""
    return examples if len(examples) == 1 else examples[lanes]


def train_whole_set(network, parameters, x, t, optimiser, budget, goal=None):
    """Every step takes all examples; it ends once J < goal."""
    run = Run(parameters)
    live = np.arange(len(parameters[0]))
    for epoch in range(budget + 1):
        j, gradient = network.cost_and_gradient(parameters, of_lanes(x, live), of_lanes(t, live))
        going = []
        for i, lane in enumerate(live):
            reached = goal is not None and float(j[i]) < goal
            outcome = outcome_of(not np.isfinite(j[i]), reached, epoch == budget)
            if outcome is None:
                going.append(i)
            else:
                run.end(lane, outcome, epoch, only(parameters, i))
                run.loss[lane] = float(j[i])
        if not going:
            break
        if len(going) < len(live):
            live, parameters, gradient = live[going], only(parameters, going), only(gradient, going)
            optimiser.keep(going)
        parameters = optimiser.step(parameters, gradient)
    return run


def train_in_batches(network, parameters, x, t, streams, optimiser, size, budget, goal=None, look=None):
    """Batches in the order that each lane's stream shuffles anew for every epoch.

    `goal` is a share of the examples that may be wrong. `look(epoch, lanes, parameters)` is called before each
    epoch, and at the end.
    """
    run = Run(parameters)
    examples = x.shape[-2]
    size = min(size, examples)
    live = np.arange(len(parameters[0]))
    orders = [list(range(examples)) for _ in live]
    moving = np.ones(len(live), bool)  # false for a lane that diverged within the epoch
    for epoch in range(budget + 1):
        xs, ts = of_lanes(x, live), of_lanes(t, live)
        if look:
            look(epoch, live, parameters)
        if epoch == budget:
            moving &= np.isfinite(network.cost_in_chunks(parameters, xs, ts, size))
        wrong = network.wrong(parameters, xs, ts) if goal is not None else None
        going = []
        for i, lane in enumerate(live):
            if goal is not None:
                run.history[lane].append(int(wrong[i]))
            reached = goal is not None and float(wrong[i]) <= goal * examples
            outcome = outcome_of(not moving[i], reached, epoch == budget)
            if outcome is None:
                going.append(i)
            else:
                run.end(lane, outcome, epoch, only(parameters, i))
        if not going:
            break
        if len(going) < len(live):
            live, moving, parameters = live[going], moving[going], only(parameters, going)
            optimiser.keep(going)
            xs, ts = of_lanes(x, live), of_lanes(t, live)
        for lane in live:
            streams[lane].shuffle(orders[lane])
        order = np.array([orders[lane] for lane in live])
        for start in range(0, examples, size):
            batch = order[:, start : start + size]
            j, gradient = network.cost_and_gradient(parameters, rows(xs, batch), rows(ts, batch))
            moving = moving & np.isfinite(j)
            moved = optimiser.step(parameters, gradient)
            if not moving.all():
                moved = [np.where(moving.reshape(-1, *[1] * (p.ndim - 1)), m, p) for m, p in zip(moved, parameters)]
            parameters = moved
    return run


def rows(examples, batch):
    """The examples of each lane's batch."""
    lanes = np.zeros(len(batch), int) if len(examples) == 1 else np.arange(len(batch))
    return examples[lanes[:, None], batch]


def crossed(history, examples, goal):
    """The time to the goal in epochs, from the counts of wrong examples; None if it was not reached."""
    curve = [count / examples for count in history]
    after = next((t for t, share in enumerate(curve) if share <= goal), None)
    if not after:
        return after if after is None else 0.0
    return (after - 1) + (curve[after - 1] - goal) / (curve[after - 1] - curve[after])
