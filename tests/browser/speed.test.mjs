// A slow phone (Lighthouse's profile), and what the home page weighs.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import lighthouse from "lighthouse";
import { address, flags, open, pageLike, program, served } from "./site.mjs";
import { chromium } from "playwright-core";

describe("Lighthouse on a phone", () => {
  let browser, site;
  const port = 9222 + (process.pid % 1000);
  before(async () => {
    browser = await chromium.launch({ executablePath: program, args: [...flags, `--remote-debugging-port=${port}`] });
    site = await served();
  });
  after(async () => {
    site.close();
    await browser.close();
  });

  const kinds = {
    home: /^index\.html$/,
    "a pupil": /^students\/S\d+\/index\.html$/,
    "a note": /^students\/S\d+\/.+\/.*\.html$/,
    "a document": /^documents\/[^/]+\.html$/,
    duties: /^duties\//,
  };
  for (const [kind, pattern] of Object.entries(kinds)) {
    it(`${kind}: accessibility 100, performance at least 95`, async () => {
      const url = `${site.origin}/${encodeURI(pageLike(pattern))}`;
      const score = async () => {
        const { lhr } = await lighthouse(url, { port, onlyCategories: ["accessibility", "performance"], logLevel: "error" });
        return [lhr.categories.accessibility.score * 100, lhr.categories.performance.score * 100, lhr];
      };
      let [accessible, fast, report] = await score();
      // The slow phone is reckoned from this machine: a busy moment is measured once more.
      if (fast < 95) [accessible, fast, report] = await score();
      const slow = () => ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"].map((it) => `${it} ${report.audits[it].displayValue}`).join(", ");
      assert.equal(accessible, 100);
      assert.ok(fast >= 95, `performance ${fast}: ${slow()}`);
    });
  }
});

it("the home page weighs less than 60 KB, and as little with its styles and scripts as a server sends them", async () => {
  const browser = await open();
  try {
    const page = await browser.newPage();
    const files = new Set();
    page.on("request", (it) => it.resourceType() !== "image" && files.add(it.url()));
    await page.goto(address("index.html"), { waitUntil: "networkidle" });
    const contents = [...files].map((it) => readFileSync(fileURLToPath(it.split(/[?#]/)[0])));
    const sum = (sizes) => sizes.reduce((a, b) => a + b, 0);
    assert.ok(contents[0].length < 60_000, `${contents[0].length} bytes`);
    const sent = sum(contents.map((it) => gzipSync(it).length));
    assert.ok(files.size > 1 && sent < 60_000, `${sent} bytes of ${sum(contents.map((it) => it.length))} in ${files.size} files`);
  } finally {
    await browser.close();
  }
});
