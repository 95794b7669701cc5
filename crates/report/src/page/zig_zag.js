"use strict";
// The part on zig-zag: descent on least squares, whose inputs have one sign or not.
part("try-zig-zag", (box) => {
  const { id } = box;
  const { parameters, trials, metrics } = published("zig_zag");
  const { arms, settings } = JSON.parse(parameters);
  const OWN = "a mean and a deviation";
  const REACH = 1.6;
  const STEPS = 60;
  const NAMES = {
    uniform: "uniform on [0, 1]", uniform_centred: "uniform on [-1/2, 1/2]", sigmoid: "sigmoids of normal numbers",
    softplus: "softplus of normal numbers", relu: "ReLU of normal numbers", elu: "ELU of normal numbers",
    tanh: "tanh of normal numbers", one_hot: "one-hot",
  };
  const names = Object.keys(NAMES).filter((name) => arms[name]?.draw);
  const state = { draw: "uniform", mean: 1, deviation: 0.5, inputs: settings.inputs, batch: 1, rate: 1, seed: 0, start: [1.4, -0.5] };
  let turn = 0;
  let two;
  const ask = asking("zig_zag");
  const mostSteps = () => state.inputs === settings.inputs ? settings.most_iterations : 20_000;
  const draws = () => state.draw === OWN ? { normal: `${state.mean} + ${state.deviation}*x` } : arms[state.draw].draw;

  const drawn = choice("Inputs", [...names, OWN], (value) => change({ draw: value }));
  for (const option of drawn.querySelectorAll("option")) option.textContent = NAMES[option.value] ?? option.value;
  const mean = numberField("Mean", { min: -10, max: 10, step: "any" }, (value) => change({ mean: value }));
  const deviation = numberField("Deviation", { min: 0.01, max: 10, step: "any" }, (value) => change({ deviation: value }));
  const rate = slider("Learning rate", { min: 5, max: 150 }, (value) => change({ rate: value / 100 }));
  const seed = numberField("Seed", { min: 0, max: 2 ** 32 }, (value) => change({ seed: value }));
  const x1 = numberField("Start, w1", { min: -REACH, max: REACH, step: "any" }, (value) => change({ start: [value, state.start[1]] }));
  const x2 = numberField("Start, w2", { min: -REACH, max: REACH, step: "any" }, (value) => change({ start: [state.start[0], value] }));
  const inputs = slider("Inputs", { min: 2, max: 50 }, (value) => change({ inputs: value }));
  const batch = slider("Examples a batch", { min: 1, max: 256 }, (value) => change({ batch: value }));
  const play = player(box, { go: () => draw(), wait: 120 });
  const output = htmlElement("output");
  const say = herald(output);
  const bits = htmlElement("p", { className: "bits" });
  const numbers = htmlElement("p", { className: "shares" });
  const problem = htmlElement("p", { className: "problem", role: "alert" });
  const plane = plot("The path over the contours of the cost, two inputs", { names: ["w1 \u2212 optimum", "w2 \u2212 optimum"], width: 350, height: 340 });

  function change(to) {
    Object.assign(state, to);
    turn += 1;
    drawn.querySelector("select").value = state.draw;
    mean.hidden = deviation.hidden = state.draw !== OWN;
    for (const [field, value] of [[mean, state.mean], [deviation, state.deviation], [seed, state.seed], [x1, state.start[0]], [x2, state.start[1]]]) field.show(value);
    rate.show(Math.round(state.rate * 100), 150, `${Math.round(state.rate * 100)} % of the best`);
    inputs.show(state.inputs, 50);
    batch.show(state.batch, 256);
    numbers.textContent = bits.textContent = "";
    update();
  }
  const update = latest(async () => {
    const mine = turn;
    try {
      const common = { draw: draws(), seed: state.seed };
      const found = await ask({ two: { ...common, examples: settings.examples, start: state.start, rate: state.rate, steps: STEPS } });
      if (mine !== turn) return;
      two = found;
      problem.textContent = "";
      draw();
      const many = await ask({ many: { ...common, inputs: state.inputs, examples: settings.examples, tolerance: settings.tolerance, most: mostSteps() } });
      if (mine !== turn) return;
      const sign = await ask({ signs: { ...common, inputs: state.inputs, batch: state.batch, batches: settings.batches } });
      if (mine !== turn) return;
      tell(many, sign);
    } catch (error) {
      if (mine === turn) problem.textContent = `${error.message}.`;
    }
  });
  function tell(many, sign) {
    const digits = (x) => x === null ? "not finite" : printed(x.toPrecision(3));
    const arrives = many.iterations < mostSteps()
      ? `at the best rate descent takes ${count(many.iterations)} steps, the cosine between one and the next is ${digits(many.cosine)}, and the path is ${digits(many.path_over_distance)} times as long as the straight line`
      : `at the best rate descent has not arrived after ${count(many.iterations)} steps`;
    numbers.textContent = `With ${state.inputs} inputs: kappa = ${many.kappa === null ? "not finite" : many.kappa < 1000 ? digits(many.kappa) : inPowers(many.kappa)}; ${arrives}. `
      + `${(100 * sign).toFixed(0)} % of gradients of ${state.batch} example${state.batch === 1 ? "" : "s"} have one sign.`;
    const trial = state.inputs === settings.inputs && trials.find(([, arm, , , seed]) => arm === state.draw && seed === state.seed);
    if (trial) compareBits(bits, metrics, trial, many, "kappa, steps, cosine and path of this seed");
  }
  function draw() {
    if (!two) return;
    const ranges = [[-REACH, REACH], [-REACH, REACH]];
    const { area, x, y } = plane.draw(...ranges);
    const [[a, b], [, d]] = two.hessian;
    // The ellipses of a quadratic form, from its two directions.
    const angle = 0.5 * Math.atan2(2 * b, a - d);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const steep = a * cos * cos + 2 * b * cos * sin + d * sin * sin;
    const flat = a + d - steep;
    for (const share of [0.1, 0.3, 0.6, 1]) {
      const ellipse = Array.from({ length: 121 }, (_, i) => {
        const t = Math.PI * i / 60;
        const [u, v] = [share * Math.cos(t), share * Math.sqrt(steep / flat) * Math.sin(t)];
        return [x(u * cos - v * sin), y(u * sin + v * cos)];
      });
      area.append(path(ellipse, "level"));
    }
    const shown = two.path.slice(0, play.step + 1).map(([u, v]) => [x(u), y(v)]).filter((at) => at.every((z) => Math.abs(z) < 1e5));
    area.append(path(shown, "curve"));
    for (const [u, v] of shown) area.append(svgElement("circle", { cx: u, cy: v, r: 2.5, class: "dot" }));
    area.append(svgElement("circle", { cx: x(state.start[0]), cy: y(state.start[1]), r: 8, class: "now" }));
    area.append(line(x(0) - 6, y(0), x(0) + 6, y(0), "divides"), line(x(0), y(0) - 6, x(0), y(0) + 6, "divides"));
    const left = Math.hypot(...(two.path[play.step] ?? [NaN]));
    say(`Two inputs: kappa = ${two.kappa === null ? "not finite" : two.kappa.toPrecision(3)}. After ${play.step} steps ${left < 1e6 ? `${inPowers(left)} from the optimum` : "far away: the rate is too large"}.`);
    if (!play.on) setAddress(id, { draw: state.draw, mean: state.mean, deviation: state.deviation, inputs: state.inputs, batch: state.batch, rate: state.rate, seed: state.seed, start: state.start.join(), step: play.step });
  }
  const within = (x) => Math.max(-REACH, Math.min(REACH, Math.round(x * 20) / 20));
  dragged(plane, (at) => change({ start: at.map(within) }), true);
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, drawn, mean, deviation, rate, seed, x1, x2, htmlElement("div", { className: "buttons" },
      button("Published run", () => change({ draw: "uniform", inputs: settings.inputs, batch: 1, rate: 1, seed: 0, start: [1.4, -0.5] })))),
    play.row,
    output, htmlElement("div", { className: "drawings" }, plane.figure,
      htmlElement("div", {}, inputs, batch, numbers, bits, problem,
        button("Picture (SVG)", () => save("zig-zag.svg", "image/svg+xml", picture([plane.svg]))))),
  );
  play.set(STEPS, STEPS);
  fromAddress(id, (query) => {
    play.set(Math.round(numberOf(query, "step", [0, STEPS], STEPS)), STEPS);
    const start = (query.get("start") ?? "").split(",").map(Number);
    change({
      draw: [...names, OWN].includes(query.get("draw")) ? query.get("draw") : "uniform",
      mean: numberOf(query, "mean", [-10, 10], 1), deviation: numberOf(query, "deviation", [0.01, 10], 0.5),
      inputs: Math.round(numberOf(query, "inputs", [2, 50], settings.inputs)), batch: Math.round(numberOf(query, "batch", [1, 256], 1)),
      rate: numberOf(query, "rate", [0.05, 1.5], 1), seed: Math.round(numberOf(query, "seed", [0, 2 ** 32], 0)),
      start: start.length === 2 && start.every((w) => Math.abs(w) <= REACH) ? start : [1.4, -0.5],
    });
  }, () => change({}));
});
