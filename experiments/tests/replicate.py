"""A slice of activation_atlas again, in PyTorch: nothing of the project but claim.toml, the cards of
the data sets and the list of specifications. Data, splits, first weights, orders and tuning are its own.

    replicate.py ROOT run > results/reliability/replication_runs.csv
    replicate.py ROOT compare > results/reliability/replication.csv

The first has one row a specification and activation: its rate, and ln steps of ten runs, mean and
deviation. The second has one row a specification and pair of activations: the difference of mean ln steps,
ours and here, with standard errors over runs and tuning; whether signs agree where ours is decided,
and whether the difference of the two differences lies within two standard errors.
"""

import csv
import math
import sys
import tomllib
from pathlib import Path

import numpy as np
import torch

SEEDS = range(3)  # of each data set
PAIRS = [("relu", "sigmoid"), ("relu", "tanh"), ("tanh", "sigmoid")]
RUNS = 10
torch.set_num_threads(1)


def classic(root, name, test_share, scale):
    table = np.loadtxt(root / f"experiments/data/{name}.csv", delimiter=",")

    def draw(rng):
        rows = table[rng.permutation(len(table))[round(test_share * len(table)) :]]
        inputs = rows[:, :-1]
        if scale is None:
            deviation = inputs.std(0)
            inputs = (inputs - inputs.mean(0)) / np.where(deviation > 0, deviation, 1)
        else:
            inputs = inputs / scale
        return inputs, rows[:, -1].astype(int)

    return draw


def spirals(half_turns, noise):
    def draw(rng, n=512):
        label, share = rng.integers(2, size=n), np.sqrt(rng.random(n))
        angle = np.pi * (half_turns * share + label)
        arm = share[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
        return arm + noise * rng.standard_normal((n, 2)), label

    return draw


def checkerboard(rng, n=512):
    square = rng.integers(4, size=(n, 2))
    return square + rng.uniform(0.1, 0.9, (n, 2)) - 2, square.sum(1) % 2


def rings(rng, n=512):
    label, angle = rng.integers(3, size=n), rng.uniform(0, 2 * np.pi, n)
    circle = np.stack([np.cos(angle), np.sin(angle)], 1) * ((label + 1) / 3)[:, None]
    return circle + 0.05 * rng.standard_normal((n, 2)), label


def parity(rng, n=512):
    bits = rng.integers(2, size=(n, 8))
    return 1 - 2 * bits + 0.2 * rng.standard_normal((n, 8)), bits[:, :4].sum(1) % 2


def mixture(rng, n=512):
    centres, cluster = rng.standard_normal((12, 8)), rng.integers(12, size=n)
    return centres[cluster] + 0.5 * rng.standard_normal((n, 8)), cluster % 4


def waveform(rng, n=512):
    points = np.arange(21)
    waves = np.stack([np.maximum(0, 6 - abs(points - peak)) for peak in (10, 14, 6)])
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    label, u = rng.integers(3, size=n), rng.random((n, 1))
    first, second = waves[pairs[label]].transpose(1, 0, 2)
    return (u * first + (1 - u) * second + rng.standard_normal((n, 21))) / 3, label


def data_sets(root):
    return {
        "digits": classic(root, "digits", 0.25, 16),
        "iris": classic(root, "iris", 1 / 3, None),
        "wine": classic(root, "wine", 1 / 3, None),
        "breast_cancer": classic(root, "breast_cancer", 1 / 3, None),
        "two_spirals": spirals(3, 0.02),
        "three_turns": spirals(6, 0.01),
        "checkerboard": checkerboard,
        "rings": rings,
        "parity": parity,
        "gaussian_mixture": mixture,
        "waveform": waveform,
    }


def first_weights(kind, arm, fan_in, fan_out, rng):
    if kind == "orthogonal":
        tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
        q, r = np.linalg.qr(tall)
        q = q * np.sign(np.diag(r))
        return arm.get("gain", 1.0) * (q if fan_in >= fan_out else q.T)
    name = "lecun_normal" if kind == "LeCun" else arm["initialization"]
    variance = {
        "lecun_normal": 1 / fan_in,
        "he_normal": 2 / fan_in,
        "glorot_normal": 2 / (fan_in + fan_out),
    }[name]
    return rng.standard_normal((fan_in, fan_out)) * math.sqrt(variance)


ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def forward(weights, biases, x, f):
    for i, (w, b) in enumerate(zip(weights, biases)):
        x = torch.baddbmm(b, x, w)
        if i + 1 < len(weights):
            x = f(x)
    return x


def wrong(weights, biases, x, y, f):
    with torch.no_grad():
        z = forward(weights, biases, x, f)
        # What is no number is wrong.
        return ((z.argmax(2) != y) | ~torch.isfinite(z).all(2)).double().mean(1).numpy()


def race(draw, row, arm, task, rates, seeds):
    """ln steps to the goal of runs side by side, infinite where there are none, and their scores."""
    depth, width, batch = (int(row[k]) for k in ("depth", "width", "batch_size"))
    goal = task["goals"][["near", "far"].index(row["goal"])]
    epochs, f = round(task["epochs"] * math.sqrt(batch)), ACTIVATIONS[arm["activation"]]
    streams = [np.random.default_rng(seed) for seed in seeds]
    drawn = [draw(rng) for rng in streams]
    x = torch.tensor(np.stack([d[0] for d in drawn]), dtype=torch.float32)
    y = torch.tensor(np.stack([d[1] for d in drawn]))
    n, inputs, classes = x.shape[1], x.shape[2], int(max(d[1].max() for d in drawn)) + 1
    sizes, batch = [inputs] + [width] * (depth - 1) + [classes], min(batch, n)
    layers = list(zip(sizes, sizes[1:]))
    weights = [
        torch.tensor(
            np.stack([first_weights(row["weights"], arm, a, b, rng) for rng in streams]),
            dtype=torch.float32,
        )
        for a, b in layers
    ]
    biases = [torch.zeros(len(seeds), 1, b) for _, b in layers]
    rate = torch.tensor(rates, dtype=torch.float32)[:, None, None]
    memory = [[torch.zeros_like(p) for p in weights + biases] for _ in range(2)]
    steps, scores = np.full(len(seeds), math.inf), np.full(len(seeds), math.nan)
    alive, before, t = np.arange(len(seeds)), wrong(weights, biases, x, y, f), 0
    per_epoch = math.ceil(n / batch)
    for epoch in range(epochs):
        orders = torch.tensor(np.stack([streams[i].permutation(n) for i in alive]))
        for start in range(0, n, batch):
            index = orders[:, start : start + batch]
            rows = torch.arange(len(alive))[:, None]
            parameters = [p.requires_grad_(True) for p in weights + biases]
            z = forward(weights, biases, x[rows, index], f)
            cost = torch.nn.functional.cross_entropy(
                z.reshape(-1, classes), y[rows, index].reshape(-1), reduction="sum"
            ) / index.shape[1]
            gradients, t = torch.autograd.grad(cost, parameters), t + 1
            with torch.no_grad():
                for p, g, m, v in zip(parameters, gradients, *memory):
                    if row["optimizer"] == "plain":
                        p -= rate * g
                    elif row["optimizer"] == "momentum":
                        m.mul_(0.9).add_(g)
                        p -= rate * m
                    else:
                        m.mul_(0.9).add_(g, alpha=0.1)
                        v.mul_(0.999).addcmul_(g, g, value=0.001)
                        p -= rate * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
            weights = [p.detach() for p in parameters[: len(layers)]]
            biases = [p.detach() for p in parameters[len(layers) :]]
        after = wrong(weights, biases, x, y, f)
        there = after <= goal
        for i in np.flatnonzero(there):
            fraction = 0 if before[i] <= goal else (before[i] - goal) / (before[i] - after[i])
            steps[alive[i]] = max((epoch + fraction) * per_epoch, 1e-9)
            scores[alive[i]] = epoch + fraction
        for i in np.flatnonzero(~there):
            lost = not all(torch.isfinite(p[i]).all() for p in weights)
            scores[alive[i]] = epochs * (2 if lost else 1 + after[i])
        keep = torch.tensor(np.flatnonzero(~there))
        if len(keep) == 0:
            break
        if len(keep) < len(alive):
            weights, biases = [p[keep] for p in weights], [p[keep] for p in biases]
            memory = [[p[keep] for p in m] for m in memory]
            x, y, rate, after = x[keep], y[keep], rate[keep], after[keep.numpy()]
            alive = alive[keep.numpy()]
        before = after
    return np.log(steps), scores, math.log(epochs * per_epoch)


def tuned(draw, row, arm, task, settings, key):
    """Successive halving as METHODOLOGY.md tells it: the best rate of the last three or so."""
    grid, unit = settings["tuning"]["learning_rates"], {"plain": 1, "momentum": 0.1, "Adam": 0.01}
    pilots, scores = settings["pilots"], {}
    rates = [grid["from"] * 2 ** (k / 2) for k in range(40)]
    rates = [rate for rate in rates if rate <= grid["to"] * 1.01]
    for growth in range(4):
        rest = list(rates)
        for upto in (pilots // 8, pilots // 4, pilots // 2, pilots):
            todo = [(r, s) for r in rest for s in range(len(scores.get(r, [])), upto)]
            if todo:
                seeds = [[*key, 1, s] for _, s in todo]
                scaled = [r * unit[row["optimizer"]] for r, _ in todo]
                _, found, _ = race(draw, row, arm, task, scaled, seeds)
                for (r, _), score in zip(todo, found):
                    scores.setdefault(r, []).append(score)
            rest.sort(key=lambda r: (np.mean(scores[r][:upto]), r))
            if upto < pilots:
                rest = rest[: max(math.ceil(len(rest) / 2), min(3, len(rest)))]
        if growth == 3 or rest[0] not in (rates[0], rates[-1]):
            break
        beyond = [rest[0] * 2 ** (k / 2) for k in (range(1, 5) if rest[0] == rates[-1] else range(-4, 0))]
        rates = sorted(rates + beyond)
    return rest[0] * unit[row["optimizer"]]


def run(root, claim, writer):
    writer.writerow("data_set seed arm learning_rate mean_ln_steps deviation reached".split())
    draws = data_sets(root)
    for row in csv.DictReader((root / "results/activation_atlas/specifications.csv").open()):
        name, seed = row["data_set"], int(row["seed"])
        # One example at a time takes long in a library made for many.
        if name not in draws or seed not in SEEDS or int(row["batch_size"]) < 4:
            continue
        for place, arm in enumerate(("relu", "tanh", "sigmoid")):
            task, key = claim["settings"]["tasks"][name], [list(draws).index(name), seed, place]
            rate = tuned(draws[name], row, claim["arms"][arm], task, claim["settings"], key)
            seeds = [[*key, 2, s] for s in range(RUNS)]
            logs, _, budget = race(draws[name], row, claim["arms"][arm], task, [rate] * RUNS, seeds)
            reached, logs = int(np.isfinite(logs).sum()), np.minimum(logs, budget)
            writer.writerow([name, seed, arm, f"{rate:.4g}", f"{logs.mean():.6g}", f"{logs.std(ddof=1):.6g}", reached])
            sys.stdout.flush()


def compare(root, writer):
    folder = root / "results/activation_atlas"
    key = lambda row: (row["data_set"], row["seed"], row["arm"])
    trials = {key(row): row for row in csv.DictReader((folder / "trials.csv").open())}
    theirs = {key(row): row for row in csv.DictReader((root / "results/reliability/replication_runs.csv").open())}
    # How far tuning moves a difference of two arms: that of an arm from itself, tuned twice.
    population = csv.DictReader((folder / "population.csv").open())
    tuning = next(
        float(row["mean"]) for row in population
        if row["contrast"] == "relu_against_itself" and "specifications" in row["quantity"]
    )

    def ours(place):
        trial = trials[place]
        budget = float(trial["budget"])
        logs = np.log([float(trial[f"steps_{k}"] or budget) for k in range(RUNS)])
        return logs.mean(), logs.std(ddof=1), sum(bool(trial[f"steps_{k}"]) for k in range(RUNS))

    def there(place):
        row = theirs[place]
        return float(row["mean_ln_steps"]), float(row["deviation"]), int(row["reached"])

    def difference(first, second):
        error = math.sqrt((first[1] ** 2 + second[1] ** 2) / RUNS + tuning**2)
        return first[0] - second[0], error

    writer.writerow(
        "data_set seed first second ours ours_error theirs theirs_error decided sign_agrees within_two_errors".split()
    )
    for data_set, seed in dict.fromkeys((row["data_set"], row["seed"]) for row in theirs.values()):
        for first, second in PAIRS:
            places = [(data_set, seed, arm) for arm in (first, second)]
            if all(of(place)[2] < RUNS for of in (ours, there) for place in places):
                continue  # two bounds say nothing of each other
            a, ea = difference(*map(ours, places))
            b, eb = difference(*map(there, places))
            decided = abs(a) > 0.1 and abs(a) > 2 * ea
            near = abs(a - b) <= 2 * math.hypot(ea, eb)
            numbers = [f"{x:.4f}" for x in (a, ea, b, eb)]
            writer.writerow([data_set, seed, first, second, *numbers, decided, a * b > 0 if decided else "", near])


if __name__ == "__main__":
    root, writer = Path(sys.argv[1]), csv.writer(sys.stdout, lineterminator="\n")
    if sys.argv[2] == "run":
        run(root, tomllib.loads((root / "experiments/src/activation_atlas/claim.toml").read_text()), writer)
    else:
        compare(root, writer)
