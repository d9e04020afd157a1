// How long a search takes: `SITE=… node search-speed.mjs [question…]` prints the milliseconds from a key to the results.

import { address, open } from "./site.mjs";

const questions = process.argv.length > 2 ? process.argv.slice(2) : ["学生", "跳绳", "進步明顯", "龘龘", "数学 妈妈", "的", "2024"];
const browser = await open();
const it = await browser.newPage();
await it.goto(address("search.html"));
const begun = Date.now();
await it.locator("input[type=search]").focus();
await it.waitForFunction(() => globalThis.casebookSearch?.known && casebookSearch.missing() === 0, null, { timeout: 120_000 });
console.log(`loaded in ${Date.now() - begun} ms`);
for (const question of questions) {
  const [ms, found, search] = await it.evaluate((question) => {
    const field = document.querySelector("input[type=search]");
    const times = Array.from({ length: 15 }, () => {
      field.value = question;
      const begun = performance.now();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return performance.now() - begun;
    });
    const begun = performance.now();
    casebookSearch.find(casebookSearch.question(question));
    return [times.sort((a, b) => a - b)[7], document.querySelector("[role=status]").textContent, performance.now() - begun];
  }, question);
  console.log(`${ms.toFixed(1).padStart(6)} ms, of these ${search.toFixed(1)} ms looking  ${question}  ${found}`);
}
await browser.close();
