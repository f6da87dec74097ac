import { parseTime } from "@servanda/language";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brief, type Files, read, SOURCES } from "./scene.ts";

/** A time as the language reads it, at the case's UTC+04:00. */
function time(text: string): unknown {
  const parsed = parseTime(text, 240);
  if ("fault" in parsed) throw new Error(parsed.fault);
  return parsed.time;
}

describe("a full row", () => {
  const header =
    "note,same_as,published,handling,grade,reply,status,deaths_high,deaths_best,deaths_low,unit,quantity,precision,lon,lat,place,object,target,actor,kind,order,when,stance,source,event";
  const row =
    '"seen, twice",,2031-05-03,restricted,observation,Denied.,Under inquiry,4,3,2,tonnes,1.5,500 m,46.75,39.5,port,ferry,Southshore,Northshore,hand-over,2,2031-05-01T10:00,denies,S1,E1';
  const full = (): ReturnType<typeof read> => read({ "conduct/a.csv": `${header}\n${row}\n` });

  test("every column has its place, in whatever order", () => {
    const { record, issues } = full();
    expect(issues).toEqual([]);
    expect(record.accounts).toEqual([
      {
        id: "E1/S1",
        event: "E1",
        source: "S1",
        stance: "denies",
        when: time("2031-05-01T10:00"),
        order: 2,
        kind: "hand-over",
        actor: "Northshore",
        target: "Southshore",
        object: "ferry",
        place: "port",
        located: true,
        inside: [],
        perhapsInside: [],
        quantity: 1.5,
        unit: "tonnes",
        deaths: { low: 2, best: 3, high: 4 },
        status: "under-inquiry",
        reply: "Denied.",
        handling: "restricted",
        grade: "observation",
        published: time("2031-05-03"),
        note: "seen, twice",
        at: { path: "conduct/a.csv", row: 2 },
      },
    ]);
  });

  test("a date without a zone is counted at the case's", () => {
    // 10:00 at UTC+04:00 is 06:00 UTC.
    expect(full().record.accounts[0]?.when?.earliest).toBe(Date.UTC(2031, 4, 1, 6) / 1000);
  });
});

test("what is blank is not said, and has the defaults of the page", () => {
  const { record, issues } = read({ "conduct/a.csv": "event,source,when,kind\nE1,S1,2031,attack\n" });
  expect(issues).toEqual([]);
  const [account] = record.accounts;
  expect(account).toMatchObject({ stance: "asserts", status: "alleged", grade: "report", handling: "public" });
  for (const column of [
    "order",
    "actor",
    "target",
    "object",
    "place",
    "quantity",
    "unit",
    "deaths",
    "reply",
    "note",
    "published",
  ]) {
    expect(account).toHaveProperty(column, null);
  }
  expect(account).toMatchObject({ located: false, inside: [], perhapsInside: [] });
});

describe("rows with a fault are left out and told; the others are read", () => {
  const columns =
    "event,source,stance,when,order,kind,actor,target,object,place,lat,lon,precision,quantity,deaths_low,deaths_best,deaths_high,status,grade,handling,published,same_as";
  const good = { event: "E1", source: "S1", when: "2031-05-01", kind: "attack" };
  type Cells = { readonly [column: string]: string };
  const line = (cells: Cells): string =>
    columns
      .split(",")
      .map((column) => cells[column] ?? "")
      .join(",");

  test.each<[Cells, string, string | null]>([
    [{ event: "" }, "SD301 conduct/a.csv:3 event", "Give the event an id, such as E1; accounts of one event share it."],
    [{ event: "E/1" }, "SD314 conduct/a.csv:3 event E/1", null],
    [{ event: "__proto__" }, "SD314 conduct/a.csv:3 event __proto__", null],
    [{ event: "E#1" }, "SD314 conduct/a.csv:3 event E#1", null],
    [{ same_as: "E1 a/b" }, "SD314 conduct/a.csv:3 same_as a/b", null],
    [{ source: "" }, "SD302 conduct/a.csv:3 source", null],
    [{ source: "S9" }, "SD303 conduct/a.csv:3 source S9", "Add it to sources.csv."],
    [{ source: "toString" }, "SD303 conduct/a.csv:3 source toString", "Add it to sources.csv."],
    [{ when: "01.05.2031" }, "SD304 conduct/a.csv:3 when 01.05.2031", null],
    [{ when: "2031-02-30" }, "SD304 conduct/a.csv:3 when 2031-02-30", null],
    [{ published: "soon" }, "SD304 conduct/a.csv:3 published soon", null],
    [{ stance: "denis" }, "SD305 conduct/a.csv:3 stance denis", "Write one of: asserts, denies. Did you mean denies?"],
    [
      { status: "sure" },
      "SD305 conduct/a.csv:3 status sure",
      "Write one of: alleged, under-inquiry, verified, not-verified, withdrawn.",
    ],
    [{ grade: "rumour" }, "SD305 conduct/a.csv:3 grade rumour", null],
    [{ handling: "secret" }, "SD305 conduct/a.csv:3 handling secret", null],
    [{ kind: "atack" }, "SD306 conduct/a.csv:3 kind atack", "Did you mean attack?"],
    [{ kind: "attacked" }, "SD306 conduct/a.csv:3 kind attacked", "Did you mean attack?"],
    [
      { kind: "ambush" },
      "SD306 conduct/a.csv:3 kind ambush",
      "Perhaps “attack” is meant. If not: declare the act, or use one of the standard vocabulary.",
    ],
    [{ kind: "dance" }, "SD306 conduct/a.csv:3 kind dance", "Declare the act, or use one of the standard vocabulary."],
    [{ actor: "northshore" }, "SD307 conduct/a.csv:3 actor northshore", "Did you mean Northshore?"],
    [
      { actor: "Kingdom of Northshore" },
      "SD307 conduct/a.csv:3 actor Kingdom of Northshore",
      "Did you mean Northshore?",
    ],
    [{ target: "Soutshore" }, "SD307 conduct/a.csv:3 target Soutshore", "Did you mean Southshore?"],
    [
      { target: "__proto__" },
      "SD307 conduct/a.csv:3 target __proto__",
      "Declare it as an actor, group or zone, or correct the name.",
    ],
    [{ place: "Old Port" }, "SD308 conduct/a.csv:3 place Old Port", "Did you mean port?"],
    [{ place: "Northshore" }, "SD308 conduct/a.csv:3 place Northshore", "Declare it as a zone, or correct the name."],
    [{ order: "first" }, "SD309 conduct/a.csv:3 order first", null],
    [{ quantity: "1200kg" }, "SD309 conduct/a.csv:3 quantity 1200kg", null],
    [{ quantity: "0x10" }, "SD309 conduct/a.csv:3 quantity 0x10", null],
    [{ deaths_best: "2.5" }, "SD309 conduct/a.csv:3 deaths_best 2.5", null],
    [{ deaths_low: "-1" }, "SD309 conduct/a.csv:3 deaths_low -1", null],
    [{ deaths_low: "5", deaths_high: "4" }, "SD310 conduct/a.csv:3 deaths_low 5", null],
    [{ lat: "95", lon: "46" }, "SD311 conduct/a.csv:3 lat 95", "Perhaps lat and lon are swapped."],
    [{ lat: "39", lon: "190" }, "SD311 conduct/a.csv:3 lon 190", null],
    [{ lat: "0", lon: "0" }, "SD311 conduct/a.csv:3 lat 0", "Leave lat and lon blank."],
    [{ lat: "39" }, "SD311 conduct/a.csv:3 lon", "Fill in lon."],
    [{ lon: "39" }, "SD311 conduct/a.csv:3 lat", "Fill in lat."],
    [{ lat: "39°N", lon: "46" }, "SD311 conduct/a.csv:3 lat 39°N", null],
    [{ precision: "5" }, "SD311 conduct/a.csv:3 precision 5", null],
    [{ lat: "39", lon: "46", precision: "5 miles" }, "SD312 conduct/a.csv:3 precision 5 miles", null],
  ])("%j", (cells, expected, repair) => {
    const table = [columns, line(good), line({ ...good, ...cells }), line({ ...good, event: "E3" })].join("\n");
    const { record, issues } = read({ "conduct/a.csv": table });
    expect(brief(issues)).toEqual([expected]);
    expect(issues[0]?.severity).toBe("error");
    expect(issues[0]?.repair).toBeTruthy();
    if (repair !== null) expect(issues[0]?.repair).toBe(repair);
    expect(record.accounts.map(({ id }) => id)).toEqual(["E1/S1", "E3/S1"]);
  });

  test("each fault of a row is told", () => {
    const { issues } = read({
      "conduct/a.csv": `${columns}\n${line({ ...good, source: "S9", kind: "atack", when: "x" })}`,
    });
    expect(brief(issues)).toEqual([
      "SD303 conduct/a.csv:2 source S9",
      "SD304 conduct/a.csv:2 when x",
      "SD306 conduct/a.csv:2 kind atack",
    ]);
  });

  test("many alike are listed up to fifty, and then counted", () => {
    const rows = Array.from({ length: 80 }, (_, index) => `E${index},S9,,`).join("\n");
    const { issues } = read({ "conduct/a.csv": `event,source,when,kind\n${rows}` });
    expect(issues).toHaveLength(51);
    expect(issues.at(-1)).toMatchObject({ code: "SD199", severity: "error", row: null });
    expect(issues.at(-1)?.message).toBe("30 more issues like this one are not listed (SD303).");
  });

  test("one name at fault in a hundred rows hides no other", () => {
    const names = [...Array.from({ length: 100 }, () => "S9"), "S8", "S9", "S7"];
    const rows = names.map((name, index) => `E${index},${name},,`).join("\n");
    const { issues } = read({ "conduct/a.csv": `event,source,when,kind\n${rows}` });
    expect(issues.map(({ value }) => value).filter((value) => value !== "S9")).toEqual(["S8", "S7", null]);
    expect(issues.at(-1)?.message).toBe("51 more issues like this one are not listed (SD303).");
  });
});

describe("tables", () => {
  const row = "E1,S1,2031,attack";
  test.each<[string, string, string[], number]>([
    ["semicolons", "event;source\nE1;S1", ["SD202 conduct/a.csv:1"], 0],
    ["empty", " \n", ["SD201 conduct/a.csv"], 0],
    ["no column for the event", "source,when,kind\nS1,2031,attack", ["SD204 conduct/a.csv:1 event"], 0],
    ["a misspelt column", `event,source,when,kind,actr\n${row},Northshore`, ["SD203 conduct/a.csv:1 actr actr"], 0],
    ["a misspelt column of remarks", `event,source,when,kind,nots\n${row},x`, ["SD209 conduct/a.csv:1 nots nots"], 1],
    [
      "a column of one's own",
      `event,source,when,kind,actor,coder\n${row},,me`,
      ["SD209 conduct/a.csv:1 coder coder"],
      1,
    ],
    [
      "a column of one's own, and none for who did it",
      `event,source,when,kind,culprit\n${row},Northshore`,
      ["SD204 conduct/a.csv:1 actor", "SD209 conduct/a.csv:1 culprit culprit"],
      0,
    ],
    [
      "names that others use",
      "Incident,Source,Date,Type,Perpetrator,Victim,Location\nE1,S1,2031,attack,Northshore,Southshore,port",
      [
        "SD203 conduct/a.csv:1 Location Location",
        "SD203 conduct/a.csv:1 Perpetrator Perpetrator",
        "SD203 conduct/a.csv:1 Victim Victim",
        "SD204 conduct/a.csv:1 event Incident",
        "SD204 conduct/a.csv:1 kind Type",
        "SD204 conduct/a.csv:1 when Date",
      ],
      0,
    ],
    ["a column twice", `event,source,when,kind,kind\n${row},block`, ["SD205 conduct/a.csv:1 kind kind"], 1],
    [
      "a hostile column",
      `event,source,when,kind,actor,__proto__\n${row},,x`,
      ["SD209 conduct/a.csv:1 __proto__ __proto__"],
      1,
    ],
    ["too few cells", `event,source,when,kind\nE0,S1\n${row}`, ["SD206 conduct/a.csv:2"], 1],
    ["too many cells", `event,source,when,kind\nE0,S1,2031,attack,x\n${row}`, ["SD206 conduct/a.csv:2"], 1],
    ["an unclosed quote", `event,source,when,kind\nE0,"S1,2031,attack\n${row}`, ["SD207 conduct/a.csv:2"], 1],
    ["text after a quote", `event,source,when,kind\nE0,"S1" x,2031,attack\n${row}`, ["SD208 conduct/a.csv:2"], 1],
    ["blank columns and rows of a spreadsheet", `event,source,when,kind,,\n${row},,\n,,,,,\n`, [], 1],
    ["names in capitals and with blanks", `Event,Source,When,Kind,Same As\n${row},\n`, [], 1],
    ["a line for spreadsheets", `sep=,\nevent,source,when,kind\n${row}\n`, [], 1],
  ])("%s", (_, text, expected, accounts) => {
    const { record, issues } = read({ "conduct/a.csv": text });
    expect(brief(issues)).toEqual(expected);
    expect(record.accounts).toHaveLength(accounts);
  });

  test("rows are the lines of the file, also below a cell of several lines", () => {
    const { record, issues } = read({
      "conduct/a.csv":
        'event,source,when,kind,note\nE1,S1,2031,attack,"one\ntwo"\n\nE2,S1,2031,attack,\nE3,S9,2031,attack,\n',
    });
    expect(record.accounts.map(({ at }) => at.row)).toEqual([2, 5]);
    expect(brief(issues)).toEqual(["SD303 conduct/a.csv:6 source S9"]);
  });
});

describe("warnings", () => {
  const header = "event,source,when,kind,actor,target,object,published,same_as";
  test.each<[string, string[]]>([
    ["E1,S1,2031,attack,Northshore,,port,,", ["SD317 conduct/a.csv:2 object port"]],
    ["E1,S1,2031-05-02,attack,,,,2031-05-01,", ["SD320 conduct/a.csv:2 published 2031-05-01"]],
    ["E1,S1,2031-05-02,attack,,,,2031-05-02,", []],
    ["E1,S1,,attack,,,,,", ["SD318 conduct/a.csv:2 when E1"]],
    ["E1,S1,2031,,,,,,", ["SD319 conduct/a.csv:2 kind E1"]],
    ["E1,S1,2031,attack,,,,,E9", ["SD316 conduct/a.csv:2 same_as E9"]],
  ])("%s", (row, expected) => {
    const { record, issues } = read({ "conduct/a.csv": `${header}\n${row}` });
    expect(brief(issues)).toEqual(expected);
    expect(issues.every(({ severity }) => severity === "warning")).toBe(true);
    expect(record.accounts).toHaveLength(1);
  });

  test("another account may say when, and what", () => {
    const { issues } = read({ "conduct/a.csv": `${header}\nE1,S1,2031,,,,,,\nE1,S2,,attack,,,,,` });
    expect(issues).toEqual([]);
  });

  test("a row that stands twice counts once", () => {
    const { record, issues } = read({ "conduct/a.csv": `${header}\nE1,S1,2031,attack,,,,,\nE1,S1,2031,attack,,,,,` });
    expect(brief(issues)).toEqual(["SD315 conduct/a.csv:3"]);
    expect(record.accounts).toHaveLength(1);
  });
});

describe("events and ids", () => {
  const header = "event,source,when,kind,same_as,note";

  test("same_as joins in chains and in both directions; the smallest id by code unit stands for all", () => {
    const { record, issues } = read({
      "conduct/a.csv": `${header}\nE9,S1,2031,attack,E10,\nb,S2,2031,attack,E9,\nZ,S3,2031,attack,,\nE10,S3,2031,attack,,\n`,
    });
    expect(issues).toEqual([]);
    // "E10" < "E9" < "b" by code unit.
    expect(record.accounts.map(({ id, event }) => `${id} ${event}`)).toEqual([
      "E10/S1 E10",
      "E10/S2 E10",
      "E10/S3 E10",
      "Z/S3 Z",
    ]);
  });

  test("two events are joined through an id that no account has", () => {
    const { record, issues } = read({
      "conduct/a.csv": `${header}\nE2,S1,2031,attack,E1,\nE3,S2,2031,attack,E1;E1,\n`,
    });
    expect(issues).toEqual([]);
    expect(record.accounts.map(({ event }) => event)).toEqual(["E1", "E1"]);
  });

  test("accounts of one source and event are numbered by what they say", () => {
    const rows = ["E1,S1,2031,attack,,third", "E1,S1,2031,attack,,first", "E1,S1,2031,attack,,second"];
    const notes = (lines: readonly string[]): unknown =>
      read({ "conduct/a.csv": [header, ...lines].join("\n") }).record.accounts.map(({ id, note }) => [id, note]);
    expect(notes(rows)).toEqual([
      ["E1/S1", "first"],
      ["E1/S1/2", "second"],
      ["E1/S1/3", "third"],
    ]);
    expect(notes(rows.toReversed())).toEqual(notes(rows));
  });

  test("ids that JavaScript objects have of themselves are names like others", () => {
    const { record, issues } = read({
      "sources.csv": `${SOURCES}constructor,Built,media,constructor,hasOwnProperty,\n`,
      "conduct/a.csv":
        "event,source,when,kind,actor,target,place,same_as\nconstructor,constructor,2031,attack,constructor,constructor,constructor,toString\ntoString,constructor,2031,attack,,,,\n",
      "coverage.csv": "id,source,kinds,from,until,why\nvalueOf,constructor,*,2031,2031,always there\n",
    });
    expect(issues).toEqual([]);
    expect(record.accounts.map(({ id, actor }) => [id, actor])).toEqual([
      ["constructor/constructor", "constructor"],
      ["constructor/constructor/2", null],
    ]);
    expect(record.sources.find(({ id }) => id === "constructor")).toMatchObject({
      origin: "hasOwnProperty",
      speaksFor: ["constructor"],
    });
    expect(record.coverage.map(({ id }) => id)).toEqual(["valueOf"]);
  });

  test("the order of rows and files does not matter", () => {
    const cell = {
      event: fc.constantFrom("E1", "E2", "E3"),
      source: fc.constantFrom("S1", "S2", "T1"),
      when: fc.constantFrom("", "2031", "2031-05-01"),
      kind: fc.constantFrom("", "attack"),
      same: fc.constantFrom("", "", "E1", "E3"),
      note: fc.constantFrom("", "x", "y"),
      bad: fc.constantFrom("", "", "", "nobody"),
    };
    const row = fc
      .record(cell)
      .map(({ event, source, when, kind, same, note, bad }) => [event, source, when, kind, same, note, bad].join(","));
    const shuffled = fc
      .uniqueArray(row, { minLength: 1, maxLength: 10 })
      .chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }), fc.nat(rows.length)),
      );
    const recordOf = (first: readonly string[], second: readonly string[]): string => {
      const table = (lines: readonly string[]): string => [`${header},actor`, ...lines].join("\n");
      const { record } = read({ "conduct/a.csv": table(first), "conduct/b.csv": table(second) });
      return JSON.stringify(record, (key, value: unknown) => (key === "at" ? undefined : value));
    };
    fc.assert(
      fc.property(shuffled, ([rows, others, cut]) => {
        expect(recordOf(others.slice(cut), others.slice(0, cut))).toBe(recordOf(rows, []));
      }),
      { numRuns: 100 },
    );
  });
});

describe("handling", () => {
  test("an account has the stricter handling of its own and its source's, and its issues have it too", () => {
    const { record, issues } = read({
      "sources.csv": "id,handling\nS1,\nS2,confidential\nS3,Restricted\n",
      "conduct/a.csv": [
        "event,source,when,kind,handling",
        "E1,S1,2031,attack,restricted",
        "E2,S2,2031,attack,restricted",
        "E3,S3,2031,attack,",
        "E4,S1,2031,attac,restricted",
        "E5,S2,2031,attac,",
        "E6,S1,2031,attac,secret",
        "E7,S1,2031,attac,",
      ].join("\n"),
    });
    expect(record.accounts.map(({ handling }) => handling)).toEqual(["restricted", "confidential", "restricted"]);
    expect(issues.map(({ row, column, handling }) => `${row} ${column} ${handling}`)).toEqual([
      "5 kind restricted",
      "6 kind confidential",
      "7 handling confidential",
      "7 kind confidential",
      "8 kind public",
    ]);
  });

  test("what is withheld is read as if it were not there", () => {
    const handling = fc.constantFrom("", "", "restricted", "confidential");
    const account = fc
      .record({
        event: fc.constantFrom("E1", "E2", "E3"),
        source: fc.constantFrom("A", "B", "C"),
        kind: fc.constantFrom("", "attack"),
        same: fc.constantFrom("", "E1", "E0"),
        note: fc.constantFrom("", "x", "y"),
        handling,
      })
      .map(({ event, source, kind, same, note, handling: own }) => [event, source, kind, same, note, own]);
    const rows = fc.uniqueArray(account, { maxLength: 8, selector: (cells) => cells.slice(0, 5).join() });
    const origins = fc.tuple(fc.constantFrom("", "B", "C"), fc.constantFrom("", "C"), fc.constant(""));
    const strip = (record: unknown): string =>
      JSON.stringify(record, (key, value: unknown) => (key === "at" ? undefined : value));
    fc.assert(
      fc.property(rows, origins, fc.tuple(handling, handling, handling), (conduct, from, marks) => {
        const sources = ["A", "B", "C"].map((id, index) => [id, from[index] ?? "", marks[index] ?? ""]);
        const coverage = sources.map(([id = ""], index) => [
          `V${index}`,
          id,
          "*",
          "2031",
          "2031",
          "why",
          marks[2 - index] ?? "",
        ]);
        const hidden = new Set(sources.filter((cells) => cells.at(-1) !== "").map(([id]) => id));
        const seen = (cells: readonly string[]): boolean => cells.at(-1) === "" && !hidden.has(cells[1]);
        const files = (all: boolean): Files => {
          const table = (header: string, lines: readonly (readonly string[])[]): string =>
            [header, ...lines.map((cells) => cells.join(","))].join("\n");
          return {
            "sources.csv": table("id,origin,handling", all ? sources : sources.filter(([id]) => !hidden.has(id))),
            "coverage.csv": table("id,source,kinds,from,until,why,handling", all ? coverage : coverage.filter(seen)),
            "conduct/a.csv": table("event,source,kind,same_as,note,handling", all ? conduct : conduct.filter(seen)),
          };
        };
        expect(strip(read(files(true), "public").record)).toBe(strip(read(files(false)).record));
      }),
      { numRuns: 150 },
    );
  });

  test("help with a source never names one that is withheld", () => {
    const table = "event,source,when,kind\nE1,agent-on,2031,attack";
    const help = (handling: string): unknown =>
      read({ "sources.csv": `id,handling\nagent-one,${handling}\n`, "conduct/a.csv": table }).issues[0]?.repair;
    expect(help("public")).toBe("Did you mean agent-one?");
    expect(help("confidential")).toBe("Add it to sources.csv.");
  });
});

test("an account without a date of publication has its source's", () => {
  const { record } = read({
    "sources.csv": "id,published\nS1,2031-06\n",
    "conduct/a.csv": "event,source,when,kind,published\nE1,S1,2031-05-01,attack,\nE2,S1,2031-05-01,attack,2031-05-02\n",
  });
  expect(record.accounts.map(({ published }) => published)).toEqual([time("2031-06"), time("2031-05-02")]);
});
