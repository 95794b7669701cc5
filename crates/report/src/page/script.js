"use strict";
// Claims: unfolded where one goes, searched, filtered.
const filters = document.getElementById("filters");
const claims = [...document.querySelectorAll("details.claim")];
const squares = new Map([...document.querySelectorAll(".map a")].map((a) => [a.hash.slice(1), a]));
// What is searched: all of a claim's first lines, its heading and kind, and other names for some of it.
const synonyms = { "xor": "decision boundary separable", "optimiser": "momentum adam sgd", "squared error": "mse loss", "cross-entropy": "loss", "support vector": "svm",
  "gradient": "vanishing", "dead": "dying", "universal": "approximation theorem" };
/// Letters that are typed one way and printed another.
const plain = (text) => text.toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/[\u2010-\u2212]/g, "-");
const heading = (claim) => claim.closest(".group").querySelector("h3").textContent;
/// Of each claim, when the first word is searched for.
let words;
const read = () => claims.map((claim) => {
  const text = plain([claim.querySelector("summary").textContent, claim.dataset.kind, heading(claim)].join(" "));
  const others = Object.entries(synonyms).filter(([name]) => text.includes(name));
  return ` ${text} ${others.map(([, other]) => other).join(" ")}`;
});
const isLetter = (letter) => /[\p{L}\p{N}]/u.test(letter);
/// Whether a word of the text begins so.
function begins(text, word) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) || !isLetter(word[0])) return true;
  }
  return false;
}
function filter() {
  const data = new FormData(filters);
  const wanted = plain(data.get("words")).split(/\s+/).filter(Boolean);
  const verdicts = data.getAll("verdict");
  if (wanted.length) words ??= read();
  let found = 0;
  claims.forEach((claim, i) => {
    const fits = verdicts.includes(claim.dataset.verdict)
      && (!data.get("heading") || heading(claim) === data.get("heading"))
      && (!data.get("kind") || claim.dataset.kind === data.get("kind"))
      && wanted.every((word) => begins(words[i], word));
    claim.hidden = !fits;
    squares.get(claim.id)?.classList.toggle("out", !fits);
    found += fits;
  });
  for (const group of document.querySelectorAll("#claims .group")) {
    group.hidden = !group.querySelector(".claim:not([hidden])");
  }
  document.getElementById("found").textContent =
    found === 0 ? "No claim fits." : `${found} of ${claims.length} claims`;
}
/// Unfolds what an address names, and puts the keyboard there.
function go() {
  // What stands after a question mark is the state of a part.
  const target = document.getElementById(location.hash.slice(1).split("?")[0]);
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  target.hidden = false;
  target.scrollIntoView();
  const summary = target.matches("details") ? target.querySelector("summary") : null;
  summary?.focus({ preventScroll: true });
}
window.addEventListener("hashchange", go);
if (location.hash) go();
document.addEventListener("click", (event) => {
  // The same address again is no change.
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) go();
});
filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => {
  event.preventDefault();
  // Enter goes to the first claim found.
  const first = claims.find((claim) => !claim.hidden);
  if (!first) return;
  if (location.hash === `#${first.id}`) go(); else location.hash = first.id;
});
// A browser that goes back keeps what was entered.
window.addEventListener("pageshow", () => setTimeout(filter));
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    filters.elements.words.focus();
  }
});
// On paper nothing can be unfolded.
window.addEventListener("beforeprint", () => {
  fill(document);
  for (const box of document.querySelectorAll("details.claim, details.experiment, #slips details")) box.open = true;
});

// The numbers of a chart as text: what a pointer finds in it, for those without one.
document.addEventListener("click", (event) => {
  const button = event.target.closest("figure button.values");
  if (!button) return;
  const figure = button.closest("figure");
  const shown = figure.querySelector("ul.values");
  button.ariaExpanded = String(!shown);
  if (shown) { shown.remove(); return; }
  const list = document.createElement("ul");
  list.className = "values";
  for (const title of figure.querySelectorAll(".wide svg title")) {
    list.append(Object.assign(document.createElement("li"), { textContent: title.textContent }));
  }
  figure.append(list);
});

// Tables that sort by a column: numbers as numbers, what is empty last.
const value = (cell) => {
  const text = (cell.dataset.value ?? cell.textContent).trim().replaceAll("\u2212", "-");
  const number = Number(text.replace("inf", "Infinity"));
  return { text, number: text === "" || Number.isNaN(number) ? null : number };
};
function compare(a, b, sign) {
  if (a.text === "" || b.text === "") return (a.text === "") - (b.text === "");
  if (a.number !== null && b.number !== null) return sign * (a.number - b.number);
  return sign * a.text.localeCompare(b.text, "en", { numeric: true });
}
function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      const rows = [...body.rows].sort((a, b) =>
        compare(value(a.cells[column]), value(b.cells[column]), sign));
      body.append(...rows);
    });
  });
}

// What scrolls sideways can be reached by keyboard.
function reach(root) {
  for (const box of root.querySelectorAll("[data-name]")) {
    // To measure what is folded, or far away, would lay it out.
    if (!box.checkVisibility({ contentVisibilityAuto: true })) continue;
    const scrolls = box.scrollWidth > box.clientWidth;
    for (const [name, text] of [["tabindex", "0"], ["role", "region"], ["aria-label", box.dataset.name]]) {
      if (scrolls) box.setAttribute(name, text); else box.removeAttribute(name);
    }
  }
}
/// Charts and tables are text until they are wanted: thousands of elements that nobody waits for.
function fill(root) {
  for (const box of root.querySelectorAll(root === document ? "noscript" : "noscript:not(.still)")) {
    if (root === document || box.closest("details") === root) box.outerHTML = box.textContent;
  }
}
// What is unfolded is made ready then, and not before.
const unfolded = new WeakSet();
document.addEventListener("toggle", (event) => {
  const box = event.target;
  if (!box.open) return;
  if (!unfolded.has(box)) {
    unfolded.add(box);
    fill(box);
    const own = (table) => table.closest("details") === box;
    [...box.querySelectorAll("table.sortable")].filter(own).forEach(sortable);
  }
  reach(box);
}, true);
document.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => { if (!skipped) reach(target); });
window.addEventListener("resize", () => reach(document));
// After a picture, when all that is seen has been laid out: to measure earlier would lay it out twice, and
// so would a question about fonts.
const afterPicture = (act) => requestAnimationFrame(() => setTimeout(act));
const reachSoon = () => afterPicture(() => reach(document));
afterPicture(() => {
  document.fonts.ready.then(reachSoon);
  // The font of formulas comes when the first is unfolded.
  document.fonts.addEventListener("loadingdone", reachSoon);
});

// Copying: the code before a button, the table below it with tabs, as spreadsheets take it, a claim's
// address, and a claim as BibTeX has it.
const address = (button) => `${location.href.split("#")[0]}#${button.closest(".claim").id}`;
const contents = {
  copy: (button) => button.parentElement.querySelector("code").textContent,
  "copy-table": (button) => {
    const text = (cell) => cell.dataset.value ?? cell.textContent;
    const rows = button.closest("details").querySelectorAll("tr");
    return [...rows].map((row) => [...row.cells].map(text).join("\t")).join("\n");
  },
  link: address,
  cite: (button) => {
    const claim = button.closest(".claim");
    const text = (selector) => claim.querySelector(selector).textContent.trim();
    return `@misc{${claim.id},\n  title = {{${claim.id}: ${text(".statement")}}},\n`
      + `  howpublished = {${document.title}},\n`
      + `  note = {${text(".verdict").replace(/^\S+ /, "")}. ${text(".found")}},\n  url = {${address(button)}}\n}`;
  },
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const make = button && contents[button.className];
  if (!make) return;
  const name = button.textContent;
  try {
    await navigator.clipboard.writeText(make(button));
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed";
  }
  setTimeout(() => { button.textContent = name; }, 1500);
});

/// Hands a file to the reader.
function save(name, type, contents) {
  const url = URL.createObjectURL(new Blob([contents], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// The chart as it stands in the page, for those who have the page only.
document.addEventListener("click", (event) => {
  const link = event.target.closest("figure a[download]");
  if (!link) return;
  event.preventDefault();
  const figure = link.closest("figure");
  save(`${figure.id}.svg`, "image/svg+xml", chartOf(figure));
});
