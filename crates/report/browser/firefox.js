// Firefox, by its own protocol, Marionette.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
  let received = [];
  const waiting = new Map();
  socket.on("data", (data) => {
    received.push(data);
    let all = Buffer.concat(received);
    for (;;) {
      const colon = all.indexOf(":");
      const end = colon + 1 + Number(all.subarray(0, colon));
      if (colon < 0 || all.length < end) break;
      const message = JSON.parse(all.subarray(colon + 1, end));
      all = all.subarray(end);
      // It greets before the first command.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      waiting.get(id)?.(error, result);
    }
    received = [all];
  });
  return (command, parameters) => new Promise((done, failed) => {
    const id = waiting.size + 1;
    waiting.set(id, (error, result) => error ? failed(new Error(error.message)) : done(result));
    const message = JSON.stringify([0, id, command, parameters]);
    socket.write(`${Buffer.byteLength(message)}:${message}`);
  });
}

/// Starts `program`, opens `page`, and hands to `use` a function that runs one there, with its
/// arguments, and waits for what it resolves to, `seconds` at most.
export async function inFirefox(program, page, seconds, use) {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  const args = ["--headless", "--marionette", "--no-remote", "--profile", profile];
  const browser = spawn(program, args, { stdio: "ignore", env: { ...process.env, HOME: profile } });
  let socket;
  try {
    socket = await connected();
    const send = commands(socket);
    await send("WebDriver:NewSession", { capabilities: {} });
    await send("WebDriver:SetTimeouts", { script: 1000 * seconds });
    await send("WebDriver:Navigate", { url: page });
    return await use(async (run, ...args) => {
      const script = `const done = [...arguments].pop();
        (${run})(...arguments).then(done, (error) => done({ error: String(error) }));`;
      return (await send("WebDriver:ExecuteAsyncScript", { script, args, sandbox: null })).value;
    });
  } finally {
    socket?.destroy();
    browser.kill();
    await new Promise((gone) => browser.once("exit", gone));
    rmSync(profile, { recursive: true, force: true });
  }
}
