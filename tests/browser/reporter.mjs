// What failed, as it fails; a line per file; and the closing line.
import { basename } from "node:path";

export default async function* reporter(events) {
  const files = new Map();
  let passed = 0;
  let failed = 0;
  const start = Date.now();
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    // A file and a suite pass or fail by what is in them; only what is in them is counted, unless the file itself broke.
    const broken = data?.details?.error?.failureType;
    const counted = data?.details?.type !== "suite" && !(broken === "subtestsFailed") && data?.file && data.name !== data.file;
    if (!counted || (type !== "test:pass" && type !== "test:fail")) continue;
    const file = basename(data.file);
    const tally = files.get(file) ?? { passed: 0, failed: 0 };
    files.set(file, tally);
    if (type === "test:pass") {
      passed += 1;
      tally.passed += 1;
    } else {
      failed += 1;
      tally.failed += 1;
      const error = data.details.error.cause ?? data.details.error;
      yield `FAILED ${file}: ${data.name}\n${String(error?.message ?? error).replace(/^/gm, "    ")}\n`;
    }
  }
  yield "\n";
  for (const [file, tally] of files) yield `${file}: ${tally.passed} passed${tally.failed ? `, ${tally.failed} FAILED` : ""}\n`;
  yield `in ${Math.round((Date.now() - start) / 1000)} s\n${passed} passed, ${failed} failed\n`;
}
