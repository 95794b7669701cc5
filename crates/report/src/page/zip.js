"use strict";
// A claim to take away: what was found, its charts and its first trials, as one file.

/// Files of a name and a text as a ZIP archive, stored as they are and without a date.
function zip(files) {
  const table = Array.from({ length: 256 }, (_, byte) => {
    for (let k = 0; k < 8; k++) byte = byte & 1 ? byte >>> 1 ^ 0xedb88320 : byte >>> 1;
    return byte;
  });
  const check = (bytes) => ~bytes.reduce((sum, byte) => sum >>> 8 ^ table[(sum ^ byte) & 255], ~0) >>> 0;
  const numbers = (...fields) => {
    const bytes = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of fields) {
      if (size === 2) bytes.setUint16(at, value, true); else bytes.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(bytes.buffer);
  };
  const FIRST_OF_1980 = 0x21;
  const UTF8 = 0x800;
  const [parts, central] = [[], []];
  let offset = 0;
  for (const [name, text] of files) {
    const [title, bytes] = [name, text].map((text) => new TextEncoder().encode(text));
    const common = [[2, 20], [2, UTF8], [2, 0], [2, 0], [2, FIRST_OF_1980], [4, check(bytes)], [4, bytes.length], [4, bytes.length], [2, title.length], [2, 0]];
    const header = numbers([4, 0x04034b50], ...common);
    parts.push(header, title, bytes);
    central.push(numbers([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), title);
    offset += header.length + title.length + bytes.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]);
  return new Blob([...parts, ...central, end], { type: "application/zip" });
}
const csv = (rows) => rows.map((row) => `${row.map((cell) => /[",\n]/.test(cell) ? `"${String(cell).replaceAll("\"", "\"\"")}"` : cell ?? "").join()}\n`).join("");
/// The chart of a figure as a file, whether it is unfolded or not.
function chartOf(figure) {
  const shown = figure.querySelector(".wide svg");
  if (shown) return new XMLSerializer().serializeToString(shown);
  const page = new DOMParser().parseFromString(figure.querySelector("noscript").textContent, "text/html");
  return new XMLSerializer().serializeToString(page.querySelector(".wide svg"));
}
/// The published trials that a button runs again, with the names of their columns.
function trialsOf({ dataset }) {
  const { factors, metrics, trials } = published(dataset.experiment);
  const rows = dataset.trials.split(" ").map((index) => trials[index]);
  return [["data_set", "arm", ...factors, "learning_rate", "seed", ...metrics],
    ...rows.map(([dataSet, arm, levels, rate, seed, values]) => [dataSet, arm, ...levels, rate, seed, ...values])];
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.zip");
  if (!button) return;
  const claim = button.closest(".claim");
  const text = (selector) => claim.querySelector(selector)?.textContent.trim() ?? "";
  const files = [["README.txt", `${claim.id}: ${text(".statement")}\n\n${text(".outcome")}\n${text(".found")}\n\n${contents.cite(button)}\n\n`
    + "findings: each criterion, what was measured, and what came of it. trials: of the first seeds, those that it rests on.\n"]];
  for (const table of claim.querySelectorAll("[data-name] table")) {
    const cell = (cell) => cell.dataset.value ?? cell.textContent.trim();
    const name = table.closest("[data-name]").dataset.name.replaceAll(/\W+/g, "-").toLowerCase();
    files.push([`${name}.csv`, csv([...table.rows].map((row) => [...row.cells].map(cell)))]);
  }
  for (const link of claim.querySelectorAll(".shown a")) {
    files.push([`${link.hash.slice(1)}.svg`, chartOf(document.getElementById(link.hash.slice(1)))]);
  }
  for (const again of claim.querySelectorAll("button.again")) files.push([`trials-${again.dataset.experiment}.csv`, csv(trialsOf(again))]);
  save(`${claim.id}.zip`, "application/zip", zip(files));
});
