/** What stands around the views, without pixels: what can be done, what a key means, what is wrong with the case, how the connection stands. */
import { standardsOf } from "@servanda/language";
import type { Finding } from "@servanda/monitor";
import type { CasePayload } from "servanda/payload";
import { count, standardWords, viewWords } from "servanda/words";
import { chosenFinding } from "./choice.ts";
import { type Desk, NOTHING_SELECTED, type Selection, type ViewId } from "./desk.ts";
import { offered } from "./factsstate.ts";
import { without } from "./filterstate.ts";
import type { Shown } from "./session.ts";
import type { Theme } from "./settings.ts";

/** Views as the frame knows them: what they are called, and which key opens them after `g`. */
export interface Named {
  readonly id: ViewId;
  readonly title: string;
  readonly key: string;
}

/** Views that tell who did what, or what follows: with facts only, the observations stand in their place. */
const JUDGING: ReadonlySet<ViewId> = new Set(["board", "why", "essay", "text", "sources"]);

export function isFactsInstead({ open, facts }: Selection): boolean {
  return facts && JUDGING.has(open);
}

/** Views that tell what is found on a date, and nothing else. */
const FINDING: ReadonlySet<ViewId> = new Set(["board", "why", "essay"]);

/** Whether a view has nothing to tell, as there is no date on which anything could be found. */
export function isDateless({ isDated }: Pick<Desk, "isDated">, open: ViewId): boolean {
  return !isDated && FINDING.has(open);
}

/** Whether a view can be drawn: a board may stand before the rest has come; all else waits for it. */
export function isReady(desk: Desk | null, { open, zone, facts }: Selection): boolean {
  return desk !== null && (desk.isWhole || (open === "board" && zone === null && !facts));
}

// ── What can be done ──────────────────────────────────────────────────────────────────────────────

export type Deed =
  | { readonly kind: "select"; readonly change: Partial<Selection> }
  | { readonly kind: "copy"; readonly what: "citation" | "address" }
  | { readonly kind: "export"; readonly as: "csv" | "svg" | "png" }
  | { readonly kind: "print" }
  | { readonly kind: "theme"; readonly theme: Theme }
  | { readonly kind: "keys"; readonly on: boolean }
  | { readonly kind: "help" };

export interface Command {
  readonly title: string;
  /** A single key, or two after one another: `g b`. */
  readonly key?: string;
  readonly deed: Deed;
}

/** What a citation is of: the finding that is read, or the one that was read last. */
export function findingToCite({ desk, selection }: Shown): Finding | null {
  return chosenFinding(desk, selection.open === "why" ? selection : { ...selection, norm: null });
}

/** All that can be done by its words, in the order in which it is offered. While a flip is worked out, `selection` is ahead of what is shown. */
export function commandsOf(
  { desk, selection: settled }: Shown,
  selection: Selection,
  views: readonly Named[],
  isKeysOff: boolean,
): readonly Command[] {
  const select = (title: string, change: Partial<Selection>, key?: string): Command => ({
    title,
    ...(key === undefined ? {} : { key }),
    deed: { kind: "select", change },
  });
  const usual = desk.model.case.standard;
  return [
    ...offered(views, selection).map(({ id, title, key }) => select(`Open ${title}`, { open: id }, `g ${key}`)),
    ...desk.result.views.map(({ id }) => select(`Read ${viewWords(id, desk.name)}`, { view: id })),
    select("Read under each reading, side by side", { view: null }),
    ...standardsOf(desk.model).map((standard) =>
      select(`Standard of proof: ${standardWords(standard)}`, { standard: standard === usual ? null : standard }),
    ),
    select(selection.facts ? "Show findings again" : "Show facts only", { facts: !selection.facts }, "f"),
    select(
      selection.sort === "latest" ? "Sort by agreement, the newest first" : "Sort by what changed last",
      { sort: selection.sort === "latest" ? "order" : "latest" },
      "l",
    ),
    select("Clear all filters", without()),
    select("Start again", { ...NOTHING_SELECTED, open: selection.open }),
    ...(findingToCite({ desk, selection: settled }) !== null
      ? [{ title: "Copy citation of the finding", key: "c", deed: { kind: "copy", what: "citation" } } as const]
      : []),
    { title: "Copy address of what is shown", key: "y", deed: { kind: "copy", what: "address" } },
    { title: "Export what is shown as CSV", deed: { kind: "export", as: "csv" } },
    { title: "Export what is shown as SVG", deed: { kind: "export", as: "svg" } },
    { title: "Export what is shown as PNG", deed: { kind: "export", as: "png" } },
    { title: "Print what is shown", deed: { kind: "print" } },
    { title: "Theme: as the system has it", deed: { kind: "theme", theme: "auto" } },
    { title: "Theme: light", deed: { kind: "theme", theme: "light" } },
    { title: "Theme: dark", deed: { kind: "theme", theme: "dark" } },
    { title: isKeysOff ? "Turn single keys on" : "Turn single keys off", deed: { kind: "keys", on: isKeysOff } },
    { title: "Help", key: "?", deed: { kind: "help" } },
  ];
}

// ── Keys ──────────────────────────────────────────────────────────────────────────────────────────

/** A key as it is pressed, and where. */
export interface Press {
  readonly key: string;
  /** When, in milliseconds. */
  readonly at: number;
  readonly control: boolean;
  readonly alt: boolean;
  /** In a box, a list or the editor: then letters are letters. */
  readonly types: boolean;
  /** Something nearer has used it. */
  readonly used: boolean;
}

export type Meant =
  | { readonly kind: "commands" | "find" | "help" | "back" }
  | { readonly kind: "open"; readonly view: ViewId }
  | { readonly kind: "walk"; readonly by: 1 | -1 }
  /** A command, by its key. */
  | { readonly kind: "act"; readonly key: string };

/** How long `g` waits for the key after it. */
const CHORD = 1200;

/**
 * What a key means; null: nothing to the page. `going`: when `g` was pressed last, and again what it is from now on. Single keys do nothing
 * while somebody types or a dialog is open, and can be turned off (WCAG 2.1.4); `Ctrl K` always works.
 */
export function keyMeant(
  press: Press,
  going: number | null,
  {
    views,
    keys,
    open,
    isKeysOff,
    isDialog,
  }: {
    readonly views: readonly Named[];
    /** Those of commands. */
    readonly keys: readonly (string | undefined)[];
    readonly open: ViewId;
    readonly isKeysOff: boolean;
    readonly isDialog: boolean;
  },
): { readonly meant: Meant | null; readonly going: number | null } {
  const { key, at, control, alt, types, used } = press;
  const nothing = { meant: null, going: null };
  if (control && key.toLowerCase() === "k") return { meant: { kind: "commands" }, going: null };
  if (isDialog || control || alt || used || types || isKeysOff) return { meant: null, going };
  if (going !== null && at - going < CHORD) {
    const view = views.find((each) => each.key === key);
    return view ? { meant: { kind: "open", view: view.id }, going: null } : nothing;
  }
  switch (key) {
    case "g":
      return { meant: null, going: at };
    case "/":
      return { meant: { kind: "find" }, going: null };
    case "?":
      return { meant: { kind: "help" }, going: null };
    case "j":
    case "k":
      return { meant: { kind: "walk", by: key === "j" ? 1 : -1 }, going: null };
    case "Escape":
      return open === "why" ? { meant: { kind: "back" }, going: null } : nothing;
    default:
      return keys.includes(key) ? { meant: { kind: "act", key }, going: null } : nothing;
  }
}

// ── What is wrong ─────────────────────────────────────────────────────────────────────────────────

const MOST_FAULTS = 50;

export interface FaultsTold {
  readonly head: string;
  readonly faults: readonly {
    readonly place: string;
    /** The page to read it on, with the line; null: it stands in a table, or nowhere. */
    readonly page: string | null;
    readonly code: string;
    readonly message: string;
    readonly repair: string;
  }[];
  /** How many more there are. */
  readonly more: number;
}

/** Errors of the newest version of the case, and on what the findings that are shown rest. */
export function faultsTold(
  payload: Pick<CasePayload, "faults" | "version">,
  desk: Pick<Desk, "version"> | null,
): FaultsTold {
  const errors = payload.faults.filter((fault) => fault.severity === "error");
  const isKept = desk !== null && desk.version !== payload.version;
  const rest = isKept ? "Shown is the last version without." : "Findings rest on what could be read.";
  return {
    head: `The case has ${count(errors.length, "fault")}. ${rest}`,
    faults: errors.slice(0, MOST_FAULTS).map(({ path, line, column, row, code, message, repair }) => ({
      place: line === null ? (row === null ? path : `${path}:${row}`) : `${path}:${line}:${column}`,
      page: line === null ? null : `${path}:${line}`,
      code,
      message,
      repair: repair ?? "",
    })),
    more: Math.max(0, errors.length - MOST_FAULTS),
  };
}

/** The version that an address was made from, where the case is another by now. */
export function staleVersion({ version }: Selection, desk: Pick<Desk, "version">): string | null {
  return version === null || version === desk.version ? null : version;
}
