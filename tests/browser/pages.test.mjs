// Every page as it opens by a double click: nothing asked of elsewhere, no complaint, accessible in both colour schemes, and
// no sideways scrolling at 200 % zoom, on the narrowest phone or at 400 % zoom (WCAG 1.4.10).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readFile } from "node:fs/promises";
import { address, open, pages, watched } from "./site.mjs";

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const standards = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const rules = (...values) => ({ type: "rule", values });

/** What axe finds, a line each. */
const violations = (page, runOnly) => page.evaluate(async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, preload: false, resultTypes: ["violations"] });
  return violations.map((it) => `${it.id}, ${it.nodes.length} times: ${it.nodes[0].html.slice(0, 200)}\n  ${it.nodes[0].failureSummary}`);
}, runOnly);

/** Whether the page is wider than the window, and the boxes for which it is: those that lie in none that scrolls by itself. */
const overflowing = (page) => page.evaluate(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const scrolled = (it) => it && it !== document.body && (getComputedStyle(it).overflowX !== "visible" || scrolled(it.parentElement));
  const wide = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > clientWidth + 1 && !scrolled(it.parentElement));
  return [`${scrollWidth} wide of ${clientWidth}: ${wide.slice(0, 3).map((it) => it.outerHTML.slice(0, 120)).join(" … ")}`];
});

describe("every page", { concurrency: 2 }, () => {
  let browser;
  const tabs = []; // those at rest; a context each, so that they share no process
  before(async () => { browser = await open(); });
  after(() => browser.close());

  for (const path of pages) {
    it(path, { timeout: 120_000 }, async () => {
      const { page, complaints } = tabs.pop() ?? await watched(await browser.newContext());
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(address(path));
      await page.evaluate(axe);
      const found = await violations(page, standards);
      // Of all rules only these look at colours; the others see the same page in either scheme.
      await page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await violations(page, rules("color-contrast", "link-in-text-block"))).map((it) => `dark: ${it}`));
      await page.setViewportSize({ width: 640, height: 480 });
      found.push(...await overflowing(page));
      await page.setViewportSize({ width: 320, height: 640 });
      found.push(...await overflowing(page), ...await violations(page, rules("target-size")));
      found.push(...complaints.splice(0));
      // A tab in which something went wrong is not used again.
      if (found.length === 0) tabs.push({ page, complaints });
      assert.deepEqual(found, []);
    });
  }
});
