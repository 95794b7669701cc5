"use strict";
// What the parts share: what they ask, controls, playing, their state in the address.

/// Asks a module about a part.
const asking = (name, module = partsModule) => (request) => module.ask(JSON.stringify({ part: { [name]: request } }));
/// The published numbers that a part sets beside its run.
const compared = (() => {
  let all;
  return (name) => (all ??= JSON.parse(document.getElementById("compared").textContent))[name] ?? [];
})();
/// Says whether what was found here is what a published trial recorded, to the last bit.
function compareBits(bits, metrics, trial, found, same) {
  const there = (name) => trial[5][metrics.indexOf(name)];
  const other = Object.keys(found).find((name) => !isSame(there(name), found[name]));
  bits.classList.toggle("different", Boolean(other));
  bits.textContent = other ? `Not the same as published: ${other} is ${there(other)} there, ${found[other]} here.`
    : `Same bits as published: ${same}.`;
}

const svgElement = (name, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const htmlElement = (name, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
};
/// A number as it is printed.
const printed = (x) => String(x).replace("-", "\u2212");
/// A power of ten as it is printed: 0.1, 100, 10^5.
function power(x) {
  const exponent = Math.round(Math.log10(x));
  if (Math.abs(exponent) < 4) return printed(x);
  return `10${[...String(exponent)].map((digit) => "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[digit] ?? "\u207b").join("")}`;
}
/// Two digits and a power of ten, where it is needed.
const inPowers = (x) => {
  const [digits, exponent] = x.toPrecision(2).split("e");
  return exponent ? `${digits} \u00d7 ${power(Number(`1e${exponent}`))}` : printed(Number(digits));
};
let english; // What knows languages takes long to come: it is asked when the first part is there.
const count = (n) => (english ??= new Intl.NumberFormat("en")).format(n).replace("-", "\u2212");
/// A control with its name above it.
const labelled = (name, control) => htmlElement("label", {}, htmlElement("span", { textContent: name }), control);
/// A choice among names.
function choice(name, names, changed) {
  const select = htmlElement("select");
  for (const value of names) select.append(new Option(value.replaceAll("_", " "), value));
  select.addEventListener("change", () => changed(select.value));
  return labelled(name, select);
}
/// A number that is typed, or stepped by the arrow keys; what is refused gives way to the last that was
/// not, and the limits are said.
function numberField(name, { min, max, step = 1 }, changed) {
  const input = htmlElement("input", { type: "number", min, max, step, inputMode: "decimal", required: true });
  const label = labelled(name, input);
  let accepted;
  label.show = (value) => {
    accepted = value;
    input.value = value;
    input.setCustomValidity("");
  };
  input.addEventListener("change", () => {
    input.setCustomValidity("");
    if (input.validity.valid) { changed(Number(input.value)); return; }
    input.value = accepted;
    input.setCustomValidity(`${name}: ${step === 1 ? "a whole number" : "a number"} from ${count(min)} to ${count(max)}`);
    input.reportValidity();
    input.setCustomValidity("");
  });
  return label;
}
/// A slider with its value beside its name; Shift moves ten steps.
function slider(name, { min, max }, changed) {
  const input = htmlElement("input", { type: "range", min, max, step: 1 });
  const label = labelled(name, input);
  const value = htmlElement("span");
  label.firstChild.append(": ", value);
  label.show = (now, limit = max, shown = count(now)) => {
    input.max = limit;
    input.value = now;
    value.textContent = shown;
    // What is heard beside the number of the slider's own.
    input.ariaValueText = shown;
  };
  input.addEventListener("input", () => changed(Number(input.value)));
  input.addEventListener("keydown", (event) => {
    const sign = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!sign || !event.shiftKey) return;
    event.preventDefault();
    changed(Math.min(Number(input.max), Math.max(min, Number(input.value) + 10 * sign)));
  });
  return label;
}
const button = (name, pressed) => {
  const element = htmlElement("button", { type: "button", textContent: name });
  element.addEventListener("click", pressed);
  return element;
};
/// Rows of cells as a table.
function tableOf(rows) {
  const table = htmlElement("table");
  for (const cells of rows) {
    const row = table.insertRow();
    for (const cell of cells) row.insertCell().textContent = cell;
  }
  return table;
}
/// What is drawn as a table of these `rows`, made anew by `show` while it is unfolded.
function dataTable(rows) {
  const box = htmlElement("div", { className: "scrolled" });
  const table = htmlElement("details", {}, htmlElement("summary", { textContent: "Data as a table" }), box);
  table.show = () => {
    const now = table.open && rows();
    if (now) box.replaceChildren(tableOf(now));
  };
  table.addEventListener("toggle", table.show);
  return table;
}
/// Says something to those who listen, at most once a second; the last word is always said.
function herald(output) {
  let timer;
  let latest;
  let said = 0;
  const say = () => {
    timer = undefined;
    said = performance.now();
    output.textContent = latest;
  };
  return (words) => {
    latest = words;
    timer ??= setTimeout(say, Math.max(0, said + 1000 - performance.now()));
  };
}
/// `f`, of which one call runs at a time: of those that come meanwhile only the last is made, after it.
function latest(f) {
  let running;
  let again = false;
  const all = async () => {
    try {
      do {
        again = false;
        await f();
      } while (again);
    } finally {
      running = undefined;
    }
  };
  return () => {
    again = true;
    return running ??= all();
  };
}
/// A slider over steps, and buttons that play them, while they are seen. `go` draws a step; `stride` says
/// how many a picture are, `wait` how many milliseconds there are from one to the next, `shown` what a step
/// is called.
function player(box, { go, stride = () => 1, wait = 0, shown = count }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let [step, most, on, seen] = [0, 0, false, true];
  new IntersectionObserver(([entry]) => { seen = entry.isIntersecting; }).observe(box);
  const time = slider("Step", { min: 0, max: 1 }, (value) => to(value));
  const show = () => {
    time.show(step, most, shown(step));
    toggle.textContent = on ? "Pause" : "Play";
  };
  const to = (value) => {
    on = false;
    step = Math.max(0, Math.min(most, value));
    show();
    go(step);
  };
  const next = async () => {
    if (!on) return;
    if (seen && !document.hidden) {
      // Without motion, by leaps.
      step = Math.min(most, step + (calm.matches ? Math.max(1, Math.round(most / 10)) : stride(most)));
      on = step < most;
      show();
      try {
        await go(step);
      } catch (error) {
        to(step);
        throw error;
      }
    }
    const pause = calm.matches ? 500 : wait;
    if (pause) setTimeout(next, pause); else requestAnimationFrame(next);
  };
  const toggle = button("Play", () => {
    if (on) { to(step); return; }
    if (step >= most) step = 0;
    on = true;
    next();
  });
  const buttons = htmlElement("div", { className: "buttons" }, toggle, button("Rewind", () => to(0)),
    button("One step", () => to(step + 1)), button("To the end", () => to(most)));
  return {
    row: htmlElement("div", { className: "time" }, time, buttons),
    get step() { return step; },
    get on() { return on; },
    /// Stops at a step of so many; draws nothing.
    set(value, of) { [step, most, on] = [Math.min(value, of), of, false]; show(); },
  };
}
/// Where the reader is: what the address names, or the part that was touched last. Who has gone elsewhere
/// stays there when an answer comes.
const named = () => location.hash.slice(1).split("?")[0];
let current = named();
window.addEventListener("hashchange", () => { current = named(); });
/// Takes a part's state, what stands in the address after its id and a question mark, now and whenever it
/// changes; starts `without` if there is none.
function fromAddress(id, take, without) {
  const restore = () => {
    const [here, query] = location.hash.slice(1).split("?");
    const is = here === id && Boolean(query);
    if (is) take(new URLSearchParams(query));
    return is;
  };
  window.addEventListener("hashchange", restore);
  if (!restore()) without();
}
/// A number of an address, if it is one within these limits.
function numberOf(query, key, [low, high], fallback) {
  const value = Number(query.get(key) || NaN);
  return value >= low && value <= high ? value : fallback;
}
function setAddress(id, state) {
  if (current !== id) return;
  history.replaceState(null, "", `#${id}?${new URLSearchParams(state)}`);
}
/// Starts a part when it is first unfolded.
function part(id, start) {
  const box = document.getElementById(id);
  for (const touch of ["pointerdown", "keydown", "change"]) box.addEventListener(touch, () => { current = id; }, true);
  if (box.open) start(box); else box.addEventListener("toggle", () => start(box), { once: true });
}
