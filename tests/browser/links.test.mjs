// Every link and anchor, followed by linkchecker (Debian's package) from the home page.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { it } from "node:test";
import { promisify } from "node:util";
import { address } from "./site.mjs";

it("linkchecker finds no broken link", { timeout: 240_000 }, async () => {
  const { stdout, code = 0 } = await promisify(execFile)("linkchecker", ["--no-status", "--output", "csv", "--threads", "4", address("index.html")], { maxBuffer: 1 << 26, timeout: 220_000 }).catch((it) => it);
  const rows = stdout.split("\n").filter((it) => it && !it.startsWith("#") && !it.startsWith("urlname;"));
  assert.deepEqual(rows.slice(0, 20), [], `${rows.length} complaints`);
  assert.equal(code, 0);
});
