// The search itself: what was found, its types, keys and the page of the search. Loaded by start.js when it is first used; what is
// looked through, and how, is in find.js.
{
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const area = document.querySelector(".find");
  const field = document.querySelector("input[type=search]");
  const page = document.getElementById("found"); // on the page of the search

  const create = (tag, properties, ...inner) => {
    const it = Object.assign(document.createElement(tag), properties);
    it.append(...inner);
    return it;
  };
  const status = create("p", { className: "n", role: "status" });
  const filter = create("div", { className: "filter", role: "group", hidden: true });
  const hits = create("ol", { className: "hits" });
  const panel = page ?? create("div", { className: "found", hidden: true });
  panel.replaceChildren(status, filter, hits);
  if (!page) area.append(panel);

  // ---- loading ----

  let texts; // find.js, once it is there
  let failed = false;
  const load = (name) =>
    new Promise((done) => {
      const onerror = () => { failed = true; show(); };
      document.head.append(create("script", { src: base + name, onload: done, onerror }));
    });
  let begun = false;
  const begin = async () => {
    if (begun) return;
    begun = true;
    if (!page) document.head.append(create("link", { rel: "stylesheet", href: base + "search.css" }));
    await load("find.js");
    casebookSearch.changed = show;
    await load("search/index.js");
    texts = casebookSearch;
    filter.ariaLabel = texts.known.words.only;
    failed = !globalThis.DecompressionStream;
    for (let number = 0; number < texts.known.shards && !failed; number++) load(`search/${number}.js`);
    show();
  };

  // ---- what is shown ----

  let kind = "";
  let limit = 0;
  let last = "";
  const choice = () => new URLSearchParams({ q: field.value, ...(kind && { kind }) });

  // The address says what was asked, once the typing rests: browsers do not let it change at every key.
  let resting;
  const keep = () => {
    clearTimeout(resting);
    resting = setTimeout(() => history.replaceState(null, "", "#" + choice()), 300);
  };

  const hit = (found, question) => {
    const marked = (out, text, key) => {
      const parts = texts.stretches(text, key, question);
      out.append(...parts.map((part, at) => (at % 2 ? create("mark", {}, part) : part)));
      return out;
    };
    const { label, kind, title, key, about } = found.page;
    const excerpt = texts.excerpt(found, question);
    const chip = create("span", { className: "chip" }, label || texts.known.kinds.get(kind));
    const link = marked(create("a", { href: base + excerpt.href }), title, key);
    const line = create("p", { className: "line" }, chip, link, create("span", { className: "end" }, about));
    return create("li", {}, line, marked(create("p"), excerpt.text, excerpt.key));
  };

  const show = () => {
    const question = texts?.question(field.value);
    const enough = question && (question.phrase.length > 1 || question.phrase > "~");
    if (field.value !== last) limit = 0;
    last = field.value;
    if (page) keep();
    else panel.hidden = !field.value.trim() || !area.contains(document.activeElement);
    filter.hidden = true;
    if (!enough) {
      hits.replaceChildren();
      status.textContent = texts ? texts.known.words.hint : failed ? area.dataset.failed : "";
      return;
    }
    const { words, kinds } = texts.known;
    const found = texts.find(question);
    const counts = new Map([["", found.length]]);
    for (const { page } of found) counts.set(page.kind, (counts.get(page.kind) ?? 0) + 1);
    if (!counts.has(kind)) kind = "";
    const chosen = kind ? found.filter((it) => it.page.kind === kind) : found;
    const most = limit || (page ? 30 : 10);
    status.textContent =
      (chosen.length ? words.found : words.none).replace("{n}", chosen.length) +
      (chosen.length > most ? words.first.replace("{n}", most) : "") +
      (!globalThis.DecompressionStream ? words.old : failed ? words.failed : texts.missing() ? words.loading : "");
    filter.hidden = counts.size < 3;
    const buttons = [["", words.all], ...kinds].filter(([key]) => counts.has(key)).map(([key, word]) => {
      const small = create("small", {}, counts.get(key));
      return create("button", { type: "button", value: key, ariaPressed: String(key === kind) }, word + " ", small);
    });
    filter.replaceChildren(...buttons);
    hits.replaceChildren(...chosen.slice(0, most).map((it) => hit(it, question)));
    if (chosen.length > most) {
      const link = { href: `${base}search.html#${choice()}` };
      const more = page ? create("button", { type: "button" }, words.more) : create("a", link, words.everything);
      hits.append(create("li", { className: "more" }, more));
    }
  };

  // ---- keys and clicks ----

  const change = (event) => event.isComposing || show();
  field.addEventListener("input", change);
  field.addEventListener("compositionend", change);
  field.addEventListener("focus", () => {
    begin();
    show();
  });
  filter.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    kind = button.value;
    show();
    [...filter.children].find((it) => it.value === kind)?.focus();
  });
  hits.addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    const before = hits.children.length - 1;
    limit = before + 30;
    show();
    hits.children[before]?.querySelector("a").focus();
  });
  const leave = (to) => {
    if (!page && to && !area.contains(to)) panel.hidden = true;
  };
  area.addEventListener("focusout", (event) => leave(event.relatedTarget));
  document.addEventListener("pointerdown", (event) => leave(event.target));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    // Safari says only by 229 that a key still belongs to the input method.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const inside = target === field || panel.contains(target);
    if (key === "Enter" && target === field) {
      if (!page) location.href = `${base}search.html#${choice()}`;
      else hits.querySelector("a")?.focus();
    } else if (key === "Escape" && inside) {
      if (target === field && (page || panel.hidden)) field.value = "";
      field.focus();
      show();
      if (!page) panel.hidden = true;
    } else if ((key === "ArrowDown" || key === "ArrowUp") && inside) {
      const stops = [field, ...hits.querySelectorAll("a, button")];
      const at = Math.max(stops.indexOf(target), 0) + (key === "ArrowDown" ? 1 : -1);
      stops[Math.min(Math.max(at, 0), stops.length - 1)].focus();
    } else return;
    event.preventDefault();
  });

  if (page) {
    const read = () => {
      const asked = new URLSearchParams(location.hash.slice(1));
      field.value = asked.get("q") ?? "";
      kind = asked.get("kind") ?? "";
      field.focus();
      begin();
      show();
    };
    addEventListener("hashchange", read);
    read();
  } else if (document.activeElement === field) {
    begin();
    show();
  }
}
