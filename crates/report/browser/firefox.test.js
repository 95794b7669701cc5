// The report in Firefox, by its own protocol, Marionette: published trials run again give the same
// bits in another engine.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { played, strange } from "./played.js";
import { rerun, unlike } from "./rerun.js";

const page = pathToFileURL(resolve(process.env.REPORT ?? "../../../results/report.html")).href;
const PORT = 2828;

/// Connects once Firefox listens.
async function connected() {
  for (let tries = 0; tries < 120; tries += 1) {
    try {
      return await new Promise((done, failed) => {
        const socket = connect(PORT, "127.0.0.1", () => done(socket)).on("error", failed);
      });
    } catch {
      await new Promise((go) => setTimeout(go, 500));
    }
  }
  throw new Error("Firefox does not listen");
}

/// A function that sends a command and waits for its result. A message is its length in bytes, a
/// colon, and JSON: [0, id, command, parameters] there, [1, id, error, result] back.
function commands(socket) {
  let received = Buffer.alloc(0);
  const waiting = new Map();
  socket.on("data", (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(":");
      const end = colon + 1 + Number(received.subarray(0, colon));
      if (colon < 0 || received.length < end) return;
      const message = JSON.parse(received.subarray(colon + 1, end));
      received = received.subarray(end);
      // It greets before the first command.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      waiting.get(id)?.(error, result);
    }
  });
  return (command, parameters) => new Promise((done, failed) => {
    const id = waiting.size + 1;
    waiting.set(id, (error, result) => error ? failed(new Error(error.message)) : done(result));
    const message = JSON.stringify([0, id, command, parameters]);
    socket.write(`${Buffer.byteLength(message)}:${message}`);
  });
}

const firefox = process.env.FIREFOX;
test("published trials run again give the same bits in Firefox", { skip: !firefox && "no Firefox" }, async () => {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  const args = ["--headless", "--marionette", "--no-remote", "--profile", profile];
  const browser = spawn(firefox, args, { stdio: "ignore", env: { ...process.env, HOME: profile } });
  let socket;
  try {
    socket = await connected();
    const send = commands(socket);
    await send("WebDriver:NewSession", { capabilities: {} });
    await send("WebDriver:SetTimeouts", { script: 300_000 });
    await send("WebDriver:Navigate", { url: page });
    const found = async (run) => {
      const script = `(${run})().then(arguments[0], (error) => arguments[0]({ error: String(error) }));`;
      return (await send("WebDriver:ExecuteAsyncScript", { script, args: [], sandbox: null })).value;
    };
    assert.deepEqual(unlike(await found(rerun)), []);
    assert.deepEqual(strange(await found(played)), []);
  } finally {
    socket?.destroy();
    browser.kill();
    await new Promise((gone) => browser.once("exit", gone));
    rmSync(profile, { recursive: true, force: true });
  }
});
