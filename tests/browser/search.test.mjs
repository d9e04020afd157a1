// Search: what the eye sees is what is found.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after } from "node:test";
import { address, open, pages, watched } from "./site.mjs";

const browser = await open();
after(() => browser.close());

/** A tab in which nothing may go wrong unseen: `faults` holds what it complained of. */
async function tab(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", ...options });
  const { page, complaints } = await watched(context);
  return Object.assign(page, { faults: complaints });
}

/** Random numbers below `sides`, the same in every run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const SAMPLES = 300;

// Simplified characters with a traditional one.
const traditional = new Map(
  readFileSync(new URL("../../src/search/traditional.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((it) => !it.startsWith("#"))
    .flatMap((it) => it.split(" ").filter(Boolean))
    .map((group) => [[...group][0], [...group].at(-1)]),
);
const ways = {
  "as it stands": (it) => it,
  traditional: (it) => [...it].map((c) => traditional.get(c) ?? c).join(""),
  "full width": (it) => [...it].map((c) => (c > " " && c <= "~" ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(""),
  "other case": (it) => (it === it.toUpperCase() ? it.toLowerCase() : it.toUpperCase()),
  "with a soft hyphen": (it) => it[0] + "\u00ad" + it.slice(1),
};

// The texts of a page that can be seen, closed parts opened; what every page shows the same is not searched.
const seen = () => {
  for (const it of document.querySelectorAll("details")) it.open = true;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (parentElement.closest("[data-unindexed], .vh, script, title, desc, .filter, .found") || !parentElement.checkVisibility()) continue;
    const text = data.replace(/\s+/g, " ").trim();
    if (text.length > 1) texts.push(text);
  }
  return texts;
};

const searchable = pages.filter((it) => it !== "search.html" && it !== "404.html");

async function ready(it, path = "search.html") {
  await it.goto(address(path));
  await it.locator("input[type=search]").focus();
  await it.waitForFunction(() => document.querySelectorAll("script[src*='search/']").length > 1);
  await it.locator("input[type=search]").fill("学生");
  await it.waitForFunction(() => /\d/.test(document.querySelector("[role=status]").textContent) && !/载入/.test(document.querySelector("[role=status]").textContent));
  await it.locator("input[type=search]").fill("");
}

// The paths of all results for what is typed, and how many words are marked in what is told of the page `path`.
const results = ([query, path]) => {
  const field = document.querySelector("input[type=search]");
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const question = casebookSearch.question(query);
  const found = casebookSearch.find(question);
  const counted = Number(document.querySelector("[role=status]").textContent.match(/\d+/) ?? 0);
  if (counted !== found.length) throw new Error(`${found.length} results for “${query}”, ${counted} are told`);
  const hit = found.find((it) => it.page.path === path);
  const excerpt = hit && casebookSearch.excerpt(hit, question);
  const marked = hit ? casebookSearch.stretches(excerpt.text, excerpt.key, question).length >> 1 : 0;
  return { paths: found.map((it) => it.page.path), marked };
};

test(`${SAMPLES} random pieces of visible text are found, on every page`, { timeout: 240_000 }, async () => {
  const it = await tab();
  const texts = new Map();
  for (const path of searchable) {
    await it.goto(address(path));
    texts.set(path, await it.evaluate(seen));
    assert.ok(texts.get(path).length > 0, `${path} shows nothing`);
  }
  await ready(it);
  const roll = dice(20260908);
  const names = Object.keys(ways);
  const samples = Array.from({ length: Math.max(SAMPLES, searchable.length) }, (_, at) => {
    const path = searchable[at % searchable.length];
    const text = texts.get(path)[roll(texts.get(path).length)];
    const from = roll(text.length - 1);
    return { path, way: names[at % names.length], piece: text.slice(from, from + 2 + roll(7)) };
  });
  let asked = 0;
  for (const { path, way, piece } of samples) {
    if (piece.trim().length < 2 || /^[\udc00-\udfff]|[\ud800-\udbff]$/.test(piece)) continue;
    const query = ways[way](piece.trim());
    const { paths, marked } = await it.evaluate(results, [query, path]);
    assert.ok(paths.includes(path), `“${piece}” of ${path} is not found as “${query}” (${way}); ${paths.length} others are`);
    assert.ok(marked > 0, `“${query}” is not marked in ${path}`);
    asked++;
  }
  assert.ok(asked >= SAMPLES * 0.9, `only ${asked} pieces`);
  assert.deepEqual(it.faults, []);
});

test("what nobody wrote is not found", async () => {
  const it = await tab();
  await ready(it);
  for (const query of ["龘龘", "students/S01", "r1a2b", "data-unindexed", "内部资料"]) {
    assert.deepEqual((await it.evaluate(results, [query])).paths, [], query);
  }
});

test("results are reached by keys alone, from any page", async () => {
  const it = await tab();
  await it.goto(address("students/S02/index.html"));
  await it.locator("body").press("/");
  assert.equal(await it.evaluate(() => document.activeElement.type), "search");
  await it.keyboard.type("家访");
  await it.locator(".hits a").first().waitFor();
  assert.match(await it.locator(".find [role=status]").textContent(), /^找到\d+页/);
  await it.keyboard.press("ArrowDown");
  await it.keyboard.press("ArrowDown");
  const second = await it.locator(".hits a").nth(1).getAttribute("href");
  assert.equal(await it.evaluate(() => document.activeElement.href), second);
  await it.keyboard.press("ArrowUp");
  await it.keyboard.press("ArrowUp");
  assert.equal(await it.evaluate(() => document.activeElement.type), "search");
  await it.keyboard.press("Escape");
  assert.ok(await it.locator(".find .found").isHidden());
  await it.keyboard.press("ArrowLeft");
  await it.keyboard.press("Enter");
  await it.waitForURL(/search\.html#q=/);
  await it.locator("main .hits a").first().waitFor();
  assert.equal(await it.locator("input[type=search]").inputValue(), "家访");
  await it.keyboard.press("ArrowDown");
  const first = await it.evaluate(() => document.activeElement.href);
  await it.keyboard.press("Enter");
  await it.waitForURL((url) => url.href === first);
  await it.goBack();
  await it.locator("main .hits a").first().waitFor();
  assert.equal(await it.locator("input[type=search]").inputValue(), "家访");
  assert.deepEqual(it.faults, []);
});

test("results are chosen by kind of page, and counted", async () => {
  const it = await tab();
  await ready(it);
  await it.locator("input[type=search]").fill("家访");
  const count = async () => Number((await it.locator("[role=status]").textContent()).match(/\d+/)[0]);
  const all = await count();
  const buttons = await it.locator(".found .filter button").evaluateAll((list) => list.map((button) => [button.value, Number(button.querySelector("small").textContent)]));
  assert.ok(buttons.length > 3, "several kinds");
  assert.equal(buttons.slice(1).reduce((sum, [, many]) => sum + many, 0), all);
  for (const [kind, many] of buttons.slice(1)) {
    await it.locator(`.found .filter button[value=${kind}]`).click();
    assert.equal(await count(), many);
    assert.equal(await it.locator(".found .filter button[aria-pressed=true]").getAttribute("value"), kind);
  }
  await it.locator(".found .filter button[value=student]").click();
  for (const href of await it.locator(".hits a").evaluateAll((list) => list.map((link) => link.href))) assert.match(href, /students\/S\d+\/index\.html/);
});

test("who is called so comes first, and a result leads to its place", async () => {
  const it = await tab();
  await it.goto(address("students/S02/index.html"));
  const name = (await it.locator("h1").textContent()).trim();
  await ready(it);
  await it.locator("input[type=search]").fill(name);
  assert.match(await it.locator(".hits a").first().getAttribute("href"), /students\/S02\/index\.html/);
  await it.locator("input[type=search]").fill("一分为二");
  const found = await it.locator(".hits a").evaluateAll((list) => list.map((link) => link.href));
  assert.ok(found.some((href) => href.endsWith("students/S02/index.html#halves")), found.join("\n"));
});

test("words between blanks must all occur", async () => {
  const it = await tab();
  await ready(it);
  const [both, one, other] = await Promise.all(["家访 作业", "家访", "作业"].map(async (query) => (await it.evaluate(results, [query])).paths));
  assert.ok(both.length > 0 && both.length < one.length);
  assert.deepEqual(new Set(both), new Set(one.filter((path) => other.includes(path))));
});

test("without JavaScript a link leads to a page that says so, and to others", async () => {
  const it = await tab({ javaScriptEnabled: false });
  await it.goto(address("index.html"));
  assert.equal(await it.locator("input[type=search]:visible").count(), 0);
  await it.locator(".find a").click();
  await it.locator("main p", { hasText: "JavaScript" }).waitFor();
  await it.locator("main a").first().click();
  assert.match(it.url(), /index\.html$/);
});

test("pinyin on its way to characters is not searched", async () => {
  const it = await tab();
  await ready(it);
  await it.evaluate(() => {
    const field = document.querySelector("input[type=search]");
    field.value = "xuesheng";
    field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
  });
  assert.match(await it.locator("[role=status]").textContent(), /至少两个字/);
  await it.evaluate(() => {
    const field = document.querySelector("input[type=search]");
    field.value = "学生";
    field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  });
  assert.match(await it.locator("[role=status]").textContent(), /^找到\d+页/);
});
