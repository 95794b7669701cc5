// Chromium, with the page as it is opened from the disk.
import { resolve } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.js";

export const page = pathToFileURL(resolve(process.env.REPORT ?? "../../../results/report.html")).href;
export let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

/// Opens the page; what goes wrong on the way is in `faults`.
export async function open(options, hash = "") {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const tab = await context.newPage();
  const faults = [];
  tab.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  tab.on("pageerror", (error) => faults.push(String(error)));
  tab.on("request", (request) => {
    // What the page holds itself is no request.
    if (request.url().split("#")[0] !== page && !/^(data|blob):/.test(request.url())) faults.push(request.url());
  });
  await tab.goto(page + hash);
  await tab.evaluate(() => document.fonts.ready);
  return { tab, faults, close: () => context.close() };
}

/// Runs in the page: words of a figure that leave it, or lie on each other.
export function colliding() {
  const faults = [];
  for (const svg of document.querySelectorAll("figure svg")) {
    const box = svg.getBoundingClientRect();
    if (box.width === 0) continue;
    const name = svg.closest("figure").id;
    const words = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent.trim())
      .map((text) => [text.textContent.trim(), text.getBoundingClientRect()]);
    words.forEach(([word, a], i) => {
      if (a.left < box.left - 1 || a.right > box.right + 1 || a.top < box.top - 1 || a.bottom > box.bottom + 1) {
        faults.push(`${name}: "${word}" leaves the figure`);
      }
      for (const [other, b] of words.slice(i + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        // A line's box is a quarter higher than its letters.
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 0.5 && high > 0.25 * Math.min(a.height, b.height)) {
          faults.push(`${name}: "${word}" lies on "${other}"`);
        }
      }
    });
  }
  return faults;
}
