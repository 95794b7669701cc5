// The report in Firefox: published trials run again give the same bits in another engine.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inFirefox } from "./firefox.js";
import { played, strange } from "./played.js";
import { rerun, unlike } from "./rerun.js";

const page = pathToFileURL(resolve(process.env.REPORT ?? "../../../results/report.html")).href;
const firefox = process.env.FIREFOX;

test("published trials run again give the same bits in Firefox", { skip: !firefox && "no Firefox" }, () =>
  inFirefox(firefox, page, 300, async (found) => {
    assert.deepEqual(unlike(await found(rerun)), []);
    assert.deepEqual(strange(await found(played)), []);
  }));
