"""One peer on one workload: trains the given network, says what it got, then is timed on demand.
On a function by itself: the mean of their magnitudes, and elements a second.

    worker.py SYSTEM WORKLOAD THREADS FOLDER

FOLDER holds `<workload>.safetensors` with `input` and `target` (one example a row) and, for layer
i, `layers.i.weight` as [units, fan_in] and `layers.i.bias`; a sweep has the replicates as a first
axis. The first line that is printed says the losses after 100 steps, the version and whatever is to
be known about the run, as JSON. After that, every line read, a number of seconds, is answered by one
line: training steps a second over that time (network steps, in a sweep).
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

NET = WORKLOAD.startswith("net_")
DOUBLE = WORKLOAD.endswith("_f64")
CHECKED_STEPS, LEARNING_RATE = (10, 1e-3) if NET else (100, 0.1)
SWEEP = WORKLOAD.endswith(("_sweep", "_tanh", "_relu"))
HIDDEN = "tanh" if WORKLOAD in ("xor", "xor_sweep_tanh") else "relu"
BINARY = WORKLOAD.startswith("xor")

tensors = load_file(os.path.join(FOLDER, WORKLOAD + ".safetensors"))
x, t = tensors["input"], tensors.get("target")
layers = []
while f"layers.{len(layers)}.weight" in tensors:
    i = len(layers)
    layers.append((tensors[f"layers.{i}.weight"], tensors[f"layers.{i}.bias"]))
if NET:
    # About a tenth of a second of calls or of arithmetic.
    work = 3.0 * x.shape[0] * sum(w.size for w, _ in layers)
    STEPS, CALLS = (max(2, int(0.1 / (work / 4e10 + call))) for call in (1e-6, 1e-4))
else:
    STEPS = {"xor": 20_000, "digits": 2_000, "digits_sweep": 1_000, "mnist": 20}
    STEPS = STEPS.get(WORKLOAD, 400_000)
    CALLS = {"xor": 500, "digits": 500, "mnist": 20}.get(WORKLOAD, 0)


def jax_loss(examples, targets, product):
    """The cost as a function of the parameters: its sum, and one for each replicate."""
    import jax
    import jax.numpy as jnp

    f = jnp.tanh if HIDDEN == "tanh" else jax.nn.relu

    def loss(parameters):
        h = examples
        for i, (w, b) in enumerate(parameters):
            z = product(h, w) + b
            h = z if i == len(parameters) - 1 else f(z)
        if BINARY:
            each = (jax.nn.softplus(h) - h * targets).mean((0, 1))
        else:
            each = -(targets * jax.nn.log_softmax(h, axis=1)).sum(1).mean(0)
        return each.sum(), each

    return loss


def jax_problem(layout, double):
    """Loss and first parameters: one network, or the replicates first (vmap) or last."""
    import jax.numpy as jnp

    kind = np.float64 if double else np.float32
    examples, targets = x.astype(kind), t.astype(kind)
    cast = [(w.astype(kind), b.astype(kind)) for w, b in layers]
    if layout == "last":
        # [replicates, out, in] to [out, in, replicates]; a product is written out as a sum of
        # broadcast factors where it is small, which is the faster of the two.
        start = [(np.moveaxis(w, 0, -1), np.moveaxis(b, 0, -1)) for w, b in cast]
        if WORKLOAD.startswith("xor"):
            product = lambda h, w: (h[:, None] * w[None]).sum(2)  # noqa: E731
        else:
            product = lambda h, w: jnp.einsum("bir,oir->bor", h, w)  # noqa: E731
        spread = lambda count: np.repeat(examples[:, :, None], count, 2)  # noqa: E731
        return (lambda count: jax_loss(spread(count), targets[:, :, None], product)), start
    start = [(np.swapaxes(w, -1, -2), b) for w, b in cast]
    return (lambda _: jax_loss(examples, targets, lambda h, w: h @ w)), start


def run_jax(vmap):
    """Gradient descent inside one compiled scan, the loss of every step computed and carried."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    layout = ("first" if vmap else "last") if SWEEP else "one"
    note = {}

    def problem(double=False):
        losses_of, start = jax_problem(layout, double)

        def trainer(count):
            loss = losses_of(count)
            gradient = jax.value_and_grad(loss, has_aux=True)

            def step(carry, _):
                parameters, _ = carry
                (_, each), slopes = gradient(parameters)
                moved = jax.tree.map(lambda p, g: p - LEARNING_RATE * g, parameters, slopes)
                return (moved, each), None

            def train(parameters, steps):
                first = (parameters, loss(parameters)[1])
                return jax.lax.scan(step, first, None, length=steps)[0][0]

            if layout != "first":
                return jax.jit(train, static_argnums=1), lambda p: loss(p)[1]
            many = jax.vmap(train, in_axes=(0, None))
            return jax.jit(many, static_argnums=1), jax.vmap(lambda p: loss(p)[1])

        def replicates(count):
            """The given replicates, over and over."""
            axis = -1 if layout == "last" else 0
            return jax.tree.map(
                lambda a: jnp.asarray(np.take(a, np.arange(count) % a.shape[axis], axis)), start
            )

        return trainer, replicates if SWEEP else lambda _: jax.tree.map(jnp.asarray, start)

    def losses(double=False):
        trainer, parameters = problem(double)
        given = layers[0][0].shape[0] if SWEEP else 1
        train, loss = trainer(given)
        got = loss(train(parameters(given), CHECKED_STEPS))
        return np.atleast_1d(np.asarray(got, dtype=np.float64))

    trainer, parameters = problem(DOUBLE)

    def rate_of(count, seconds, train):
        first = parameters(count)
        steps = max(2, STEPS // count)
        jax.block_until_ready(train(first, steps))
        work = lambda: jax.block_until_ready(train(first, steps))  # noqa: E731
        return timed(work, steps * count, seconds)

    counts = ([16, 32, 64, 128, 256] if BINARY else [4, 16, 64]) if SWEEP else [1]
    trains = {count: trainer(count)[0] for count in counts}
    best = counts[0]
    if SWEEP:
        rates = {count: rate_of(count, 0.3, trains[count]) for count in counts}
        best = max(rates, key=rates.get)
        note["replicates"] = best
    elif not NET:
        note["losses_in_double"] = losses(True).tolist()
    return jax.__version__, losses(DOUBLE), lambda s: rate_of(best, s, trains[best]), note


def run_torch(compiled):
    import torch

    torch.set_num_threads(THREADS)

    def trainer(kind):
        modules = []
        for i, (w, b) in enumerate(layers):
            linear = torch.nn.Linear(w.shape[1], w.shape[0], dtype=kind)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(w))
                linear.bias.copy_(torch.from_numpy(b))
            modules.append(linear)
            if i + 1 < len(layers):
                modules.append(torch.nn.Tanh() if HIDDEN == "tanh" else torch.nn.ReLU())
        network = torch.nn.Sequential(*modules)
        cost = torch.nn.BCEWithLogitsLoss() if BINARY else torch.nn.CrossEntropyLoss()
        optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)
        examples, targets = torch.from_numpy(x).to(kind), torch.from_numpy(t).to(kind)
        if compiled:
            network.compile()

        def step():
            optimizer.zero_grad()
            loss = cost(network(examples), targets)
            loss.backward()
            optimizer.step()

        def several(steps):
            for _ in range(steps):
                step()

        def loss():
            with torch.no_grad():
                return [float(cost(network(examples), targets))]

        return several, loss

    note = {}
    if not NET:
        several, loss = trainer(torch.float64)
        several(CHECKED_STEPS)
        note["losses_in_double"] = loss()
    several, loss = trainer(torch.float64 if DOUBLE else torch.float32)
    several(CHECKED_STEPS)
    got = np.asarray(loss())
    return torch.__version__, got, lambda s: timed(lambda: several(CALLS), CALLS, s), note


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

    return sklearn.__version__, got, lambda s: timed(several, steps, s), {}


def run_torch_function():
    """One function of all the numbers, written into the same place each time where it can be."""
    import torch

    torch.set_num_threads(THREADS)
    of = {
        "exp": torch.exp, "log": torch.log, "log1p": torch.log1p, "sigmoid": torch.sigmoid,
        "tanh": torch.tanh, "relu": lambda x, out: torch.clamp_min(x, 0.0, out=out),
        "leaky_relu": lambda x, out: torch._C._nn.leaky_relu(x, 0.01, out=out),
        "elu": lambda x, out: torch._C._nn.elu(x, out=out),
        "softplus": lambda x, out: torch._C._nn.softplus(x, out=out),
    }[WORKLOAD.removeprefix("function_")]
    numbers = torch.from_numpy(x)
    out = torch.empty_like(numbers)

    def several():
        for _ in range(20):
            of(numbers, out=out)

    several()
    got = np.atleast_1d(out.double().abs().mean().numpy())
    steps = 20 * numbers.numel()
    return torch.__version__, got, lambda s: timed(several, steps, s), {}


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
    "pytorch": run_torch_function if t is None else lambda: run_torch(False),
    "pytorch_compiled": lambda: run_torch(True),
    "scikit_learn": run_scikit_learn,
}
version, losses, measure, note = RUN[SYSTEM]()
print(json.dumps({"version": version, "losses": losses.tolist(), **note}), flush=True)
for line in sys.stdin:
    print(measure(float(line)), flush=True)
