"use strict";
// Drawings of numbers: scales, a frame with its axes, a field of colours, a contour.

/// Round numbers within a range, some five of them.
function ticks([low, high]) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const all = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) all.push(Number((i * step).toPrecision(12)));
  return all;
}
function powers([low, high]) {
  const all = [];
  for (let i = Math.ceil(Math.log10(low)); 10 ** i <= high; i++) all.push(10 ** i);
  return all;
}
/// A drawing of so many units, with a name for those who do not see it.
function drawing(name, width, height) {
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name });
  return htmlElement("figure", { className: "drawing" }, htmlElement("figcaption", { textContent: name }), svg);
}
/// From a range of numbers to a range of units.
const linear = ([a, b], [p, q]) => (x) => p + (q - p) * (x - a) / (b - a);
const logarithmic = ([a, b], range) => {
  const scale = linear([Math.log(a), Math.log(b)], range);
  return (x) => scale(Math.log(x));
};
/// At most so many of a list, the first and the last among them, with their indices.
function thinned(list, most) {
  const stride = Math.max(1, Math.ceil((list.length - 1) / most));
  return list.map((value, i) => [i, value]).filter(([i]) => i % stride === 0 || i === list.length - 1);
}
/// A drawing with two axes, the ticks of the horizontal one `named`. `draw` clears it, and returns what is
/// drawn into, with its scales; axes that are as before stay.
function plot(name, { names, log = false, named = count, width = 320, height = 300 }) {
  const figure = drawing(name, width, height);
  const svg = figure.querySelector("svg");
  const [left, top, right, bottom] = [56, 8, width - 16, height - 42];
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const area = svgElement("svg", box);
  let before;
  let scales;
  const axes = (xRange, yRange, [xName, yName]) => {
    const x = linear(xRange, [0, box.width]);
    const y = (log ? logarithmic : linear)(yRange, [box.height, 0]);
    const text = (words, at) => svgElement("text", at, words);
    const middle = (top + bottom) / 2;
    svg.replaceChildren(
      area,
      svgElement("rect", { ...box, class: "frame" }),
      ...ticks(xRange).map((tick) => text(named(tick), { x: left + x(tick), y: bottom + 18, "text-anchor": "middle" })),
      ...(log ? powers : ticks)(yRange).map((tick) =>
        text(log ? power(tick) : printed(tick), { x: left - 5, y: top + y(tick) + 4, "text-anchor": "end" })),
      text(xName, { x: (left + right) / 2, y: height - 6, "text-anchor": "middle" }),
      text(yName, { x: 13, y: middle, "text-anchor": "middle", transform: `rotate(-90 13 ${middle})` }),
    );
    return { area, x, y, range: [xRange, yRange] };
  };
  const draw = (xRange, yRange, words = names) => {
    const now = String([xRange, yRange, words]);
    if (now !== before) scales = axes(xRange, yRange, words);
    before = now;
    area.replaceChildren();
    return scales;
  };
  /// Where an event is, in the numbers of the axes.
  const at = ({ clientX, clientY }) => {
    const { a, e, f } = area.getScreenCTM();
    const [xRange, yRange] = scales.range;
    return [linear([0, box.width], xRange)((clientX - e) / a), linear([box.height, 0], yRange)((clientY - f) / a)];
  };
  return { figure, svg, draw, at };
}
/// Calls `moved` with the place to which a drawing is dragged, or at which it is pressed: sideways, so
/// that a finger can still scroll, or freely.
function dragged({ svg, at }, moved, freely = false) {
  svg.classList.add("dragged");
  svg.classList.toggle("freely", freely);
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    moved(at(event));
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) moved(at(event));
  });
}
const line = (x1, y1, x2, y2, kind) => svgElement("line", { x1, y1, x2, y2, class: kind });
/// Several lines as one element.
const paths = (lines, kind) => svgElement("path", {
  d: lines.map((points) => `M${points.map((p) => p.map((x) => x.toFixed(1)).join(" ")).join("L")}`).join(""), class: kind,
});
const path = (points, kind) => paths([points], kind);
/// A point of class 1 is a disc, one of class 0 a square: never colour alone.
const point = (x, y, one) => one
  ? svgElement("circle", { cx: x, cy: y, r: 7, class: "one" })
  : svgElement("rect", { x: x - 6, y: y - 6, width: 12, height: 12, class: "zero" });

/// The colours of the paper and the two classes, as red, green and blue.
function coloursOf(element) {
  const style = getComputedStyle(element);
  const colour = (name) => style.getPropertyValue(name).trim().match(/\w\w/g).map((hex) => parseInt(hex, 16));
  return ["--paper", "--zero", "--one"].map(colour);
}
const canvas = htmlElement("canvas");
/// Numbers over a square as an image: the paper at 1/2, the colours of the classes from 0 down and 1 up.
function shades(field, side, [paper, zero, one]) {
  Object.assign(canvas, { width: side, height: side });
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  field.forEach((g, i) => {
    const at = 4 * ((side - 1 - Math.floor(i / side)) * side + i % side);
    const strength = Math.min(1, Math.abs((g ?? 0.5) - 0.5) * 2) * 0.55;
    const end = g > 0.5 ? one : zero;
    for (let k = 0; k < 3; k++) image.data[at + k] = paper[k] + (end[k] - paper[k]) * strength;
    image.data[at + 3] = 255;
  });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
/// Where numbers over a grid pass through a level, as pieces of lines between the grid's units.
function contour(field, side, level) {
  const pieces = [];
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([dx, dy]) =>
        [column + dx, row + dy, field[(row + dy) * side + column + dx] - level]);
      // Where it is level, what rounding makes of it is no boundary.
      if (corners.every(([, , g]) => Math.abs(g) < 2e-3)) continue;
      const crossings = [];
      corners.forEach(([x, y, g], k) => {
        const [nextX, nextY, next] = corners[(k + 1) % 4];
        if (g > 0 === next > 0) return;
        const t = g / (g - next);
        crossings.push([x + t * (nextX - x), y + t * (nextY - y)]);
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) pieces.push([crossings[k], crossings[k + 1]]);
    }
  }
  return pieces;
}
