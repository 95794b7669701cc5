"use strict";
// The part on XOR: one network as it learns, and how many of many get there.
part("try-xor", (box) => {
  const { id } = box;
  const { trials, metrics, parameters } = published("xor_relu");
  const { arms, settings } = JSON.parse(parameters);
  const shares = compared("xor");
  const XOR = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]];
  const PLATEAUS = [["1/2", 1 / 2], ["1/3", 1 / 3], ["1/4", 1 / 4]];
  const MOST_LAYERS = 3;
  const MANY = 256;
  const OWN = "formula"; // The activation that is one of the reader's own.
  const state = { layers: [["relu", 2]], rate: 0.1, seed: 0, points: XOR, formula: "x*sigmoid(x)" };
  let own; // What it comes to: its text, and the activation.
  let colours = coloursOf(box);
  let turn = 0; // What was asked before the last change is not shown.
  let round = 0; // Nor how many are solved, if they are counted anew.
  let run;
  let seen; // The picture that is drawn.
  let wanted; // The step to go to when a run is there, if not its end.

  // ---- What is asked.
  const ask = asking("xor");
  const activationOf = (arm) => arm === OWN ? own.activation : arms[arm].activation;
  const setting = () => ({
    layers: state.layers.map(([arm, width]) => ({ width, activation: activationOf(arm) })),
    initialization: state.layers[0][0] === OWN ? "he_normal" : arms[state.layers[0][0]].initialization ?? null,
    learning_rate: state.rate, goal: settings.goal, steps: settings.steps, points: state.points,
  });
  const isOwn = () => state.layers.some(([arm]) => arm === OWN);
  /// What the reader's formula comes to, found where formulas are read.
  const readOwn = async () => {
    const text = state.formula;
    if (isOwn() && own?.text !== text) own = { text, activation: await againModule.ask(JSON.stringify({ activation: text })) };
  };
  const isXor = () => String(state.points) === String(XOR);
  /// The published trials of this network, if there are any, and if this is their learning rate.
  const cell = () => state.layers.length > 1 ? [] : trials.filter(([, arm, [width]]) => arm === state.layers[0][0] && width === state.layers[0][1]);
  const isPublished = () => isXor() && cell().some((trial) => trial[3] === state.rate);
  /// The rate that was tuned for this network.
  const tuned = () => cell().find((trial) => trial[3] !== null)?.[3] ?? state.rate;

  // ---- Controls.
  const play = player(box, { go: () => draw(), stride: (most) => Math.max(1, Math.round(most / 400)) });
  const layers = htmlElement("div", { className: "layers" });
  const rate = numberField("Learning rate", { min: 0.0001, max: 10, step: "any" }, (value) => change({ rate: value }));
  const seed = numberField("Seed", { min: 0, max: 2 ** 32 }, (value) => change({ seed: value }));
  const formula = labelled("f(x)", htmlElement("input", { type: "text", spellcheck: false, size: 24 }));
  formula.querySelector("input").addEventListener("change", (event) => change({ formula: event.target.value }));
  const command = htmlElement("pre");
  const output = htmlElement("output");
  const say = herald(output);
  const bits = htmlElement("p", { className: "bits" });
  const adds = choice("A click on the plane adds or removes", ["a point of class 1", "a point of class 0"], () => {});
  const typed = htmlElement("input", { type: "text", placeholder: "0.5, 0.5, 1", size: 12 });
  const file = htmlElement("input", { type: "file", accept: ".csv,text/csv" });
  const problem = htmlElement("p", { className: "problem", role: "alert" });
  const many = htmlElement("p", { className: "shares" });
  const plane = plot("What the network says: its output over the plane", { names: ["x1", "x2"] });
  const hidden = plot("Its hidden space, and the line that divides it", { names: ["h1", "h2"] });
  const cost = plot("J, step by step", { names: ["step", "J"], log: true });
  const share = drawing("The share of seeds that solve it", 660, 64);
  const weights = drawing("Its weights", 420, 240);
  const net = htmlElement("details", {}, htmlElement("summary", { textContent: "Weights as a drawing" }), htmlElement("div", { className: "drawings" }, weights));
  const showWeights = () => { if (net.open && seen) drawWeights(weights, seen, state.layers.map(([, width]) => width)); };
  net.addEventListener("toggle", showWeights);
  const table = dataTable(() => seen && rowsOf(seen, state.points));

  /// A choice and a slider for each layer; they stay while they are used.
  function showLayers() {
    if (layers.children.length !== state.layers.length) {
      layers.replaceChildren(...state.layers.map((_, i) => {
        const set = (to) => change({ layers: state.layers.map((layer, k) => k === i ? to(...layer) : layer) });
        const many = state.layers.length > 1 ? ` of layer ${i + 1}` : "";
        const names = [...Object.keys(arms), OWN].filter((name) => name !== "printed" || state.layers.length === 1);
        const unit = choice(`Activation${many}`, names, (name) => set((_, width) => [name, name === "printed" ? 2 : width]));
        const units = slider(`Units${many}`, { min: 1, max: 16 }, (width) => set((arm) => [arm === "printed" ? "relu" : arm, width]));
        const row = htmlElement("div", {}, unit, units);
        row.show = ([arm, width]) => {
          unit.querySelector("select").value = arm;
          units.show(width, 16);
        };
        return row;
      }));
    }
    state.layers.forEach((layer, i) => layers.children[i].show(layer));
    rate.show(state.rate);
    seed.show(state.seed);
    formula.hidden = !isOwn();
    formula.querySelector("input").value = state.formula;
  }

  // ---- What changes a run.
  function change(to, at) {
    const isNewNetwork = to.layers && !to.rate;
    Object.assign(state, to);
    if (isNewNetwork) state.rate = tuned();
    problem.textContent = "";
    many.textContent = "";
    bits.textContent = "";
    showLayers();
    turn += 1;
    wanted = at;
    say("Training\u2026");
    train();
  }
  const train = latest(async () => {
    const mine = turn;
    try {
      await readOwn();
      if (mine !== turn) return;
      const found = await ask({ run: { setting: setting(), seed: state.seed } });
      if (mine !== turn) return;
      run = { ...found, losses: found.losses.map((j) => j ?? NaN) };
      play.set(wanted ?? run.ended.steps, run.ended.steps);
      compare();
      drawShare();
      await draw();
    } catch (error) {
      if (mine === turn) { say(""); problem.textContent = `${error.message}.`; }
    }
  });
  /// Whether this is the published trial, to the last bit.
  function compare() {
    const trial = isPublished() && cell().find((trial) => trial[3] === state.rate && trial[4] === state.seed);
    // Of the printed weights only the error is published.
    if (!trial || trial[5][metrics.indexOf("solved")] === null) return;
    const { solved, steps, loss } = run.ended;
    const same = `${solved ? "solved" : "not solved"}, ${count(steps)} steps, J = ${loss}`;
    compareBits(bits, metrics, trial, { solved: Number(solved), steps, loss }, same);
  }

  // ---- Drawings.
  const draw = latest(async () => {
    if (!run) return;
    const mine = turn;
    const { step } = play;
    const found = await ask({ at: { setting: setting(), seed: state.seed, step } });
    if (mine !== turn) return;
    seen = found;
    drawPlane(plane, seen, state.points, colours);
    drawHidden(hidden, seen, state.points, state.layers.at(-1)[1]);
    const solved = [`solved below ${settings.goal}`, settings.goal, { x: 4, "text-anchor": "start" }];
    // 1/4 stands below its line: 1/3 is near.
    const levels = PLATEAUS.map(([name, j]) => [name, j, name === "1/4" ? { y: 12 } : {}]);
    drawCost(cost, run.losses, step, isXor() ? [...levels, solved] : [solved]);
    table.show();
    showWeights();
    command.textContent = commandLine();
    const j = run.losses[step];
    const end = run.ended.solved ? ", solved" : `, not solved within ${count(settings.steps)} steps`;
    say(`Step ${count(step)}: J = ${Number.isFinite(j) ? j.toPrecision(3) : "not finite"}${step < run.ended.steps ? "" : end}.`);
    const query = { layers: state.layers.map((layer) => layer.join("-")).join(), rate: state.rate, seed: state.seed, step };
    if (isOwn()) query.formula = state.formula;
    if (!isXor()) query.points = state.points.map((point) => point.join()).join(";");
    if (!play.on) setAddress(id, query);
  });
  /// The share of seeds that solve it, over the published interval.
  function drawShare(low, high, rate) {
    const svg = share.querySelector("svg");
    // As wide as there is room, so that its words have their size.
    const width = Math.max(280, share.clientWidth);
    svg.setAttribute("viewBox", `0 0 ${width} 64`);
    const x = linear([0, 1], [20, width - 24]);
    const parts = [line(x(0), 34, x(1), 34, "frame")];
    for (const tick of [0, 0.25, 0.5, 0.75, 1]) parts.push(svgElement("text", { x: x(tick), y: 58, "text-anchor": "middle" }, `${100 * tick} %`));
    const known = isPublished() && shares.find(([arm, width]) => arm === state.layers[0][0] && width === state.layers[0][1]);
    if (known) {
      const [, , n, from, to] = known;
      parts.push(svgElement("rect", { x: x(from), y: 22, width: Math.max(2, x(to) - x(from)), height: 24, class: "published" }));
      const middle = x((from + to) / 2);
      parts.push(svgElement("text", { x: Math.min(width - 120, Math.max(120, middle)), y: 14, "text-anchor": "middle" }, `published, ${count(n)} seeds: ${(100 * from).toFixed(0)} to ${(100 * to).toFixed(0)} %`));
    }
    if (rate !== undefined) parts.push(line(x(low), 34, x(high), 34, "interval"), svgElement("circle", { cx: x(rate), cy: 34, r: 6, class: "now" }));
    svg.replaceChildren(...parts);
  }
  async function trainMany() {
    if (state.layers[0][0] === "printed") { many.textContent = "The printed weights are the same for every seed."; return; }
    const [mine, current] = [++round, turn];
    const now = setting();
    const ends = [];
    try {
      while (ends.length < MANY) {
        ends.push(...await ask({ ends: { setting: now, first: ends.length, count: 16 } }));
        const solved = ends.filter((end) => end.solved).length;
        const [low, high] = await ask({ interval: { solved, of: ends.length } });
        if (mine !== round || current !== turn) return;
        drawShare(low, high, solved / ends.length);
        const failed = ends.filter((end) => !end.solved);
        const at = PLATEAUS.map(([name, j]) => [name, failed.filter((end) => Math.abs(end.loss - j) <= settings.tolerance).length]);
        const rest = failed.length - at.reduce((sum, [, n]) => sum + n, 0);
        const where = isXor() && failed.length ? ` Of the others, ${at.map(([name, n]) => `${n} rest at J = ${name}`).join(", ")}, ${rest} elsewhere.` : "";
        many.textContent = `${ends.length} seeds: ${solved} solved, ${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} % (95 % interval).${where}`;
      }
    } catch (error) {
      if (mine === round && current === turn) problem.textContent = `${error.message}.`;
    }
  }

  // ---- Points of one's own.
  plane.svg.addEventListener("click", (event) => {
    const [x1, x2] = plane.at(event);
    const near = seen.plane[2] / 25;
    const rest = state.points.filter(([a, b]) => Math.hypot(a - x1, b - x2) > near);
    const isNew = rest.length === state.points.length;
    const one = Number(adds.querySelector("select").selectedIndex === 0);
    const round = (x) => Number(x.toFixed(2));
    if (isNew || rest.length) change({ points: isNew ? [...rest, [round(x1), round(x2), one]] : rest });
  });
  const read = (text, before) => {
    try {
      const found = pointsOf(text);
      if (found.length) change({ points: [...before, ...found] });
      else problem.textContent = "No points: a line has x1, x2 and a class.";
    } catch (error) {
      problem.textContent = `${error.message}.`;
    }
  };
  file.addEventListener("change", async () => {
    if (file.files[0]) read(await file.files[0].text(), []);
    file.value = "";
  });
  typed.addEventListener("keydown", (event) => { if (event.key === "Enter") read(typed.value, state.points); });

  // ---- What can be taken away.
  const take = {
    "Weights (safetensors)": () => save("xor.safetensors", "application/octet-stream", safetensors(seen.layers)),
    "Picture (SVG)": () => save("xor.svg", "image/svg+xml", picture([plane.svg, hidden.svg, cost.svg])),
    "PyTorch": () => {
      const program = torchProgram(state.layers.map(([arm, width]) => [activationOf(arm), width]), state.points);
      if (program) save("xor.py", "text/x-python", program);
      else problem.textContent = "PyTorch has no module for this activation.";
    },
    "Points (CSV)": () => save("xor.csv", "text/csv", `x1,x2,class\n${state.points.map((point) => point.join()).join("\n")}\n`),
  };

  /// The same run in a terminal, if there is one.
  function commandLine() {
    const [[arm, width], ...more] = state.layers;
    if (more.length || !isXor()) return "# In a terminal: one hidden layer, on the four points of XOR.";
    const changes = arm === OWN ? ` \\\n  --set 'arms.${OWN}.activation.formula="${state.formula}"' --set arms.${OWN}.initialization=he_normal` : "";
    const rate = arm === "printed" ? "" : ` --learning-rate ${state.rate}`;
    return `cargo run -p experiments --bin show -- xor_relu --arm ${arm} --width ${width} --seed ${state.seed}${rate}${changes}`;
  }

  const reset = () => {
    const layers = state.layers.slice(0, 1);
    Object.assign(state, { layers, points: XOR, rate: 0 });
    change({ rate: tuned() || 0.1, seed: 0 });
  };
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, layers, formula, rate, seed, htmlElement("div", { className: "buttons" },
      button("Add a layer", () => {
        const layers = state.layers.map(([arm, width]) => [arm === "printed" ? "relu" : arm, width]);
        if (layers.length < MOST_LAYERS) change({ layers: [...layers, layers.at(-1)] });
      }),
      button("Remove a layer", () => { if (state.layers.length > 1) change({ layers: state.layers.slice(0, -1) }); }),
      button("Printed solution", () => change({ layers: [["printed", 2]], points: XOR })),
      button("Published run", reset))),
    play.row,
    output, bits, problem,
    htmlElement("div", { className: "drawings" }, plane.figure, hidden.figure, cost.figure),
    htmlElement("div", { className: "many" }, button(`Train ${MANY} seeds`, trainMany), share, many),
    htmlElement("details", {}, htmlElement("summary", { textContent: "Points of your own" }),
      htmlElement("div", { className: "controls" }, adds, labelled("x1, x2, class, then Enter", typed), labelled("From a file (CSV)", file),
        htmlElement("div", { className: "buttons" }, button("The four of XOR", () => change({ points: XOR }))))),
    htmlElement("details", {}, htmlElement("summary", { textContent: "Take it away" }),
      htmlElement("div", { className: "buttons" }, ...Object.entries(take).map(([name, pressed]) => button(name, pressed))), command),
    net, table,
  );

  // ---- From the address.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    colours = coloursOf(box);
    draw();
  });
  fromAddress(id, (query) => {
    const layers = (query.get("layers") ?? "").split(",").map((layer) => layer.split("-")).slice(0, MOST_LAYERS)
      .map(([arm, width]) => [arm, Math.min(16, Math.max(1, Math.round(Number(width) || 2)))])
      .filter(([arm, width], _, all) => (arm === OWN || Object.hasOwn(arms, arm)) && (arm !== "printed" || (all.length === 1 && width === 2)));
    const to = { layers: layers.length ? layers : [["relu", 2]], rate: numberOf(query, "rate", [1e-4, 10], 0.1), seed: Math.round(numberOf(query, "seed", [0, 2 ** 32], 0)), points: XOR, formula: query.get("formula") ?? state.formula };
    try {
      if (query.get("points")) to.points = pointsOf(query.get("points").replaceAll(";", "\n"));
    } catch {
      // An address that is none leaves the four points.
    }
    change(to, Math.round(numberOf(query, "step", [0, settings.steps], settings.steps)));
  }, () => change({ layers: state.layers }));
});
