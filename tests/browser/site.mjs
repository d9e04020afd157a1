// The site under test, and a browser to read it with. SITE names its folder; CHROMIUM the browser's program.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const root = resolve(process.env.SITE ?? fileURLToPath(new URL("../../public/teacher", import.meta.url)));

/** Every page, by its path below the root. */
export const pages = readdirSync(root, { recursive: true })
  .filter((path) => path.endsWith(".html"))
  .sort();

/** The first page whose path matches: a page of a kind, whatever the casebook. */
export const pageLike = (pattern) => pages.find((path) => pattern.test(path));

/** The address of a page or file as a double click opens it. */
export const address = (path) => pathToFileURL(join(root, path)).href;

// Nothing here may ask anything of a network; --no-sandbox because CI runs as root.
export const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
export const program = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const open = () => chromium.launch({ executablePath: program, args: flags });

/** A page that keeps what it complained of and what it asked for outside the folder. */
export async function watched(context) {
  const page = await context.newPage();
  const complaints = [];
  const folder = pathToFileURL(root).href;
  page.on("console", (it) => ["error", "warning"].includes(it.type()) && complaints.push(`console: ${it.text()}`));
  page.on("pageerror", (it) => complaints.push(`error: ${it.message}`));
  // What the browser gives up as the page is left has not failed.
  page.on("requestfailed", (it) => it.failure()?.errorText !== "net::ERR_ABORTED" && complaints.push(`failed: ${it.url()}`));
  page.on("request", (it) => !/^(data|blob):/.test(it.url()) && !it.url().startsWith(folder) && complaints.push(`left the folder: ${it.url()}`));
  return { page, complaints };
}

/** Does the work for each item, a few at a time. */
export async function each(items, width, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    while (queue.length) await work(queue.shift());
  }));
}

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".pdf": "application/pdf" };

/** Serves the folder, compressed as any server does, on a free port of the loopback address; gives its origin and the way to end it. */
export async function served() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname).replace(/\/$/, "/index.html");
    try {
      const bytes = gzipSync(await readFile(join(root, path)));
      response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream", "Content-Encoding": "gzip" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
