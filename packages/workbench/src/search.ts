/** Finding things by a few letters in any script: what is looked for, folded, and how well it fits. */
import type { Reading } from "@servanda/language";
import type { Desk, Selection } from "./desk.ts";
import { placeName, plain, plainProse } from "servanda/words";
import { isForeign, soundOf } from "./transliteration.ts";

export interface Entry {
  readonly kind: "norm" | "actor" | "event" | "zone" | "agreement" | "reading" | "source";
  readonly id: string;
  readonly title: string;
  /** Shown beside the title. */
  readonly more: string;
  readonly select: Partial<Selection>;
  /** Folded: what it goes by, then all else that may be looked for. */
  readonly name: string;
  readonly text: string;
}

/**
 * Letters as somebody types them who has no other keyboard: without diacritics, and without the difference of the dotted and
 * the dotless i, which some languages have and others do not.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ıłøđəßæœʼ’\u200c-\u200dـیىکةךםןףץ٠-٩۰-۹]/gu, plainLetter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Digits of Arabic and Persian follow each other as those of ASCII do. */
function plainLetter(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  for (const zero of [0x0660, 0x06f0]) if (code >= zero && code <= zero + 9) return String(code - zero);
  return PLAIN[letter] ?? letter;
}

const PLAIN: { readonly [letter: string]: string } = {
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ə: "e",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ʼ: "",
  "’": "",
  // What joins or parts letters and is no letter, and letters that Arabic and Persian write with two signs each.
  "\u200c": "",
  "\u200d": "",
  ـ: "",
  ی: "ي",
  ى: "ي",
  ک: "ك",
  ة: "ه",
  // At the end of a word Hebrew writes five letters otherwise.
  ך: "כ",
  ם: "מ",
  ן: "נ",
  ף: "פ",
  ץ: "צ",
};

export function entriesOf(desk: Desk): Entry[] {
  const { model, record } = desk;
  const entry = (
    kind: Entry["kind"],
    id: string,
    title: string,
    more: string,
    select: Partial<Selection>,
    text: readonly string[] = [],
  ): Entry => ({
    kind,
    id,
    title: plain(title),
    more: plain(more),
    select,
    name: fold(`${title} ${id}`),
    text: fold([more, ...text].join(" ")),
  });
  const told = new Set(desk.result.board.map((line) => line.norm));
  const views = new Set(desk.result.views.map(({ id }) => id));
  return [
    ...model.norms
      .filter((norm) => told.has(norm.id))
      .map((norm) =>
        entry(
          "norm",
          norm.id,
          norm.id,
          `${desk.name(norm.instrument)}, ${norm.article}`,
          // Which of its findings is opened goes by the reading that is chosen: the first of all would be one side’s.
          { open: "why", norm: norm.id, finding: null },
          [plainProse(norm.prose)],
        ),
      ),
    ...model.instruments.map((i) =>
      entry("agreement", i.id, i.names[0] ?? i.id, i.names.slice(1).join(" / "), {
        open: "board",
        instruments: [i.id],
      }),
    ),
    ...model.actors.map((a) =>
      entry("actor", a.id, a.names[0] ?? a.id, a.names.slice(1).join(" / "), { open: "board", parties: [a.id] }),
    ),
    ...model.zones.map((z) => entry("zone", z.id, placeName(z), z.kind ?? "", { open: "map", zone: z.id })),
    ...model.readings.map((r) =>
      entry(
        "reading",
        r.id,
        r.id,
        `held by ${r.holders.map(desk.name).join(", ")}`,
        {
          ...(r.of.kind === "norm"
            ? { open: "why", norm: r.of.id, finding: null }
            : { open: "board", instruments: [r.of.id] }),
          view: viewIn(views, r),
        },
        [plainProse(r.prose)],
      ),
    ),
    ...[...desk.events].map(([id, accounts]) => {
      const first = accounts.find((a) => a.stance === "asserts") ?? accounts[0];
      const when = first?.when ? desk.day(first.when) : "no date";
      const what = [first?.kind?.replaceAll("-", " "), first?.place ? `in ${desk.name(first.place)}` : null]
        .filter(Boolean)
        .join(" ");
      const title = [what || id, when].join(", ");
      return entry("event", id, title, id, { open: "timeline", event: id }, [
        ...accounts.flatMap((a) => [a.actor, a.target, a.object].flatMap((x) => (x === null ? [] : desk.names(x)))),
        ...accounts.map((a) => a.note ?? ""),
      ]);
    }),
    ...record.sources.map((s) => entry("source", s.id, s.title, s.publisher ?? "", { open: "sources", source: s.id })),
  ];
}

/** The view that follows a reading: one of its own, where its holder has another of the same; null: nobody is on record with it. */
function viewIn(views: ReadonlySet<string>, { id, holders }: Reading): string | null {
  const ids = holders.flatMap((holder) => [`${holder}:${id}`, holder]);
  return ids.find((each) => views.has(each)) ?? null;
}

const MOST_FOUND = 60;

/** The best first: names that begin so, then names that hold it, then texts. All words must be found. */
export function found(entries: readonly Entry[], text: string): Entry[] {
  const words = fold(text).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  const named = foundBy(words, entries);
  // What is typed in letters that the case does not have is looked for by its sound, behind what it does have.
  if (!words.some(isForeign)) return named.slice(0, MOST_FOUND);
  const known = new Set(named);
  const heard = foundBy(words.map(soundOf), entries.filter((e) => !known.has(e)).map(heardOf));
  return [...named, ...heard.map(({ of }) => of)].slice(0, MOST_FOUND);
}

interface Heard extends Pick<Entry, "name" | "text"> {
  readonly of: Entry;
}

const sounds = new WeakMap<Entry, Heard>();

function heardOf(entry: Entry): Heard {
  let heard = sounds.get(entry);
  if (!heard) sounds.set(entry, (heard = { of: entry, name: soundOf(entry.name), text: soundOf(entry.text) }));
  return heard;
}

function foundBy<E extends Pick<Entry, "name" | "text">>(words: readonly string[], entries: readonly E[]): E[] {
  const scored = entries.flatMap((entry, place) => {
    let score = 0;
    for (const word of words) {
      if (entry.name.startsWith(word)) score += 4;
      else if (entry.name.includes(` ${word}`)) score += 3;
      else if (entry.name.includes(word)) score += 2;
      else if (entry.text.includes(word)) score += 1;
      else return [];
    }
    return [{ entry, score, place }];
  });
  return scored.sort((a, b) => b.score - a.score || a.place - b.place).map(({ entry }) => entry);
}
