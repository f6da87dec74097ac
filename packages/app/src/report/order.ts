/**
 * In which order the names of a place stand for whoever reads: the reader's own first, if the case says in which languages its places are named
 * (docs/language.md, The case), else by the alphabet. Whose name stands first would otherwise be a choice between sides.
 */
import type { Model } from "@servanda/language";
import type { Record } from "@servanda/monitor";

export interface Order {
  /** Zones with their names in order, and pairs of them in the names of whatever else is declared. Everything else as it was. */
  model(model: Model): Model;
  /** Notes and replies with their pairs of names in order. */
  record(record: Record): Record;
}

const AS_WRITTEN: Order = { model: (model) => model, record: (record) => record };

/** `model`: as it was read, its names in the order in which they are written. `language`: a tag (BCP 47); null: all as it is written. */
export function orderFor(model: Model, language: string | null): Order {
  if (language === null) return AS_WRITTEN;
  const tongues = model.case.placesNamedIn ?? [];
  if (tongues.length < 2) return AS_WRITTEN;
  const own = tongues.findIndex((tongue) => primary(tongue) === primary(language));
  const ordered = (names: readonly string[]): readonly string[] => {
    // One more than languages: the first is everybody's.
    if (names.length === tongues.length + 1) return [names[0]!, ...ordered(names.slice(1))];
    if (names.length !== tongues.length) return names;
    if (own < 0) return names.toSorted();
    return [names[own]!, ...names.filter((_, i) => i !== own)];
  };
  const pairs = new Map<string, string>();
  for (const { names } of model.zones) {
    const forms = ordered(names).map(formsOf);
    for (const [i, first] of forms.entries()) {
      for (const one of first) {
        for (const other of forms.slice(i + 1).flat())
          if (one !== other) pairs.set(`${other} / ${one}`, `${one} / ${other}`);
      }
    }
  }
  if (pairs.size === 0) return AS_WRITTEN;
  // The longest first: a name may begin as another does.
  const written = [...pairs.keys()].toSorted((a, b) => b.length - a.length).map(escaped);
  const pair = new RegExp(`(?<![\\p{L}\\p{N}])(?:${written.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const text = (told: string): string =>
    told.includes(" / ") ? told.replace(pair, (found) => pairs.get(found)!) : told;
  const titled = <T extends { readonly names: readonly string[] }>(declared: T): T => ({
    ...declared,
    names: declared.names.map(text),
  });
  return {
    model: (read) => ({
      ...read,
      zones: read.zones.map((zone) => ({ ...zone, names: ordered(zone.names).map(text) })),
      actors: read.actors.map(titled),
      terms: read.terms.map(titled),
      instruments: read.instruments.map(titled),
      ...(read.claims === undefined ? {} : { claims: read.claims.map((claim) => within(claim, text)) }),
    }),
    record: (read) => ({
      ...read,
      accounts: read.accounts.map((account) =>
        account.note?.includes(" / ") || account.reply?.includes(" / ")
          ? { ...account, note: account.note && text(account.note), reply: account.reply && text(account.reply) }
          : account,
      ),
    }),
  };
}

/** All strings in plain data. */
function within<T>(value: T, text: (told: string) => string): T {
  if (typeof value === "string") return text(value) as T;
  if (Array.isArray(value)) return value.map((each) => within<unknown>(each, text)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, within<unknown>(each, text)])) as T;
}

/** `Khojalu, Ivanyan / Խոջալու, Իվանյան`: as prose has them, one by one. */
function formsOf(name: string): string[] {
  return name.split(" / ").flatMap((script) => script.split(", "));
}

function primary(tag: string): string {
  return tag.split("-", 1)[0]!.toLowerCase();
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
