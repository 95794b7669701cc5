"use strict";
// What can be taken away from a part, and brought to it: files.

/// Layers W `[fan_in, units]`, b `[units]` as a file of safetensors, named and laid out as
/// `torch.nn.Sequential` has them, with a module for each activation.
function safetensors(layers) {
  const header = {};
  const numbers = [];
  const add = (name, shape, values) => {
    header[name] = { dtype: "F32", shape, data_offsets: [4 * numbers.length, 4 * (numbers.length + values.length)] };
    numbers.push(...values);
  };
  layers.forEach(([weights, biases], i) => {
    const [units, inputs] = [biases.length, weights.length / biases.length];
    add(`${2 * i}.weight`, [units, inputs], weights.map((_, k) => weights[k % inputs * units + Math.floor(k / inputs)]));
    add(`${2 * i}.bias`, [units], biases);
  });
  const text = JSON.stringify(header);
  const head = new TextEncoder().encode(text + " ".repeat(-text.length & 7));
  const bytes = new DataView(new ArrayBuffer(8 + head.length + 4 * numbers.length));
  bytes.setBigUint64(0, BigInt(head.length), true);
  head.forEach((byte, i) => bytes.setUint8(8 + i, byte));
  numbers.forEach((x, i) => bytes.setFloat32(8 + head.length + 4 * i, x, true));
  return bytes.buffer;
}
/// Drawings beside each other as one file, which needs no style sheet.
function picture(drawings) {
  const kept = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family", "text-anchor", "opacity", "paint-order", "display"];
  let x = 0;
  const paper = getComputedStyle(document.body).backgroundColor;
  const ground = svgElement("rect", { width: "100%", height: "100%", fill: paper });
  const whole = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg" }, ground);
  for (const from of drawings) {
    const copy = from.cloneNode(true);
    const { width, height } = from.viewBox.baseVal;
    const all = [...from.querySelectorAll("*")];
    [...copy.querySelectorAll("*")].forEach((element, i) => {
      const style = getComputedStyle(all[i]);
      for (const name of kept) element.setAttribute(name, style.getPropertyValue(name));
    });
    for (const [key, value] of Object.entries({ x, width, height })) copy.setAttribute(key, value);
    whole.append(copy);
    x += width;
    whole.setAttribute("viewBox", `0 0 ${x} ${height}`);
  }
  return new XMLSerializer().serializeToString(whole);
}
const TORCH = { relu: "ReLU()", leaky_relu: "LeakyReLU(0.01)", tanh: "Tanh()", sigmoid: "Sigmoid()", elu: "ELU()", softplus: "Softplus()" };
/// A program that reads the weights and computes J on these points; none if an activation is not there.
function torchProgram(layers, points) {
  if (layers.some(([activation]) => !Object.hasOwn(TORCH, activation))) return null;
  let inputs = 2;
  const modules = layers.flatMap(([activation, width]) => {
    const linear = `torch.nn.Linear(${inputs}, ${width})`;
    inputs = width;
    return [linear, `torch.nn.${TORCH[activation]}`];
  });
  const tensor = (rows) => `torch.tensor(${JSON.stringify(rows)}, dtype=torch.float32)`;
  return "import torch, safetensors.torch\n"
    + `net = torch.nn.Sequential(${[...modules, `torch.nn.Linear(${inputs}, 1)`].join(", ")})\n`
    + "net.load_state_dict(safetensors.torch.load_file(\"xor.safetensors\"))\n"
    + `x, t = ${tensor(points.map(([x1, x2]) => [x1, x2]))}, ${tensor(points.map(([, , t]) => [t]))}\n`
    + "print(net(x), ((net(x) - t) ** 2).sum() / 2)\n";
}
/// Lines of x1, x2 and a class; the first may name them.
function pointsOf(text) {
  const lines = text.split(/\r?\n/).map((line, i) => [i + 1, line.trim()]).filter(([, line]) => line);
  if (lines.length > 1 && /[a-df-z]/i.test(lines[0][1])) lines.shift();
  return lines.map(([number, line]) => {
    const numbers = line.split(/[,;\t]/).map((cell) => cell.trim() === "" ? NaN : Number(cell));
    if (numbers.length !== 3 || !numbers.every(Number.isFinite)) throw new Error(`line ${number}: "${line}" is not x1, x2, class`);
    return numbers;
  });
}
