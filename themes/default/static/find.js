// The texts of all pages, and how they are looked through. search.js loads this when somebody first goes to the field.
//
// Texts come as scripts (search/index.js, search/0.js …), for a page on a disk may load nothing else. Every text is held twice,
// as it is seen and with one character for all that count as one, so that a place in the one is the same place in the other.
globalThis.casebookSearch = (() => {
  const simplified = new Map();
  const shards = []; // in the order of results, as they arrive

  // Full and half width, both cases, simplified and traditional are one.
  const same = (it) => {
    const narrow = it.normalize("NFKC").toLowerCase();
    const one = narrow.length === 1 ? narrow : it;
    return simplified.get(one) ?? one;
  };
  const ignored = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
  const fold = (text) => text.replace(ignored, "").normalize("NFC").split("").map(same).join("");

  // base64 of a zlib stream: how many characters there are, which, and the text by their places among them. The text is a line
  // for each page, a NUL, and what the pages say, a U+0001 between two.
  const unpack = async (packed) => {
    const binary = atob(packed);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const plain = new Uint8Array(await new Response(stream).arrayBuffer());
    const count = plain[0] + plain[1] * 256;
    const units = Uint16Array.from({ length: count }, (_, at) => plain[2 + 2 * at] + plain[3 + 2 * at] * 256);
    const folded = units.map((it) => same(String.fromCharCode(it)).charCodeAt(0));
    const single = count > 256 ? Math.floor((65536 - count) / 255) : 256;
    const seen = new Uint16Array(plain.length);
    const matched = new Uint16Array(plain.length);
    let length = 0;
    for (let at = 2 + 2 * count; at < plain.length; length++) {
      let place = plain[at++];
      if (place >= single) place = single + (place - single) * 256 + plain[at++];
      seen[length] = units[place];
      matched[length] = folded[place];
    }
    const [text, key] = [seen, matched].map((it) => new TextDecoder("utf-16le").decode(it.subarray(0, length)));
    let start = text.indexOf("\0") + 1;
    const keys = key.slice(0, start).split("\n");
    const heads = text.slice(0, start).split("\n").slice(0, -1);
    const pages = heads.map((head, at) => {
      const [path, kind, label, title, about, places] = head.split("\t");
      const end = at + 1 < heads.length ? text.indexOf("\x01", start) : text.length;
      const page = { path, kind, label, title, about, places, key: keys[at].split("\t")[3], start, end };
      start = end + 1;
      return page;
    });
    return { text, key, pages };
  };

  return {
    /* what search/index.js says */
    known: null,
    /* called whenever there is more to find */
    changed() {},

    index(it) {
      for (let at = 0; at < it.variants.length; at += 2) simplified.set(it.variants[at], it.variants[at + 1]);
      this.known = { ...it, kinds: new Map(it.kinds) };
      this.changed();
    },
    async shard(number, packed) {
      shards[number] = await unpack(packed);
      this.changed();
    },
    /* how many shards have not arrived */
    missing() {
      return this.known.shards - shards.filter(Boolean).length;
    },

    // What is asked for: the words between blanks, the longest first.
    question(text) {
      const phrase = fold(text).trim().split(/\s+/).join(" ");
      const words = [...new Set(phrase.split(" "))].sort((a, b) => b.length - a.length);
      return { phrase, words };
    },

    // Every page that has all words: those called so first, then those whose title has them.
    find({ phrase, words: [first, ...others] }) {
      const found = [[], [], []];
      for (const { text, key, pages } of shards.filter((it) => it?.pages.length)) {
        let number = 0;
        for (let at = key.indexOf(first, pages[0].start); at >= 0; at = key.indexOf(first, pages[number].end)) {
          while (pages[number].end <= at) number++;
          const page = pages[number];
          if (!others.every((word) => key.slice(page.start, page.end).includes(word))) continue;
          const titled = [first, ...others].every((word) => page.key.includes(word));
          found[page.key === phrase ? 0 : titled ? 1 : 2].push({ page, at, text, key });
        }
      }
      return found.flat();
    },

    // What stands around the words on a page that was found, where most of them are together, and the nearest place above to
    // which a link can lead.
    excerpt({ page, at, text, key }, { phrase, words }) {
      const whole = key.indexOf(phrase, page.start);
      if (whole >= 0 && whole < page.end) at = whole;
      else {
        const near = (from) => words.filter((word) => key.slice(Math.max(page.start, from - 24), from + 72).includes(word)).length;
        let next = at;
        for (let tries = 0; tries < 50 && next >= 0 && next < page.end; tries++) {
          if (near(next) > near(at)) at = next;
          next = key.indexOf(words[0], next + 1);
        }
      }
      let place = "";
      let passed = page.start;
      for (const entry of page.places.split(" ").slice(0, -1)) {
        const colon = entry.indexOf(":");
        passed += Number(entry.slice(0, colon));
        if (passed > at) break;
        place = "#" + encodeURIComponent(entry.slice(colon + 1));
      }
      let from = Math.max(page.start, at - 24);
      let to = Math.min(page.end, at + 96);
      if (/[\udc00-\udfff]/.test(text[from])) from++;
      if (/[\udc00-\udfff]/.test(text[to])) to--;
      const [before, after] = [from > page.start ? "…" : "", to < page.end ? "…" : ""];
      return { href: encodeURI(page.path) + place, text: before + text.slice(from, to).replaceAll("\n", "　") + after, key: before + key.slice(from, to) };
    },

    // The stretches of a text that are words and those between them, in turn; the first is none of them.
    stretches(text, key, { words }) {
      const parts = [];
      let done = 0;
      for (;;) {
        const ahead = words.map((word) => [key.indexOf(word, done), word.length]).filter(([at]) => at >= 0);
        if (!ahead.length) return [...parts, text.slice(done)];
        const [at, length] = ahead.reduce((a, b) => (b[0] < a[0] ? b : a));
        parts.push(text.slice(done, at), text.slice(at, at + length));
        done = at + length;
      }
    },
  };
})();
