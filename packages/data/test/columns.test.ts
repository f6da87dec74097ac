import fc from "fast-check";
import { barOf, columnsOf, ColumnsBuilder, type Columns } from "@servanda/monitor";
import { describe, expect, it } from "vitest";
import { readPlain } from "../src/columns.ts";
import { readFiles, readRecord } from "../src/index.ts";
import { folderOf, model } from "./scene.ts";

/** Everything that columns say, in words. */
function told(columns: Columns): unknown {
  const word = (code: number): string | null => (code < 0 ? null : columns.things.words[code]!);
  const settled = Array.from({ length: columns.count }, (_, rank) => ({
    id: columns.id(rank),
    kind: columns.acts.words[columns.kind[rank]!],
    actor: word(columns.actor[rank]!),
    target: word(columns.target[rank]!),
    object: word(columns.object[rank]!),
    when: columns.when[rank],
    order: columns.order[rank],
    accounts: columns.accounts(rank).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }));
  return {
    settled,
    unsettled: columns.unsettled.toSorted(),
    accounts: columns.unsettledAccounts().toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const cell = (...words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words);

const row = fc.record({
  event: cell("E1", "E2", "E3", "E4", "E5-a", "E_6", "", "É7", "E--8"),
  source: cell("S1", "S2", "S1", "S2", "T1", "nobody", ""),
  stance: cell("", "", "asserts", "denies", "Denies"),
  when: cell(
    "2030-01-05T12:00:00Z",
    "2030-02-28T23:59:59Z",
    "2030-01-05",
    "2030-01-05T12:00",
    "2030-02-30T00:00:00Z",
    "2028-02-29T01:02:03Z",
    "",
    " 2030",
  ),
  order: cell("", "1", "2", "1.5", "x"),
  kind: cell("attack", "attack", "block", "", "attacks"),
  actor: cell("Northshore", "Southshore", "", "constructor", "Northshor"),
  target: cell("Southshore", "", "port"),
  object: cell("", "", "ferry"),
  place: cell("", "strait", "nowhere"),
  status: cell("", "alleged", "withdrawn", "verified"),
  same_as: cell("", "", "", "", "E1"),
  note: cell("", "a note", "a, note".replace(",", ""), "ein Vermerk — so"),
});

/** Most rows have nothing that plain tables do not have. */
const sound = fc.record({
  event: cell("E1", "E2", "E3", "E10", "E01", "E5-a", "E_6", "7", "D1", "E123456789"),
  source: cell("S1", "S2", "T1"),
  stance: cell("", "asserts"),
  when: cell("2030-01-05T12:00:00Z", "2030-02-28T23:59:59Z", "2030-01-05", "2028-02-29T01:02:03Z"),
  order: cell("", "1", "2"),
  kind: cell("attack"),
  actor: cell("Northshore", "Southshore", ""),
  target: cell("Southshore", "", "port"),
  object: cell(""),
  place: cell("", "strait"),
  status: cell("", "alleged", "verified"),
  same_as: cell(""),
  note: cell("", "a note", "ein Vermerk"),
});
const some = fc.oneof({ arbitrary: sound, weight: 15 }, { arbitrary: row, weight: 1 });

describe("columns of plain tables", () => {
  it("are those of the same tables read as all tables are", () => {
    let plain = 0;
    fc.assert(
      fc.property(
        fc.array(some, { minLength: 1, maxLength: 6 }),
        fc.subarray(["order", "object", "place", "status", "same_as", "note", "stance"]),
        cell("\n", "\r\n"),
        fc.boolean(),
        (rows, more, end, last) => {
          const names = ["event", "source", "when", "kind", "actor", "target", ...more] as const;
          const lines = rows.map((each) => names.map((name) => each[name as keyof typeof each]).join());
          const table = [names.join(), ...lines].join(end) + (last ? end : "");
          const folder = folderOf({
            "case.md": "# Harbour\n",
            "sources.csv": "id,title\nS1,One\nS2,Two\n",
            "conduct/a.csv": table,
          });
          const files = readFiles(folder);
          const { record, issues } = readRecord(files, model);
          const builder = new ColumnsBuilder(model);
          const found = readPlain(files, model, builder);
          if (found === null) return;
          plain += 1;
          const { event, account } = found;
          const columns = builder.build(
            model,
            found.record,
            barOf(model, "alleged"),
            8_640_000_000_000,
            event,
            account,
          );
          expect(told(columns)).toEqual(told(columnsOf(model, record, barOf(model, "alleged"), undefined)));
          expect(found.issues).toEqual(issues);
        },
      ),
      { numRuns: 300, seed: 20_301_110 },
    );
    expect(plain).toBeGreaterThan(60);
  });
});
