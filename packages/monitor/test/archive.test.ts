import { describe, expect, it } from "vitest";
import { Archive } from "../src/archive.ts";
import { Codes } from "../src/columns.ts";
import { type Account, UNSAID } from "../src/record.ts";

const plain: Account = {
  ...UNSAID,
  id: "E1/S1",
  event: "E1",
  source: "S1",
  stance: "asserts",
  when: { earliest: 100, latest: 160, text: "1970-01-01T00:01" },
  order: 2,
  kind: "attack",
  actor: "North",
  target: "South",
  object: "bridge",
  place: "bay",
  status: "alleged",
  handling: "public",
  grade: "report",
  published: { earliest: 200, latest: 299, text: "1970" },
  note: "as the post at the pier has it",
  at: { path: "conduct/one.csv", row: 7 },
};

/** Each says something else in one field, in every field that an account has. */
const others: readonly Partial<Account>[] = [
  { source: "S2" },
  { stance: "denies" },
  { when: null },
  { when: { earliest: -Infinity, latest: 5, text: "before 1970" } },
  { order: null },
  { order: 0.5 },
  { kind: null },
  { actor: null },
  { target: null },
  { object: null },
  { place: null },
  { place: "nowhere that the case knows" },
  { located: true, inside: ["bay"], perhapsInside: ["pier"], distances: [{ zone: "pier", low: 1, high: 2 }] },
  { inside: ["bay"] },
  { perhapsInside: ["pier"] },
  { distances: [] },
  { quantity: 3 },
  { unit: "shells" },
  { deaths: { low: 1, best: null, high: 2 } },
  { status: "verified" },
  { reply: "it was not us" },
  { handling: "restricted" },
  { grade: "finding" },
  { published: null },
  { note: null },
  { note: "" },
  { at: { path: "conduct/two.csv", row: 7 } },
  { at: { path: "conduct/one.csv", row: 8 } },
];

/** An archive, and how accounts are kept in it. */
function archive(): { kept: Archive; keep: (place: number, account: Account, event: number) => void } {
  const [acts, things] = [new Codes(), new Codes()];
  things.code("bay");
  const kept = new Archive(acts, things, (event) => `E${event}`);
  const code = (codes: Codes, word: string | null): number => (word === null ? -1 : codes.code(word));
  const keep = (place: number, account: Account, event: number): void => {
    const { kind, actor, target, object } = account;
    const named = { actor: code(things, actor), target: code(things, target), object: code(things, object) };
    kept.set(place, account, event, event < 0 ? null : { kind: code(acts, kind), ...named });
  };
  return { kept, keep };
}

describe("accounts that are kept as columns", () => {
  it("are given back as they were, whatever they say, and whatever stood in their place", () => {
    const { kept, keep } = archive();
    const all = [{}, ...others].map((other, i): Account => ({ ...plain, ...other, id: `E${i}/S1`, event: `E${i}` }));
    for (const [i, account] of all.entries()) keep(i, account, account.place?.startsWith("nowhere") ? -1 : i);
    expect(kept.all()).toEqual(all);
    for (const [i, account] of all.entries()) {
      const instead = all[(i + 1) % all.length]!;
      keep(i, { ...instead, id: account.id, event: account.event }, i);
    }
    expect(kept.all()).toEqual(all.map(({ id, event }, i) => ({ ...all[(i + 1) % all.length]!, id, event })));
  });

  it("stand on as many shelves as they need", () => {
    const { kept, keep } = archive();
    const many = 10_000;
    for (let i = 0; i < many; i++)
      keep(i, { ...plain, id: `E${i}/S1`, event: `E${i}`, order: i, at: { path: "a.csv", row: i + 2 } }, i);
    expect(kept.length).toBe(many);
    for (const i of [0, 4095, 4096, 8191, 8192, many - 1])
      expect(kept.get(i)).toEqual({
        ...plain,
        id: `E${i}/S1`,
        event: `E${i}`,
        order: i,
        at: { path: "a.csv", row: i + 2 },
      });
  });
});
