/**
 * The server of the workbench: on this machine only, for its own page only. A page of another site that finds the port gets
 * nothing: neither by asking directly (Origin) nor by giving its own name this machine's address (Host). Writing needs the
 * key that the command printed at its start, and so does reading what is not for publication: others use this machine, too.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { basename, dirname, extname, join, relative, resolve as absolute, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type HttpBindings, serve, type ServerType } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { Usage } from "../usage.ts";
import type { House } from "./house.ts";
import { isStranger, Keys } from "./keys.ts";
import { type Bytes, packed } from "./packing.ts";

/** A file of the built workbench. */
interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

export type Assets = ReadonlyMap<string, Asset>;

const KINDS: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".woff2": "font/woff2",
};

/** Where the page marks the place of the nonce for the editor's style sheet. */
const NONCE = "__NONCE__";
const VIEWS = ["/", "/board", "/timeline", "/map", "/why", "/essay", "/text", "/sources"];
const LARGEST_BODY = 70_000_000;
const LARGEST_TICKET = 1000;
const BEAT = 15_000;

/** The built workbench: in a checkout beside this package, in a published one inside it. Null: it has not been built. */
export function assets(): Assets | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const homes = [join(here, "..", "..", "..", "workbench", "dist"), join(here, "..", "workbench")];
  const home = homes.find((folder) => existsSync(join(folder, "index.html")));
  if (home === undefined) return null;
  const found = new Map<string, Asset>();
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const type = KINDS[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    found.set(`/${relative(home, file).split(sep).join("/")}`, { bytes: new Uint8Array(readFileSync(file)), type });
  }
  return found;
}

export interface Door {
  /** `http://127.0.0.1:4271`. */
  readonly origin: string;
  /** What whoever writes must show. */
  readonly key: string;
  /** What can be exchanged for it, once, in the address of a browser that is started now. */
  readonly ticket: () => string;
  close(): Promise<void>;
}

/**
 * Opens the door on this machine's own address. Port 0: any that is free; null: the folder's own, so that a page finds its server
 * again when that is started anew, or any that is free where it is taken. Throws `Usage` where the port that was asked for is taken.
 */
export async function open(house: House, built: Assets, port: number | null): Promise<Door> {
  const keys = new Keys();
  const hosts = new Set<string>();
  const { fetch } = application(house, built, keys, hosts);
  const server = await (port === null
    ? listening(fetch, ownPort(house.folder)).catch(() => listening(fetch, 0))
    : listening(fetch, port));
  const actual = (server.address() as AddressInfo).port;
  for (const host of hostsAt(actual)) hosts.add(host);
  return {
    origin: new URL(`http://127.0.0.1:${actual}`).origin,
    key: keys.key,
    ticket: () => keys.ticket(),
    close: () =>
      new Promise((resolve) => {
        house.close();
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

function listening(fetch: Hono<{ Bindings: HttpBindings }>["fetch"], port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: (request, env) => fetch(request, env), hostname: "127.0.0.1", port });
    server.once("listening", () => resolve(server));
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Usage(`Port ${port} is in use on this machine: give another with --port, or leave it out.`)
          : error.code === "EACCES"
            ? new Usage(`Port ${port} may not be used by you: give one above 1023 with --port.`)
            : error,
      );
    });
  });
}

/** Below those that systems give to whoever asks for any. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;

export function ownPort(folder: string): number {
  const hash = createHash("sha256").update(absolute(folder)).digest();
  return FIRST_PORT + (hash.readUInt32BE() % PORTS);
}

/** The names under which a page asks there: the port that `http` has by itself is not written. */
export function hostsAt(port: number): string[] {
  const names = ["127.0.0.1", "localhost"];
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

type Asked = Context<{ Bindings: HttpBindings }>;

const CLOSED = "What is not for publication needs the key to be read: open the address that the command printed.";

/** The answers, without the socket. `hosts`: the names under which the page may ask. */
function application(
  house: House,
  built: Assets,
  keys: Keys,
  hosts: ReadonlySet<string>,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const hasKey = (c: Asked): boolean => keys.fits(c.req.header("X-Servanda-Key"));

  app.use(async (c, next) => {
    const refused = strangerAt(c, hosts);
    if (refused === null) await next();
    else c.res = c.text(refused, 403);
    for (const [name, value] of Object.entries(GUARDS)) c.header(name, value);
    if (!c.res.headers.has("Content-Security-Policy")) c.header("Content-Security-Policy", policy(null));
    return undefined;
  });

  const sent = (c: Asked, made: () => Bytes | null, isPacked = true): Response => {
    if (house.handling !== "public" && !hasKey(c)) return c.json({ message: CLOSED }, 403);
    try {
      const bytes = made();
      const headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Servanda-State": house.state,
      };
      if (bytes === null) return c.body(null, 204);
      return isPacked ? packed(c, bytes, headers) : c.body(bytes, 200, headers);
    } catch (error) {
      // Where the folder lies is told to nobody.
      if (error instanceof Usage) {
        const message = error.message.replaceAll(house.folder, basename(house.folder));
        return c.json({ message }, 503, { "X-Servanda-State": house.state });
      }
      throw error;
    }
  };
  app.get("/api/case", (c) => sent(c, () => house.whole()));
  app.get("/api/board", (c) => sent(c, () => house.board()));
  // Somebody waits for it: packing would take longer than it saves.
  app.get("/api/findings", (c) => sent(c, () => house.findings(new URL(c.req.url).searchParams), false));

  // Whether a key is the one: a page that outlived a server has that of the one before.
  app.get("/api/key", (c) => c.json({ fits: hasKey(c) }));
  app.post("/api/ticket", async (c) => {
    if (!(Number(c.req.header("Content-Length")) <= LARGEST_TICKET)) return c.json({ key: null }, 413);
    const body: unknown = await c.req.json().catch(() => null);
    const ticket = typeof body === "object" && body !== null && "ticket" in body ? String(body.ticket) : "";
    const { remotePort, localPort } = c.env.incoming.socket;
    const key = isStranger(remotePort, localPort) === true ? null : keys.exchange(ticket);
    return c.json({ key });
  });

  // What it tells is that something has changed, and nothing of what: nobody needs a key to hear it.
  app.get("/api/events", (c) =>
    streamSSE(c, async (stream) => {
      let wake: (() => void) | null = null;
      let news = 0;
      const stop = house.listen(() => {
        news += 1;
        wake?.();
      });
      const isOpen = (): boolean => !stream.aborted && !stream.closed;
      stream.onAbort(() => {
        stop();
        wake?.();
      });
      await stream.writeSSE({ event: "hello", data: house.state });
      let told = 0;
      while (isOpen()) {
        if (told < news) {
          told = news;
          await stream.writeSSE({ event: "changed", data: house.state });
          continue;
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, BEAT);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        if (isOpen() && told === news) await stream.writeSSE({ event: "beat", data: house.state });
      }
      stop();
    }),
  );

  app.put("/api/page", async (c) => {
    if (!hasKey(c)) return c.json({ why: "Writing needs the key: open the address that the command printed." }, 403);
    if (!(Number(c.req.header("Content-Length")) <= LARGEST_BODY))
      return c.json({ why: "The page is too large." }, 413);
    const body: unknown = await c.req.json().catch(() => null);
    if (!isPage(body)) return c.json({ why: "This is no page." }, 400);
    const done = house.write(body.path, body.text, body.before);
    return c.json(done, done.kind === "written" ? 200 : done.kind === "changed" ? 409 : 400);
  });

  app.get("*", (c) => {
    const { path } = c.req;
    if (VIEWS.includes(path)) return page(c, built);
    const asset = built.get(path);
    if (asset === undefined || path === "/index.html") return c.text("There is nothing here.", 404);
    const kept = path.startsWith("/assets/") ? "private, max-age=31536000, immutable" : "no-cache";
    return packed(c, asset.bytes, { "Content-Type": asset.type, "Cache-Control": kept });
  });

  app.onError((_error, c) => c.text("This is a fault of ours, not of your case.", 500));
  return app;
}

function page(c: Context, built: Assets): Response {
  const nonce = randomBytes(16).toString("base64");
  const html = new TextDecoder().decode(built.get("/index.html")?.bytes).replaceAll(NONCE, nonce);
  return c.body(html, 200, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy(nonce),
  });
}

const GUARDS: { readonly [name: string]: string } = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

/** No script but the files of the workbench; the nonce lets in the one style sheet that the editor makes as it runs. */
function policy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === null ? "" : ` 'nonce-${nonce}'`}`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Why whoever asks is not answered; null for our own page, and for programs of this machine that name no origin. */
function strangerAt(c: Asked, hosts: ReadonlySet<string>): string | null {
  const host = c.req.header("Host")?.toLowerCase() ?? "";
  if (!hosts.has(host)) return "This server answers only under its own address, on this machine.";
  const origin = c.req.header("Origin");
  if (origin !== undefined && origin !== new URL(`http://${host}`).origin)
    return "This server answers only its own page.";
  const site = c.req.header("Sec-Fetch-Site");
  // A link from elsewhere may open the page; it may not reach behind it.
  const opens = c.req.header("Sec-Fetch-Mode") === "navigate" && !c.req.path.startsWith("/api/");
  if (site !== undefined && !["same-origin", "none"].includes(site) && !opens)
    return "This server answers only its own page.";
  return null;
}

function isPage(body: unknown): body is { readonly path: string; readonly text: string; readonly before: string } {
  if (typeof body !== "object" || body === null) return false;
  const { path, text, before } = body as { [name: string]: unknown };
  return typeof path === "string" && typeof text === "string" && typeof before === "string";
}
