// What a reader does: filter, tab through, print, read without scripts, in the dark, with large letters, without motion.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { address, open, pageLike, watched } from "./site.mjs";

const pupil = pageLike(/^students\/S\d+\/index\.html$/);
const note = pageLike(/^students\/S\d+\/.+\/.+\.html$/);
let browser;
before(async () => { browser = await open(); });
after(() => browser.close());

/** Opens a page in a fresh context, hands it over, and closes it. */
async function reading(path, options, read) {
  const context = await browser.newContext(options);
  try {
    const { page, complaints } = await watched(context);
    await page.goto(address(path));
    await read(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

describe("the filter of the timeline", () => {
  it("shows the notes of one type, and all of them again", () => reading(pupil, {}, async (page) => {
    const shown = () => page.locator(".weeks [data-type]:visible");
    const all = await shown().count();
    const buttons = page.locator("fieldset.filter button");
    assert.ok(await buttons.count() > 2, "a pupil's page has types to choose from");
    await buttons.nth(1).click();
    assert.equal(await buttons.nth(1).getAttribute("aria-pressed"), "true");
    assert.equal(await buttons.nth(0).getAttribute("aria-pressed"), "false");
    const type = await buttons.nth(1).getAttribute("value");
    const some = await shown().count();
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    assert.equal(await page.locator(`.weeks [data-type="${type}"]:visible`).count(), some);
    const empty = page.locator(".weeks > li:visible").filter({ hasNot: page.locator("[data-type]:visible") });
    assert.equal(await empty.count(), 0, "no week without notes is left standing");
    await buttons.nth(0).click();
    assert.equal(await shown().count(), all);
  }));

  it("works by keyboard", () => reading(pupil, {}, async (page) => {
    await page.locator("fieldset.filter button").nth(1).focus();
    await page.keyboard.press("Space");
    assert.equal(await page.locator("fieldset.filter button").nth(1).getAttribute("aria-pressed"), "true");
  }));
});

describe("the keyboard", () => {
  it("reaches the skip link first, which leads past the head", () => reading("index.html", {}, async (page) => {
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    assert.ok(await skip.evaluate((it) => it === document.activeElement));
    const box = await skip.boundingBox();
    assert.ok(box.y >= 0 && box.height > 20, "it is in sight while it has the focus");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  }));

  for (const path of ["index.html", note]) {
    it(`goes through ${path} in the order of the text, every stop in sight and marked`, () => reading(path, { reducedMotion: "reduce" }, async (page) => {
      let last = null;
      for (let stop = 0; stop < 60; stop += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate((last) => {
          const it = document.activeElement;
          if (it === document.body) return null;
          const all = [...document.querySelectorAll("*")];
          const box = it.getBoundingClientRect();
          const marked = [it, it.closest(".pupil")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
          return { order: all.indexOf(it), last, marked, seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight, what: it.outerHTML.slice(0, 80) };
        }, last);
        if (at === null) break;
        assert.ok(at.marked, `the focus shows on ${at.what}`);
        assert.ok(at.seen, `${at.what} is in sight`);
        assert.ok(last === null || at.order > last, `${at.what} comes after what was before`);
        last = at.order;
      }
      assert.ok(last !== null);
    }));
  }
});

describe("dark mode", () => {
  it("turns paper and ink round", () => reading("index.html", { colorScheme: "dark" }, async (page) => {
    const [paper, ink] = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.backgroundColor, style.color].map((it) => it.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
    });
    assert.ok(paper < 120 && ink > 500, `paper ${paper}, ink ${ink}`);
  }));

  it("recolours the charts", () => reading(pupil, {}, async (page) => {
    const colour = () => page.locator(".chart .wide svg .s-b").first().evaluate((it) => getComputedStyle(it).stroke);
    const light = await colour();
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notEqual(await colour(), light);
  }));
});

describe("print", () => {
  it("leaves out what only a screen needs", () => reading(pupil, {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const what of [".head nav", ".local", "fieldset.filter", ".skip"]) assert.equal(await page.locator(what).first().isVisible(), false, what);
    assert.ok(await page.locator("h1").isVisible());
  }));

  it("is black on white even for a reader in the dark", () => reading("index.html", { colorScheme: "dark" }, async (page) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const colours = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
    assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  }));

  it("cuts nothing off at the edge of the paper", async () => {
    // A4 less the margins of the style sheet, in pixels of 1/96 inch.
    await reading("index.html", { viewport: { width: 642, height: 960 } }, async (page) => {
      const kinds = [/^index/, /^students\/index/, /^students\/S\d+\/index/, /^duties\//, /^contacts\//, /^documents\/[^/]+summary/, /^projects\/[^/]+\/index/, /^surveys\//, /^classes\/[^/]+\/index/, /^terms\//];
      for (const path of kinds.map(pageLike).filter(Boolean)) {
        await page.goto(address(path));
        await page.emulateMedia({ media: "print" });
        const cut = await page.evaluate(() => [...document.querySelectorAll("table, svg, figure, .scroll, p, dl")].filter((it) => {
          const box = it.getBoundingClientRect();
          return box.width > 0 && getComputedStyle(it).position !== "absolute" && box.right > document.documentElement.clientWidth + 1;
        }).map((it) => `${it.tagName}.${it.className.baseVal ?? it.className}: ${Math.round(it.getBoundingClientRect().right)} ${it.textContent.trim().slice(0, 40)}`).slice(0, 3));
        assert.deepEqual(cut, [], path);
      }
    });
  });
});

it("without scripts every note is shown and the filter is not", () => reading(pupil, { javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator("fieldset.filter").isVisible(), false);
  const notes = page.locator(".weeks > li > .rows > li");
  const count = await notes.count();
  assert.ok(count > 10);
  for (let at = 0; at < count; at += 1) assert.ok(await notes.nth(at).isVisible());
}));

it("with reduced motion nothing moves", () => reading(pupil, { reducedMotion: "reduce" }, async (page) => {
  const moving = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll("body, body *")].filter((it) => {
    const style = getComputedStyle(it);
    return style.scrollBehavior === "smooth" || style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => time !== "0s");
  }).length);
  assert.equal(moving, 0);
}));

it("in forced colours the marks of the duty grid still differ", () => reading(pageLike(/^duties\//), { forcedColors: "active" }, async (page) => {
  const looks = await page.evaluate(() => ["done", "part", "missed"].map((mark) => {
    const it = document.querySelector(`.marks .mark.${mark}`);
    const style = getComputedStyle(it);
    return [it.textContent, style.backgroundColor, style.borderTopColor, style.borderTopStyle].join(" ");
  }));
  assert.equal(new Set(looks).size, 3, looks.join("\n"));
}));
