"""One peer on one workload: trains the given network, says what it got, then is timed on demand.

    worker.py SYSTEM WORKLOAD THREADS FOLDER

FOLDER holds `<workload>.safetensors` with `input` and `target` (one example a row) and, for layer
i, `layers.i.weight` as [units, fan_in] and `layers.i.bias`; a sweep has the replicates as a first
axis. The first line that is printed says the losses after 100 steps, the version and whatever is to
be known about the run, as JSON. After that, every line read is answered by one line: training steps
a second (network steps, in a sweep).
"""

import json
import os
import sys
import time

SYSTEM, WORKLOAD, THREADS, FOLDER = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
# Debian's and older OpenBLAS builds are told here which kernel to use; a current one knows better.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(THREADS)
if THREADS == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.sched_setaffinity(0, set(range(THREADS)))

import numpy as np  # noqa: E402  (after the number of threads is set)
from safetensors.numpy import load_file  # noqa: E402

LEARNING_RATE = 0.1
CHECKED_STEPS = 100
ROUND_SECONDS = 1.0
SWEEP = WORKLOAD.endswith(("_sweep", "_tanh", "_relu"))
HIDDEN = "tanh" if WORKLOAD in ("xor", "xor_sweep_tanh") else "relu"
BINARY = WORKLOAD.startswith("xor")

tensors = load_file(os.path.join(FOLDER, WORKLOAD + ".safetensors"))
x, t = tensors["input"], tensors["target"]
layers = []
while f"layers.{len(layers)}.weight" in tensors:
    i = len(layers)
    layers.append((tensors[f"layers.{i}.weight"], tensors[f"layers.{i}.bias"]))


def jax_sweep_last_axis(double):
    """The replicates as the last axis of everything: the layout that vectorises best."""
    import jax
    import jax.numpy as jnp

    f = jnp.tanh if HIDDEN == "tanh" else lambda z: jnp.maximum(z, 0.0)
    examples, targets = jnp.asarray(x), jnp.asarray(t)

    def loss(parameters):
        h = examples[:, :, None]
        for i, (w, b) in enumerate(parameters):
            # [batch, in, replicates] and [out, in, replicates], summed over "in" by hand.
            z = b[None]
            for k in range(w.shape[1]):
                z = z + h[:, k, None, :] * w[None, :, k, :]
            h = z if i == len(parameters) - 1 else f(z)
        if BINARY:
            cost = jnp.maximum(h, 0) - h * targets[:, :, None] + jnp.log1p(jnp.exp(-jnp.abs(h)))
            each = cost.mean((0, 1))
        else:
            each = -(targets[:, :, None] * jax.nn.log_softmax(h, axis=1)).sum(1).mean(0)
        return each.sum(), each

    return loss


def jax_one(double):
    import jax
    import jax.numpy as jnp

    f = jnp.tanh if HIDDEN == "tanh" else lambda z: jnp.maximum(z, 0.0)
    examples, targets = jnp.asarray(x), jnp.asarray(t)

    def loss(parameters):
        h = examples
        for i, (w, b) in enumerate(parameters):
            z = h @ w + b
            h = z if i == len(parameters) - 1 else f(z)
        if BINARY:
            each = (jnp.maximum(h, 0) - h * targets + jnp.log1p(jnp.exp(-jnp.abs(h)))).mean()
        else:
            each = -(targets * jax.nn.log_softmax(h, axis=1)).sum(1).mean()
        return each, each

    return loss


def run_jax(vmap):
    """Gradient descent inside one compiled scan, the loss of every step computed and carried."""
    import jax
    import jax.numpy as jnp

    note = {}
    if SWEEP and not vmap:
        loss = jax_sweep_last_axis(False)
        # [replicates, out, in] to [out, in, replicates]
        start = [(np.moveaxis(w, 0, -1), np.moveaxis(b, 0, -1)) for w, b in layers]
    else:
        loss = jax_one(False)
        start = [(np.swapaxes(w, -1, -2), b) for w, b in layers]
    gradient = jax.value_and_grad(loss, has_aux=True)

    def step(carry, _):
        parameters, _ = carry
        (_, each), slopes = gradient(parameters)
        moved = jax.tree.map(lambda p, g: p - LEARNING_RATE * g, parameters, slopes)
        return (moved, each), None

    def train(parameters, steps):
        each = loss(parameters)[1]
        (parameters, _), _ = jax.lax.scan(step, (parameters, each), None, length=steps)
        return parameters

    if SWEEP and vmap:
        one = train
        train = lambda parameters, steps: jax.vmap(lambda p: one(p, steps))(parameters)  # noqa: E731
        losses = jax.vmap(lambda p: loss(p)[1])
    else:
        losses = lambda parameters: loss(parameters)[1]  # noqa: E731
    train = jax.jit(train, static_argnums=1)

    def replicates_of(count):
        """The first `count` replicates, the given ones over and over."""
        axis = 0 if vmap else -1
        given = start[0][0].shape[axis]
        take = np.arange(count) % given
        return jax.tree.map(lambda a: jnp.asarray(np.take(a, take, axis)), start)

    if SWEEP:
        def rate_of(count, seconds):
            steps = max(10, 200_000 // count if WORKLOAD.startswith("xor") else 20)
            parameters = replicates_of(count)
            jax.block_until_ready(train(parameters, steps))
            return timed(lambda: jax.block_until_ready(train(parameters, steps)), steps * count, seconds)

        counts = [16, 64, 256, 1024] if WORKLOAD.startswith("xor") else [4, 16, 64]
        rates = {count: rate_of(count, 0.3) for count in counts}
        best = max(rates, key=rates.get)
        note["replicates"] = best
        checked = replicates_of(start[0][0].shape[0 if vmap else -1])
        measure = lambda: rate_of(best, ROUND_SECONDS)  # noqa: E731
    else:
        checked = jax.tree.map(jnp.asarray, start)
        steps = {"xor": 20_000, "digits": 2_000, "mnist": 20}[WORKLOAD]
        jax.block_until_ready(train(checked, steps))
        measure = lambda: timed(  # noqa: E731
            lambda: jax.block_until_ready(train(checked, steps)), steps, ROUND_SECONDS
        )
    got = np.atleast_1d(np.asarray(losses(train(checked, CHECKED_STEPS)), dtype=np.float64))
    return jax.__version__, got, measure, note


def run_torch(compiled):
    import torch

    torch.set_num_threads(THREADS)
    modules = []
    for i, (w, b) in enumerate(layers):
        linear = torch.nn.Linear(w.shape[1], w.shape[0])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w))
            linear.bias.copy_(torch.from_numpy(b))
        modules.append(linear)
        if i + 1 < len(layers):
            modules.append(torch.nn.Tanh() if HIDDEN == "tanh" else torch.nn.ReLU())
    network = torch.nn.Sequential(*modules)
    cost = torch.nn.BCEWithLogitsLoss() if BINARY else torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)
    examples, targets = torch.from_numpy(x), torch.from_numpy(t)

    def forward_and_backward():
        loss = cost(network(examples), targets)
        loss.backward()
        return loss

    if compiled:
        network.compile()

    def step():
        optimizer.zero_grad()
        forward_and_backward()
        optimizer.step()

    for _ in range(CHECKED_STEPS):
        step()
    with torch.no_grad():
        got = np.atleast_1d(float(cost(network(examples), targets)))
    steps = {"xor": 500, "digits": 500, "mnist": 20}[WORKLOAD]

    def several():
        for _ in range(steps):
            step()

    return torch.__version__, got, lambda: timed(several, steps, ROUND_SECONDS), {}


def run_scikit_learn():
    """MLPClassifier with SGD, no momentum, no penalty: an epoch of one batch is a step."""
    import sklearn
    from sklearn.neural_network import MLPClassifier

    batch = x.shape[0]
    network = MLPClassifier(
        [w.shape[0] for w, _ in layers[:-1]], activation=HIDDEN, solver="sgd", alpha=0.0,
        batch_size=batch, learning_rate_init=LEARNING_RATE, momentum=0.0, nesterovs_momentum=False,
        shuffle=False,
    )
    classes = t[:, 0].astype(int) if BINARY else t.argmax(1)
    every = np.arange(2 if BINARY else t.shape[1])
    network.partial_fit(x, classes, classes=every)
    network.coefs_ = [np.ascontiguousarray(w.T) for w, _ in layers]
    network.intercepts_ = [b.copy() for _, b in layers]
    network._optimizer.params = network.coefs_ + network.intercepts_
    for _ in range(CHECKED_STEPS):
        network.partial_fit(x, classes)
    probability = network.predict_proba(x)
    got = np.atleast_1d(-np.log(probability[np.arange(batch), classes]).mean())
    steps = {"xor": 200, "digits": 200, "mnist": 5}[WORKLOAD]

    def several():
        for _ in range(steps):
            network.partial_fit(x, classes)

    return sklearn.__version__, got, lambda: timed(several, steps, ROUND_SECONDS), {}


def timed(work, steps, seconds):
    """Steps a second over at least `seconds`."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        work()
        done += steps
    return done / (time.perf_counter() - start)


RUN = {
    "jax": lambda: run_jax(False),
    "jax_vmap": lambda: run_jax(True),
    "pytorch": lambda: run_torch(False),
    "pytorch_compiled": lambda: run_torch(True),
    "scikit_learn": run_scikit_learn,
}
version, losses, measure, note = RUN[SYSTEM]()
print(json.dumps({"version": version, "losses": losses.tolist(), **note}), flush=True)
for _ in sys.stdin:
    print(measure(), flush=True)
