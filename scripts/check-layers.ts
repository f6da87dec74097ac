/**
 * Checks the walls of the house: `node scripts/check-layers.ts [ROOT]`. Prints a line a fault and ends with 1 if there
 * is one. The table below is the one of ARCHITECTURE.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";

interface Layer {
  /** Packages of ours that it may import. */
  readonly imports: readonly string[];
  /** Packages of ours of which it may import types only. */
  readonly types?: readonly string[];
  /** Single modules of ours that it may import, from packages of which it may else import types only. They run in a browser. */
  readonly modules?: readonly string[];
  /** Whether it may use Node and packages from outside. Those that may not are pure, and run in a browser. */
  readonly outside: boolean;
}

const LAYERS: ReadonlyMap<string, Layer> = new Map<string, Layer>([
  ["language", { imports: [], outside: false }],
  ["monitor", { imports: ["language"], outside: false }],
  ["data", { imports: ["language"], types: ["monitor"], outside: true }],
  ["analysis", { imports: ["language", "monitor"], outside: false }],
  ["app", { imports: ["language", "monitor", "data", "analysis"], outside: true }],
  [
    "workbench",
    {
      imports: ["language", "monitor", "analysis"],
      types: ["app"],
      modules: ["servanda/asked", "servanda/difference", "servanda/words", "servanda/worker"],
      outside: true,
    },
  ],
]);

/** Outside packages that only one file may know. */
const KEEPERS: ReadonlyMap<string, string> = new Map([["@duckdb/node-api", "packages/data/src/duckdb.ts"]]);

/**
 * The naive oracle: it may know the shapes of the model, the record and the finding, and nothing that the engine it
 * judges is made of.
 */
const ORACLE = /^packages\/monitor\/src\/reference\w*\.ts$/;
const SHAPES: ReadonlySet<string> = new Set([
  "@servanda/language",
  "packages/monitor/src/record.ts",
  "packages/monitor/src/finding.ts",
]);

const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  "utils",
  "util",
  "common",
  "shared",
  "helpers",
  "helper",
  "types",
]);
/** Letter forms are named by their script, which is the name of nobody. */
const LETTERS = /noto[- ]sans[-\w ]+/giu;
const LONG = 700;
const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const TEXT = /\.(?:[cm]?[jt]sx?|md|json|css|html|csv|txt)$/;
const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "dist", ".git", ".cache", "coverage"]);

/** A fault (or a warning) at a line of a file; `line` is 0 where it concerns the file as a whole. */
export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
  readonly warning: boolean;
}

interface Import {
  /** Null: the module is computed, so nobody can say which it is. */
  readonly module: string | null;
  readonly typesOnly: boolean;
  readonly offset: number;
}

/** Every problem of the tree at `root`, in the order of the paths. `words` are names that no package may hold. */
export function checkTree(root: string, words: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const top of ["packages", "scripts", "bench", "e2e"]) {
    for (const path of filesUnder(root, top)) problems.push(...checkFile(root, path, words));
  }
  return problems;
}

function checkFile(root: string, path: string, words: readonly string[]): Problem[] {
  const found: Problem[] = [];
  const say = (line: number, message: string, warning = false): void => {
    found.push({ path, line, message, warning });
  };
  for (const part of path.split("/")) {
    const name = part.split(".")[0] ?? "";
    if (FORBIDDEN_NAMES.has(name.toLowerCase())) say(0, `is named ${name}, which says nothing: name it for what it is`);
  }
  if (!TEXT.test(path)) return found;

  const text = readFileSync(join(root, path), "utf8");
  const [top, name, folder] = path.split("/");
  const isShipped = top === "packages" && name !== undefined && folder !== "test";
  if (isShipped) {
    const pattern =
      words.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu") : null;
    for (const [index, line] of text.split("\n").entries()) {
      const named = pattern === null ? [] : [...line.replace(LETTERS, "").matchAll(pattern)].map((match) => match[0]);
      if (named.length > 0) say(index + 1, `names ${named.join(", ")}: no package names an actor, a norm or a case`);
    }
    const lines = text.split("\n").length - 1;
    if (folder === "src" && lines > LONG) say(0, `has ${lines} lines; more than ${LONG} are hard to read as one`, true);
  }
  if (!CODE.test(path) || top !== "packages" || name === undefined) return found;

  const layer = LAYERS.get(name);
  if (layer === undefined) {
    say(0, `is in a package that the table does not know: give packages/${name} a row in scripts/check-layers.ts`);
    return found;
  }
  for (const each of importsOf(path, text)) {
    const fault = faultOf(each, { path, name, layer, isShipped });
    if (fault !== null) say(text.slice(0, each.offset).split("\n").length, fault);
  }
  return found;
}

function faultOf(
  { module, typesOnly }: Import,
  { path, name, layer, isShipped }: { path: string; name: string; layer: Layer; isShipped: boolean },
): string | null {
  const isSource = path.startsWith(`packages/${name}/src/`);
  if (module === null) return isSource ? "imports a module that is computed, so that nobody can check which" : null;
  if (module.startsWith(".") || module.startsWith("/")) {
    const target = resolve("/", dirname(path), module).slice(1);
    if (!target.startsWith(`packages/${name}/`)) {
      const isTest = !isShipped && !target.startsWith("packages/");
      return isTest ? null : `imports ${module}, which leaves the package: import the other package by its name`;
    }
    return ORACLE.test(path) && !ORACLE.test(target) && !isShape(target, typesOnly) ? oracleFault(module) : null;
  }
  if (!isShipped) return null;

  const other = /^@servanda\/([^/]+)/.exec(module)?.[1] ?? (/^servanda(?:$|\/)/.test(module) ? "app" : undefined);
  if (ORACLE.test(path) && !isShape(module, typesOnly)) return oracleFault(module);
  if (other !== undefined) {
    const types = layer.types ?? [];
    if (other === name) return `imports its own package by name: use a relative path`;
    if (layer.imports.includes(other)) return null;
    if (types.includes(other)) {
      return typesOnly || layer.modules?.includes(module)
        ? null
        : `imports ${module}: ${name} may import only types of ${other}`;
    }
    const all = [...layer.imports, ...types.map((each) => `types of ${each}`)];
    const allowed = all.length === 0 ? "no other package" : `only ${all.join(", ")}`;
    return `imports ${module}: ${name} may import ${allowed}`;
  }
  const outside = module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
  const keeper = KEEPERS.get(outside);
  if (keeper !== undefined && keeper !== path) return `imports ${module}: only ${keeper} may`;
  if (!layer.outside) return `imports ${module}: ${name} uses nothing from outside, not even Node`;
  return null;
}

function isShape(module: string, typesOnly: boolean): boolean {
  return typesOnly && SHAPES.has(module);
}

function oracleFault(module: string): string {
  return `imports ${module}: the reference may use only types of the model, the record and the finding`;
}

/** Every way in which a file takes something from another module, types included. */
function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  const fault = errors[0];
  if (fault !== undefined) return [{ module: null, typesOnly: false, offset: fault.labels[0]?.start ?? 0 }];
  const imports: Import[] = [];
  walk(program, (node) => {
    const add = (module: unknown, typesOnly: boolean): void => {
      imports.push({ module: literalOf(module), typesOnly, offset: Number(node["start"]) });
    };
    switch (node["type"]) {
      case "ImportDeclaration":
      case "ExportNamedDeclaration": {
        if (!isNode(node["source"])) return;
        const names = Array.isArray(node["specifiers"]) ? node["specifiers"].filter(isNode) : [];
        const isType = (each: Node): boolean => each["importKind"] === "type" || each["exportKind"] === "type";
        add(node["source"], isType(node) || (names.length > 0 && names.every(isType)));
        return;
      }
      case "ExportAllDeclaration":
        add(node["source"], node["exportKind"] === "type");
        return;
      case "TSImportType":
        add(node["source"], true);
        return;
      case "TSExternalModuleReference":
        add(node["expression"], false);
        return;
      case "ImportExpression":
        add(node["source"], false);
        return;
      case "CallExpression":
        if (isRequire(node["callee"])) add(Array.isArray(node["arguments"]) ? node["arguments"][0] : undefined, false);
        return;
      default:
    }
  });
  return imports;
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (typeof value === "object" && value !== null) {
    if (isNode(value)) visit(value);
    for (const each of Object.values(value)) walk(each, visit);
  }
}

/** `require(…)`, `require.resolve(…)` and `import.meta.resolve(…)`. */
function isRequire(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee["type"] === "Identifier") return callee["name"] === "require";
  if (callee["type"] !== "MemberExpression" || !isNode(callee["property"]) || !isNode(callee["object"])) return false;
  return (
    callee["property"]["name"] === "resolve" &&
    (callee["object"]["type"] === "MetaProperty" || callee["object"]["name"] === "require")
  );
}

function literalOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node["type"] === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node["type"] !== "TemplateLiteral" || !Array.isArray(node["quasis"]) || node["quasis"].length !== 1) return null;
  const text: unknown = node["quasis"][0]?.value?.cooked;
  return typeof text === "string" ? text : null;
}

/** Paths with `/`, relative to `root`, sorted by code unit. */
function filesUnder(root: string, top: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, top), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .flatMap((entry) => {
      if (SKIPPED.has(entry.name)) return [];
      const path = `${top}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

/** The words of `scripts/flagship-words.txt`: one a line, `#` opens a comment. */
export function readWords(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));
  const problems = checkTree(root, readWords(join(import.meta.dirname, "flagship-words.txt")));
  for (const { path, line, message, warning } of problems) {
    console.log(`${warning ? "warning: " : ""}${path}${line > 0 ? `:${line}` : ""} ${message}`);
  }
  process.exitCode = problems.some((each) => !each.warning) ? 1 : 0;
}
