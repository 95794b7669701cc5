"use strict";
// The part on dead units: which digits activate which units, while the network learns to read them.
part("try-dying", (box) => {
  const { id } = box;
  const { parameters, trials, metrics } = published("dying_relu");
  const { arms, settings } = JSON.parse(parameters);
  const KINDS = ["ReLU", "leaky ReLU", "ELU", "maxout"];
  const CLASSES = 10;
  const ROW = 9;
  const [LEFT, TOP, WIDTH] = [78, 20, 300];
  const state = { kind: "ReLU", leak: 0.01, layer: 1, margin: 0.1, seed: 0 };
  let turn = 0;
  let run;
  let wanted;
  const ask = asking("dying_relu", againModule);
  const activation = () => ({ "ReLU": "relu", "leaky ReLU": { leaky_relu: { slope: state.leak } }, "ELU": "elu", "maxout": "maxout" })[state.kind];
  const hundredths = () => Math.round(100 * state.margin);
  /// The published arm that is this one, if there is one.
  const arm = () => Object.keys(arms).find((name) => {
    const { check, layer, activation: of } = arms[name];
    const leak = of === "leaky_relu" ? 0.01 : of?.leaky_relu?.slope;
    const same = state.kind === "leaky ReLU" ? leak === state.leak : of === activation();
    return check === "revival" && layer === state.layer && same;
  });

  const kind = choice("Units", KINDS, (value) => change({ kind: value }));
  const leak = numberField("Slope below 0", { min: 0.001, max: 0.99, step: "any" }, (value) => change({ leak: value }));
  const layer = choice("Hidden layer", ["1", "2"], (value) => change({ layer: Number(value) }));
  const margin = numberField("Margin", { min: 0.01, max: 100, step: 0.01 }, (value) => change({ margin: value }));
  const seed = numberField("Seed", { min: 0, max: 2 ** 32 }, (value) => change({ seed: value }));
  const play = player(box, { go: () => draw(), wait: 120, shown: (epoch) => count(run?.epochs[epoch]?.step ?? 0) });
  const output = htmlElement("output");
  const say = herald(output);
  const bits = htmlElement("p", { className: "bits" });
  const others = htmlElement("p", { className: "shares" });
  const problem = htmlElement("p", { className: "problem", role: "alert" });
  const map = drawing("Which digits activate which units", LEFT + WIDTH + 10, TOP + 32 * ROW + 50);
  const back = plot("Units that were made dead and are active for some digit", { names: ["step", "units"] });
  const cost = plot("J, epoch by epoch", { names: ["step", "J"], log: true });
  const table = dataTable(() => run && [
    ["unit", `digits of ${run.examples} that activate it, after ${run.epochs[play.step].step} steps`],
    ...run.epochs[play.step].active.map((count, unit) => [`${unit + 1}${unit < settings.dead ? ", made dead" : ""}`, count]),
  ]);

  function change(to, at) {
    Object.assign(state, to);
    turn += 1;
    wanted = at;
    kind.querySelector("select").value = state.kind;
    layer.querySelector("select").value = state.layer;
    leak.hidden = state.kind !== "leaky ReLU";
    for (const [field, value] of [[leak, state.leak], [margin, state.margin], [seed, state.seed]]) field.show(value);
    bits.textContent = problem.textContent = others.textContent = "";
    say("Training, for some seconds\u2026");
    update();
  }
  const update = latest(async () => {
    const mine = turn;
    try {
      const found = await ask({ settings, activation: activation(), layer: state.layer, hundredths_of_margin: hundredths(), seed: state.seed });
      if (mine !== turn) return;
      run = found;
      const last = run.epochs.length - 1;
      play.set(wanted ?? last, last);
      compare();
      draw();
    } catch (error) {
      if (mine === turn) { say(""); problem.textContent = `${error.message}.`; }
    }
  });
  const shares = () => compared("revived").find(([name, level]) => name === arm() && level === hundredths())?.[2] ?? [];
  function compare() {
    const trial = trials.find(([, name, [level], , seed]) => name === arm() && level === hundredths() && seed === state.seed);
    const { changed, revived } = run.metrics;
    if (trial) compareBits(bits, metrics, trial, run.metrics, `${count(changed)} parameters of these units have changed, ${100 * revived} % of the units came back`);
    const counts = shares().map((share) => share * settings.dead).sort((a, b) => a - b);
    if (counts.length) others.textContent = `In ${counts.length} published runs ${counts[0] === counts.at(-1) ? counts[0] : `${counts[0]} to ${counts.at(-1)}`} of the ${settings.dead} units came back, ${printed(Number((counts.reduce((a, b) => a + b) / counts.length).toFixed(2)))} on average.`;
  }
  const alive = ({ active }) => active.slice(0, settings.dead).filter((count) => count > 0).length;
  function draw() {
    if (!run) return;
    const epoch = run.epochs[play.step];
    drawMap(epoch);
    const steps = run.epochs.map(({ step }) => step);
    const last = steps.at(-1);
    // Room on the right for what other seeds came to.
    const { area, x, y } = back.draw([0, 1.35 * last], [-0.5, settings.dead + 1.3]);
    const stairs = run.epochs.slice(0, play.step + 1).flatMap((epoch, i, all) =>
      [[x(epoch.step), y(alive(all[Math.max(0, i - 1)]))], [x(epoch.step), y(alive(epoch))]]);
    const counts = shares().map((share) => share * settings.dead);
    const runs = Array.from({ length: settings.dead + 1 }, (_, n) => counts.filter((k) => k === n).length);
    runs.forEach((of, n) => {
      const width = (x(1.33 * last) - x(1.03 * last)) * of / Math.max(...runs);
      if (of) area.append(svgElement("rect", { x: x(1.03 * last), y: y(n) - 7, width, height: 14, class: "published" }));
    });
    if (counts.length) {
      area.append(line(x(1.02 * last), y(settings.dead + 0.5), x(1.02 * last), y(-0.5), "limit"));
      area.append(svgElement("text", { x: x(1.34 * last), y: 14, "text-anchor": "end" }, `${counts.length} published runs`));
    }
    area.append(path(stairs, "curve"), svgElement("circle", { cx: x(epoch.step), cy: y(alive(epoch)), r: 5, class: "now" }));
    const losses = run.epochs.map(({ loss }) => loss).filter((j) => j > 0);
    const right = cost.draw([0, last], [Math.min(...losses) / 1.3, Math.max(...losses) * 1.3]);
    right.area.append(path(run.epochs.filter(({ loss }) => loss > 0).map(({ step, loss }) => [right.x(step), right.y(loss)]), "curve"));
    if (epoch.loss > 0) right.area.append(svgElement("circle", { cx: right.x(epoch.step), cy: right.y(epoch.loss), r: 5, class: "now" }));
    const j = epoch.loss === null ? "not finite" : inPowers(epoch.loss);
    say(`After ${count(epoch.step)} steps ${alive(epoch)} of the ${settings.dead} units made dead are active for some digit; J = ${j}.`);
    table.show();
    if (!play.on) setAddress(id, { ...state, epoch: play.step });
  }
  function drawMap({ map: letters, active }) {
    const svg = map.querySelector("svg");
    const shown = letters.length / active.length;
    const wide = WIDTH / shown;
    const strokes = [[], []];
    [...letters].forEach((letter, i) => {
      const unit = Math.floor(i / shown);
      const [x, y] = [LEFT + wide * (i % shown), TOP + ROW * (unit + 0.5) + (unit < settings.dead ? 0 : 8)];
      if (letter === "1") strokes[Number(unit >= settings.dead)].push(`M${x.toFixed(1)} ${y}h${(wide - 0.5).toFixed(1)}`);
    });
    const middle = (from, to) => TOP + ROW * (from + to) / 2 + 4;
    const words = (text, y) => svgElement("text", { x: LEFT - 18, y, "text-anchor": "end" }, text);
    const bottom = TOP + ROW * active.length + 8;
    svg.replaceChildren(
      words("made", middle(0, settings.dead) - 7), words("dead", middle(0, settings.dead) + 7),
      words("others", middle(settings.dead, active.length) + 8),
      ...active.map((count, unit) => svgElement("circle", {
        cx: LEFT - 9, cy: TOP + ROW * (unit + 0.5) + (unit < settings.dead ? 0 : 8), r: 3, class: count ? "now" : "empty",
      })),
      svgElement("path", { d: strokes[1].join(""), class: "cells" }), svgElement("path", { d: strokes[0].join(""), class: "cells killed" }),
      svgElement("rect", { x: LEFT, y: TOP, width: WIDTH, height: ROW * settings.dead, class: "frame" }),
      svgElement("rect", { x: LEFT, y: TOP + ROW * settings.dead + 8, width: WIDTH, height: bottom - TOP - ROW * settings.dead - 8, class: "frame" }),
      ...Array.from({ length: CLASSES }, (_, k) => svgElement("text", { x: LEFT + WIDTH * (k + 0.5) / CLASSES, y: bottom + 15, "text-anchor": "middle" }, k)),
      svgElement("text", { x: LEFT + WIDTH / 2, y: bottom + 31, "text-anchor": "middle" }, `${shown / CLASSES} examples of each digit`),
      svgElement("text", { x: 4, y: 13 }, `\u25cf active for some of ${count(run.examples)} digits   \u25cb for none`),
    );
  }
  box.querySelector(".living").replaceChildren(
    htmlElement("div", { className: "controls" }, kind, leak, layer, margin, seed, htmlElement("div", { className: "buttons" },
      button("Published run", () => change({ kind: "leaky ReLU", leak: 0.25, layer: 1, margin: 0.1, seed: 0 })))),
    play.row,
    output, bits, others, problem,
    htmlElement("div", { className: "drawings" }, map, back.figure, cost.figure),
    htmlElement("div", { className: "buttons" }, button("Picture (SVG)", () => save("dying-relu.svg", "image/svg+xml", picture([map.querySelector("svg"), back.svg, cost.svg])))),
    table,
  );
  fromAddress(id, (query) => change({
    kind: KINDS.includes(query.get("kind")) ? query.get("kind") : "ReLU",
    leak: numberOf(query, "leak", [0.001, 0.99], 0.01), layer: Math.round(numberOf(query, "layer", [1, 2], 1)),
    margin: numberOf(query, "margin", [0.01, 100], 0.1), seed: Math.round(numberOf(query, "seed", [0, 2 ** 32], 0)),
  }, Math.round(numberOf(query, "epoch", [0, 1e6], 1e6))), () => change({}));
});
