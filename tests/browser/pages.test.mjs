// Every page as it opens by a double click: nothing asked of elsewhere, no complaint, accessible in both colour schemes, and
// no sideways scrolling on the narrowest phone or at 400 % zoom (WCAG 1.4.10).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readFile } from "node:fs/promises";
import { address, open, pages, watched } from "./site.mjs";

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Only these rules look at colours; the others see the same page in either scheme.
const ofColour = ["color-contrast", "link-in-text-block"];

/** What axe finds, a line each. */
const violations = (page, runOnly) => page.evaluate(async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, preload: false, resultTypes: ["violations"] });
  return violations.map((it) => `${it.id}, ${it.nodes.length} times: ${it.nodes[0].html.slice(0, 200)}\n  ${it.nodes[0].failureSummary}`);
}, runOnly);

/** Boxes that reach beyond the window's right edge and lie in none that scrolls by itself. */
const overflowing = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > width + 1);
  return [`${document.documentElement.scrollWidth} wide of ${width}: ${wide.slice(0, 3).map((it) => it.outerHTML.slice(0, 120)).join(" … ")}`];
});

describe("every page", { concurrency: 2 }, () => {
  let browser;
  before(async () => { browser = await open(); });
  after(() => browser.close());

  for (const path of pages) {
    it(path, async () => {
      const context = await browser.newContext({ colorScheme: "light" });
      try {
        const { page, complaints } = await watched(context);
        await page.goto(address(path));
        const found = [];
        await page.evaluate(axe);
        found.push(...await violations(page, standards));
        await page.emulateMedia({ colorScheme: "dark" });
        found.push(...(await violations(page, { type: "rule", values: ofColour })).map((it) => `dark: ${it}`));
        await page.setViewportSize({ width: 320, height: 640 });
        found.push(...await overflowing(page));
        assert.deepEqual([...complaints, ...found], []);
      } finally {
        await context.close();
      }
    });
  }
});
