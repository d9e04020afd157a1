// Every page before two judges of HTML: the Nu checker of the W3C and html-validate.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import vnu from "vnu-jar";
import { pages, root } from "./site.mjs";

describe("markup", { concurrency: 2 }, () => {
  it("the Nu HTML checker has no error and no warning", { timeout: 240_000 }, async () => {
    // It speaks on the standard error, and leaves with 1 where it found anything.
    const { stderr } = await promisify(execFile)("java", ["-jar", vnu, "--format", "json", "--skip-non-html", root], { maxBuffer: 1 << 28, timeout: 220_000 }).catch((it) => it);
    const { messages } = JSON.parse(stderr);
    // A page opened from a folder has no origin that the checker could hold 'self' to.
    const real = messages.filter((it) => !/violates Content Security Policy \(meta tag\)/.test(it.message));
    const lines = real.map((it) => `${relative(root, fileURLToPath(it.url))}:${it.lastLine ?? 0}: ${it.type}: ${it.message}`);
    assert.deepEqual(lines.slice(0, 20), [], `${lines.length} complaints`);
  });

  const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"] }));
  describe("html-validate", () => {
    for (const path of pages) {
      it(path, { timeout: 30_000 }, async () => {
        const report = await validator.validateFile(join(root, path));
        const lines = report.results.flatMap((it) => it.messages.map((at) => `${path}:${at.line}: ${at.ruleId}: ${at.message}`));
        assert.deepEqual(lines, []);
      });
    }
  });
});
