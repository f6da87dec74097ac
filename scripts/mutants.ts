/**
 * The mutants of some source files, all of them at once: each place that is changed is written as a call that answers as it stands, or, where
 * it is the mutant chosen, as changed. So an engine is loaded once for all, and where no mutant is chosen it tells which ones a case reaches
 * in a way that could matter: a comparison that would come out otherwise, a condition that holds. What is not reached so, no case can tell.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

export interface Mutant {
  /** Its place among all. */
  readonly n: number;
  readonly file: string;
  readonly line: number;
  /** How it is known in the list: file, the line's words and the change, so that lines above may move. */
  readonly name: string;
  /** Worked out when the file is loaded, once. */
  readonly atOnce: boolean;
}

/** What stands in a mutated file calls this. */
interface Switch {
  /** The mutant chosen; -1: none. */
  chosen: number;
  /** Which mutants were reached in a way that could matter. */
  reached: Uint8Array;
}

/** A piece of text put before and after a place; what lies outside comes first. */
interface Wrap {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly outside: number;
}

interface Written {
  readonly mutants: readonly Mutant[];
  /** By path, the text with all mutants in it. */
  readonly texts: ReadonlyMap<string, string>;
}

const OPERATORS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "/",
  "&&": "||",
  "||": "&&",
  "??": "&&",
};

const CALLS: Readonly<Record<string, string>> = {
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "===": "is",
  "!==": "isNot",
  "+": "plus",
  "-": "minus",
  "*": "by",
  "&&": "and",
  "||": "or",
  "??": "orElse",
};

/** Every mutant of the files, in the order in which they stand. */
export function mutantsOf(root: string, files: readonly string[]): Written {
  const mutants: Mutant[] = [];
  const texts = new Map<string, string>();
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    const lines = text.split("\n");
    const found: { start: number; end: number; to: string; place: Omit<Wrap, "before">; call: string; swap: number }[] =
      [];
    const functions: { start: number; end: number }[] = [];
    const types: { start: number; end: number }[] = [];
    const add = (
      { start, end }: { start: number; end: number },
      to: string,
      call: string,
      outside: number,
      whole = { start, end },
      swap = -1,
    ): void => {
      if (types.some((t) => t.start <= start && end <= t.end)) return;
      found.push({ start, end, to, place: { ...whole, after: swap < 0 ? ")" : "))", outside }, call, swap });
    };
    const binary = (node: {
      operator: string;
      start: number;
      end: number;
      left: { end: number };
      right: { start: number };
    }): void => {
      const to = OPERATORS[node.operator];
      const at = text.indexOf(node.operator, node.left.end);
      if (to === undefined || at >= node.right.start) return;
      const { start, end } = node;
      add({ start: at, end: at + node.operator.length }, to, CALLS[node.operator]!, 1, { start, end }, at);
    };
    const inner = (node: { start: number; end: number }): void => void functions.push(node);
    new Visitor({
      TSLiteralType: (node) => void types.push(node),
      FunctionDeclaration: inner,
      FunctionExpression: inner,
      ArrowFunctionExpression: inner,
      BinaryExpression: binary,
      LogicalExpression: binary,
      Literal: (node) => {
        if (typeof node.value === "number") add(node, String(node.value + 1), "more", 2);
        if (typeof node.value === "boolean") add(node, String(!node.value), "not", 2);
      },
      ConditionalExpression: ({ test }) => add(test, `!(${text.slice(test.start, test.end)})`, "not", 0),
      IfStatement: ({ test }) => add(test, "false", "off", 0),
    }).visit(parseSync(file, text).program);
    const wraps: Wrap[] = [];
    const cuts: { start: number; end: number; to: string }[] = [];
    for (const { start, end, to, place, call, swap } of found.toSorted((a, b) => a.start - b.start)) {
      const n = mutants.length;
      const line = text.slice(0, start).split("\n").length;
      const change = `${text.slice(start, end)} → ${to}`.replaceAll(/\s+/gu, " ");
      const name = `${file.split("/").at(-1)}: ${lines[line - 1]!.trim()}: ${change}`;
      const atOnce = !functions.some((f) => f.start <= start && end <= f.end);
      mutants.push({ n, file, line, name, atOnce });
      const lazy = call === "and" || call === "or" || call === "orElse";
      if (swap >= 0) cuts.push({ start, end, to: lazy ? "),()=>(" : "),(" });
      wraps.push({ ...place, before: `$mutant.${call}(${n},${swap < 0 ? "" : "("}` });
    }
    texts.set(file, written(text, wraps, cuts));
  }
  return { mutants, texts };
}

function written(
  text: string,
  wraps: readonly Wrap[],
  cuts: readonly { readonly start: number; readonly end: number; readonly to: string }[],
): string {
  const pieces = [
    ...wraps.map((w) => ({ at: w.start, skip: 0, put: w.before, rank: [1, -w.end, w.outside] })),
    ...wraps.map((w) => ({ at: w.end, skip: 0, put: w.after, rank: [0, -w.start, -w.outside] })),
    ...cuts.map((c) => ({ at: c.start, skip: c.end - c.start, put: c.to, rank: [2, 0, 0] })),
  ].toSorted((a, b) => {
    const by = [a.at - b.at, ...a.rank.map((r, i) => r - b.rank[i]!)];
    return by.find((d) => d !== 0) ?? 0;
  });
  let out = "";
  let at = 0;
  for (const { at: next, skip, put } of pieces) {
    out += text.slice(at, next) + put;
    at = next + skip;
  }
  return out + text.slice(at);
}

/** Puts in place what the texts call. */
export function switchOf(count: number, chosen: number): Switch {
  const s: Switch = { chosen, reached: new Uint8Array(count) };
  const tell = <T>(n: number, is: T, would: T): T => {
    if (n === s.chosen) return would;
    if (!Object.is(is, would)) s.reached[n] = 1;
    return is;
  };
  const always = <T>(n: number, is: T, would: T): T => {
    s.reached[n] = 1;
    return n === s.chosen ? would : is;
  };
  type Sum = (n: number, l: number, r: number) => unknown;
  type Both = (n: number, l: unknown, r: () => unknown) => unknown;
  const calls = {
    lt: ((n, l, r) => tell(n, l < r, l <= r)) as Sum,
    le: ((n, l, r) => tell(n, l <= r, l < r)) as Sum,
    gt: ((n, l, r) => tell(n, l > r, l >= r)) as Sum,
    ge: ((n, l, r) => tell(n, l >= r, l > r)) as Sum,
    is: ((n, l, r) => tell(n, l === r, l !== r)) as Sum,
    isNot: ((n, l, r) => tell(n, l !== r, l === r)) as Sum,
    plus: ((n, l, r) => tell(n, l + r, l - r)) as Sum,
    minus: ((n, l, r) => tell(n, l - r, l + r)) as Sum,
    by: ((n, l, r) => tell(n, l * r, l / r)) as Sum,
    more: (n: number, v: number) => always(n, v, v + 1),
    not: (n: number, v: unknown) => always(n, v, !v),
    off: (n: number, v: unknown) => (v ? always(n, v, false) : v),
    and: ((n, l, r) => {
      if (n === s.chosen) return l || r();
      if (!l) s.reached[n] = 1;
      return l ? tell(n, r(), l) : l;
    }) as Both,
    or: ((n, l, r) => {
      if (n === s.chosen) return l && r();
      if (l) s.reached[n] = 1;
      return l ? l : tell(n, r(), l);
    }) as Both,
    orElse: ((n, l, r) => {
      s.reached[n] = 1;
      if (n === s.chosen) return l && r();
      return l ?? r();
    }) as Both,
  };
  (globalThis as { $mutant?: typeof calls }).$mutant = calls;
  return s;
}

/** One for files as they are: of a folder, or whose paths begin so. */
export function printOf(root: string, starts: readonly string[], except = "none"): string {
  const out = createHash("sha256");
  for (const start of starts) {
    const folder = existsSync(join(root, start)) && !start.includes(".") ? start : join(start, "..");
    for (const name of readdirSync(join(root, folder)).toSorted()) {
      const path = join(folder, name);
      if (path.startsWith(start) && !path.includes(except) && /\.(ts|md)$/u.test(name))
        out.update(path).update(readFileSync(join(root, path)));
    }
  }
  return out.digest("hex");
}
