/**
 * The examples in a page of Markdown, and how what is printed under a command compares with what it prints now.
 *
 * ```` ```servanda ```` is checked with the other such blocks of its page, as one text; `servanda fails` is checked with
 * them too, one at a time, and the next block holds what is said of it; `servanda not-run` and `console not-run` are
 * only shown, and the text above says why. In ```` ```console ````, a line that opens with `$ ` is a command and the lines
 * below are its output, where a line `…` stands for any lines.
 */

export interface Fence {
  /** The words after the opening fence. */
  readonly info: readonly string[];
  readonly lines: readonly string[];
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The nearest line above that is not empty. */
  readonly above: string;
}

export interface Command {
  readonly words: readonly string[];
  readonly text: string;
  readonly output: readonly string[];
  /** The line of the command in its file, counted from 1. */
  readonly line: number;
}

/** The fenced blocks of a page, in order. A block inside a longer fence is part of that block. */
export function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  const lines = text.split("\n");
  let open: { mark: string; info: string[]; line: number; above: string } | null = null;
  let above = "";
  let inside: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (open === null) {
      const match = /^(`{3,}|~{3,})(.*)$/.exec(line);
      if (match === null) {
        if (line.trim() !== "") above = line;
        continue;
      }
      const info = (match[2] ?? "").trim().split(/\s+/);
      open = { mark: match[1] ?? "", info: info.filter((word) => word !== ""), line: index + 1, above };
      inside = [];
    } else if (/^(?:`+|~+)\s*$/.test(line) && line.startsWith(open.mark)) {
      fences.push({ info: open.info, lines: inside, line: open.line, above: open.above });
      above = line;
      open = null;
    } else inside.push(line);
  }
  return fences;
}

/** The page with every `servanda` block hidden but those that `keep` wants; lines stay where they are. */
export function onlyBlocks(text: string, keep: (fence: Fence) => boolean): string {
  const lines = text.split("\n");
  for (const fence of fencesOf(text)) {
    if (fence.info[0] === "servanda") lines[fence.line - 1] = keep(fence) ? "```servanda" : "```left-out";
  }
  return lines.join("\n");
}

/** The commands of a `console` block, each with the output printed under it. */
export function commandsOf(fence: Fence): Command[] {
  const commands: Command[] = [];
  let output: string[] | null = null;
  for (const [index, line] of fence.lines.entries()) {
    if (line.startsWith("$ ")) {
      output = [];
      const text = line.slice(2);
      commands.push({ words: wordsOf(text), text, output, line: fence.line + 1 + index });
    } else output?.push(line);
  }
  return commands;
}

/** Splits a command line as a shell would, for the quotes that the docs use: '…' and "…" without escapes. */
function wordsOf(text: string): string[] {
  const found = text.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g);
  return [...found].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, a?: string, b?: string) => a ?? b ?? ""),
  );
}

/** Whether a command prints what the page says: spaces at line ends are nothing, and `…` stands for any lines. */
export function fits(shown: readonly string[], printed: readonly string[]): boolean {
  const wanted = trimmed(shown);
  const lines = trimmed(printed);
  const fitsFrom = (i: number, j: number): boolean => {
    if (i === wanted.length) return j === lines.length;
    if (wanted[i] === "…")
      return lines.slice(j).some((_, k) => fitsFrom(i + 1, j + k)) || fitsFrom(i + 1, lines.length);
    return j < lines.length && wanted[i] === lines[j] && fitsFrom(i + 1, j + 1);
  };
  return fitsFrom(0, 0);
}

/** What the page should show for `printed`: in full, or with one gap of the same shape as it has now. */
export function refreshed(shown: readonly string[], printed: readonly string[]): string[] {
  const old = trimmed(shown);
  const lines = trimmed(printed);
  const gap = old.indexOf("…");
  const after = old.length - gap - 1;
  if (gap < 0 || gap !== old.lastIndexOf("…") || gap + after >= lines.length) return lines;
  return [...lines.slice(0, gap), "…", ...lines.slice(lines.length - after)];
}

function trimmed(lines: readonly string[]): string[] {
  const plain = lines.map((line) => line.trimEnd());
  while (plain.length > 0 && plain.at(-1) === "") plain.pop();
  return plain;
}

/** Where a page points to: the targets of its links, without those to other sites, and the line of each. */
export function linksOf(text: string): { readonly target: string; readonly line: number }[] {
  const links: { target: string; line: number }[] = [];
  for (const [line, words] of proseLines(text)) {
    for (const match of words.matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
      const target = match[1] ?? "";
      if (!/^[a-z]+:/i.test(target)) links.push({ target, line });
    }
  }
  return links;
}

/** The anchors of a page's headings, made the way Git hosts make them. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, line] of proseLines(text, { code: true })) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Files of the checkout that a page names in code marks, such as `packages/language/src/model.ts`. */
export function pathsOf(text: string): { readonly path: string; readonly line: number }[] {
  const paths: { path: string; line: number }[] = [];
  for (const [line, words] of proseLines(text, { code: true })) {
    for (const match of words.matchAll(/`((?:packages|scripts|docs|\.ci|bench)\/[\w./-]+)`/g)) {
      paths.push({ path: match[1] ?? "", line });
    }
  }
  return paths;
}

function proseLines(text: string, { code = false } = {}): [number, string][] {
  const fenced = new Set<number>();
  for (const fence of fencesOf(text)) {
    for (let line = fence.line; line <= fence.line + fence.lines.length + 1; line += 1) fenced.add(line);
  }
  return text
    .split("\n")
    .map((line, index): [number, string] => [index + 1, code ? line : line.replaceAll(/`[^`]*`/g, "")])
    .filter(([line]) => !fenced.has(line));
}
