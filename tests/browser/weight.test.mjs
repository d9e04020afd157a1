// What the home page weighs.
import assert from "node:assert/strict";
import { it } from "node:test";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { address, open } from "./site.mjs";

it("the home page with its styles and scripts weighs less than 60 KB before anything is searched", { timeout: 60_000 }, async () => {
  const browser = await open();
  try {
    const page = await browser.newPage();
    const files = new Set();
    page.on("request", (it) => it.resourceType() !== "image" && files.add(it.url()));
    await page.goto(address("index.html"), { waitUntil: "networkidle" });
    const sizes = [...files].map((it) => [basename(it), readFileSync(fileURLToPath(it.split(/[?#]/)[0])).length]);
    const sum = sizes.reduce((sum, [, size]) => sum + size, 0);
    assert.ok(files.size > 2 && sum < 60_000, `${sum} bytes: ${sizes.map((it) => it.join(" ")).join(", ")}`);
  } finally {
    await browser.close();
  }
});
