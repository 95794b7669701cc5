"use strict";
// The part on activations: a function, its slope, and what the notes print in its place.
part("try-activations", (box) => {
  const { id } = box;
  // A formula in x and a, the library's unit, and what is printed, with its slip.
  const FUNCTIONS = {
    sigmoid: { formula: "sigmoid(x)", unit: () => "sigmoid" },
    tanh: { formula: "tanh(x)", unit: () => "tanh", printed: ["E01", "2*sigmoid(x) - 1"] },
    ReLU: { formula: "max(0, x)", unit: () => "relu" },
    "leaky ReLU": { formula: "max(0, x) + a*min(0, x)", a: 0.1, unit: (a) => ({ leaky_relu: { slope: a } }), printed: ["E04", "max(a*x, x)"] },
    ELU: { formula: "where(x < 0, a*(exp(x) - 1), x)", a: 1, unit: (a) => ({ elu: { alpha: a } }), printed: ["E03", "max(a*(exp(x) - 1), x)"] },
    softplus: { formula: "softplus(x)", unit: () => "softplus" },
    "absolute value": { formula: "abs(x)", unit: () => "absolute_value" },
    clamp: { formula: "max(0, min(1, x))", unit: () => "clamp" },
    step: { formula: "where(x < 0, 0, 1)" },
  };
  const OWN = "a formula of your own";
  const REACH = 6;
  const COUNT = 480;
  const NEAR = 0.004; // Farther than differences reach.
  const state = { name: "ELU", a: 1, x: 2, formula: "x*sigmoid(a*x)", printed: true };
  let turn = 0;
  const ask = asking("curves");
  const now = () => state.name === OWN ? { formula: state.formula, a: 1 } : FUNCTIONS[state.name];
  const asPrinted = () => state.printed ? now().printed : undefined;

  const name = choice("Function", [...Object.keys(FUNCTIONS), OWN], (value) => {
    change({ name: value, a: FUNCTIONS[value]?.a ?? state.a });
  });
  const a = numberField("a", { min: -10, max: 10, step: "any" }, (value) => change({ a: value }));
  const text = htmlElement("input", { type: "text", maxLength: 200, spellcheck: false });
  text.addEventListener("change", () => change({ formula: text.value }));
  const own = labelled("f(x), in x and a", text);
  const place = slider("x", { min: -REACH * 20, max: REACH * 20 }, (value) => change({ x: value / 20 }));
  const slip = htmlElement("input", { type: "checkbox" });
  slip.addEventListener("change", () => change({ printed: slip.checked }));
  const slipLabel = htmlElement("label", { className: "chip" }, slip, " as printed in the notes, too");
  const output = htmlElement("output");
  const say = herald(output);
  const problem = htmlElement("p", { className: "problem", role: "alert" });
  const values = plot("f(x), with its tangent", { names: ["x", "f"] });
  const slopes = plot("Its slope f\u2032(x)", { names: ["x", "f\u2032"] });

  function change(to) {
    Object.assign(state, to);
    turn += 1;
    show();
    update();
  }
  function show() {
    const { a: fixed, printed: slipped } = now();
    name.querySelector("select").value = state.name;
    a.hidden = fixed === undefined;
    a.show(state.a);
    own.hidden = state.name !== OWN;
    text.value = state.formula;
    slipLabel.hidden = !slipped;
    slip.checked = state.printed;
    place.show(state.x * 20, REACH * 20, printed(state.x));
  }
  const update = latest(async () => {
    const mine = turn;
    const { unit } = now();
    // The point comes last.
    const at = [...Array.from({ length: COUNT + 1 }, (_, i) => REACH * (2 * i / COUNT - 1)), state.x - NEAR, state.x + NEAR, state.x];
    const formula = (formula) => ask({ formula: { formula, variable: "x", at, others: { a: state.a } } });
    try {
      const found = {
        at,
        right: await formula(now().formula),
        printed: asPrinted() && await formula(asPrinted()[1]),
        unit: unit && await ask({ unit: { activation: unit(state.a), at: [state.x] } }),
      };
      if (mine !== turn) return;
      problem.textContent = "";
      draw(found);
    } catch (error) {
      if (mine === turn) problem.textContent = `${error.message}.`;
    }
    setAddress(id, { name: state.name, a: state.a, x: state.x, ...state.name === OWN ? { formula: state.formula } : {} });
  });
  function range(...lists) {
    const all = lists.flat().filter((y) => y !== null);
    const [low, high] = [Math.max(-20, Math.min(-0.2, ...all)), Math.min(20, Math.max(1.2, ...all))];
    return [low - 0.05 * (high - low), high + 0.05 * (high - low)];
  }
  /// A curve, broken where it is not finite or leaps.
  function curve({ area, x, y }, at, ys, kind) {
    let piece = [];
    const end = () => { if (piece.length > 1) area.append(path(piece, kind)); piece = []; };
    at.slice(0, COUNT + 1).forEach((u, i) => {
      if (ys[i] === null || i > 0 && Math.abs(ys[i] - ys[i - 1]) > 0.5 + 20 * Math.abs(ys[i - 1] - (ys[i - 2] ?? ys[i - 1]))) end();
      if (ys[i] !== null) piece.push([x(u), y(Math.max(-1e4, Math.min(1e4, ys[i])))]);
    });
    end();
  }
  function draw({ at, right, printed: other, unit }) {
    const f = right.values.at(-1);
    // At a kink, or a leap, there is no slope: those beside it are not alike.
    const beside = right.slopes.slice(-3, -1);
    const isSmooth = f !== null && beside.every((slope) => slope !== null) && Math.abs(beside[0] - beside[1]) < 0.05 * Math.max(1, Math.abs(beside[0]))
      && Math.abs(right.slopes.at(-1) - beside[0]) < 0.05 * Math.max(1, Math.abs(beside[0]));
    const slope = isSmooth ? right.slopes.at(-1) : null;
    const digits = (y) => y === null ? "not finite" : printed(Number(y.toPrecision(4)));
    const left = values.draw([-REACH, REACH], range(right.values, other?.values ?? []));
    const { area, x, y } = left;
    if (other) {
      const edge = (ys) => at.slice(0, COUNT + 1).map((u, i) => [x(u), y(Math.max(-1e4, Math.min(1e4, ys[i] ?? 0)))]);
      area.append(path([...edge(right.values), ...edge(other.values).reverse()], "between"));
    }
    area.append(line(x(-REACH), y(0), x(REACH), y(0), "limit"), line(x(0), 0, x(0), y(left.range[1][0]), "limit"));
    if (other) curve(left, at, other.values, "printed");
    curve(left, at, right.values, "curve");
    if (f !== null && slope !== null) {
      area.append(path([-1.5, 1.5].map((d) => [x(state.x + d), y(f + d * slope)]), "divides"));
      area.append(svgElement("circle", { cx: x(state.x), cy: y(f), r: 6, class: "now" }));
    }
    const below = slopes.draw([-REACH, REACH], range(right.slopes, other?.slopes ?? []));
    below.area.append(line(below.x(-REACH), below.y(0), below.x(REACH), below.y(0), "limit"));
    if (other) curve(below, at, other.slopes, "printed");
    curve(below, at, right.slopes, "curve");
    if (slope !== null) below.area.append(svgElement("circle", { cx: below.x(state.x), cy: below.y(slope), r: 6, class: "now" }));
    const slopeWords = slope === null ? `no slope (left ${digits(beside[0])}, right ${digits(beside[1])})` : `f\u2032 = ${printed(Number(slope.toPrecision(3)))}`;
    const words = [`x = ${printed(state.x)}: f = ${digits(f)}, ${slopeWords}.`];
    if (unit) words.push(`The library, in single precision: ${digits(unit.values[0])}, ${digits(unit.slopes[0])}.`);
    if (other) {
      const gaps = right.values.slice(0, COUNT + 1).map((y, i) => Math.abs(y - other.values[i]));
      const most = gaps.indexOf(Math.max(...gaps));
      words.push(gaps[most] < 1e-12 ? "Here the printed form is the same." : `As printed (${asPrinted()[0]}, dashed) it is off by up to ${digits(gaps[most])} here, at x = ${digits(at[most])}.`);
    }
    say(words.join(" "));
  }
  for (const drawn of [values, slopes]) {
    dragged(drawn, ([x]) => change({ x: Math.max(-REACH, Math.min(REACH, Math.round(x * 20) / 20)) }));
  }
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, name, a, own, slipLabel), place, output, problem,
    htmlElement("div", { className: "drawings" }, values.figure, slopes.figure),
    htmlElement("div", { className: "buttons" }, button("Picture (SVG)", () => save("activation.svg", "image/svg+xml", picture([values.svg, slopes.svg])))),
  );
  fromAddress(id, (query) => {
    const known = query.get("name") === OWN || Object.hasOwn(FUNCTIONS, query.get("name"));
    change({ name: known ? query.get("name") : state.name, a: numberOf(query, "a", [-10, 10], 1), x: numberOf(query, "x", [-REACH, REACH], 1), formula: query.get("formula") ?? state.formula });
  }, () => change({}));
});
