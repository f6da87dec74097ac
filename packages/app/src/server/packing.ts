/** Answers made small, once: what is asked for again is as it was. */
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Context } from "hono";

export type Bytes = Uint8Array<ArrayBuffer>;
type Way = "br" | "gzip";

/** By the bytes themselves: what nobody holds any more is forgotten with what was made of it. */
const kept = new WeakMap<Bytes, Map<Way, Bytes>>();

/** Below this nothing is gained. In bytes. */
const SMALL = 1000;
/** Above this packing takes longer than carrying it across one machine. In bytes. */
const LARGE = 16_000_000;
/** A tenth larger than the best would make it, in a thirtieth of the time. */
const QUALITY = 9;

/** The answer as small as whoever asks can read it. Letters of fonts are compressed already. */
export function packed(
  c: Context,
  body: Bytes,
  headers: { readonly [name: string]: string; readonly "Content-Type": string },
): Response {
  const way = wayOf(c.req.header("Accept-Encoding") ?? "");
  if (way === null || body.length < SMALL || body.length > LARGE || headers["Content-Type"].startsWith("font/")) {
    return c.body(body, 200, headers);
  }
  return c.body(pack(body, way), 200, { ...headers, "Content-Encoding": way, Vary: "Accept-Encoding" });
}

function wayOf(accepted: string): Way | null {
  const names = accepted.split(",").map((each) => each.trim().toLowerCase());
  return names.includes("br") ? "br" : names.includes("gzip") ? "gzip" : null;
}

function pack(body: Bytes, way: Way): Bytes {
  const ways = kept.get(body) ?? new Map<Way, Bytes>();
  const known = ways.get(way);
  if (known !== undefined) return known;
  const small = new Uint8Array(
    way === "gzip"
      ? gzipSync(body)
      : brotliCompressSync(body, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
          },
        }),
  );
  ways.set(way, small);
  kept.set(body, ways);
  return small;
}
