/** Editor services, on a small case with a fault in it. A place is written as a piece of a page with `|` in it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  complete,
  define,
  findBlocks,
  findThings,
  hover,
  outline,
  parse,
  refer,
  renamable,
  rename,
  repairs,
  study,
  type Edit,
  type Place,
  type RenameOptions,
  type Span,
  type Study,
} from "@servanda/language";

const WORLD = `# Who

\`\`\`servanda
actor Northshore "Northshore" / "Северный берег", a state, iso NSH
actor Southshore "Southshore", a state
actor channel "the channel", a thing
zone inner-waters of Northshore "Inner waters of the north"
zone inner-waters of Southshore "Inner waters of the south"
state blocked of a thing, initially false
  started by block, ended by unblock
act lay-mines, lays-mines, laid-mines
  roles actor, against target, in place
term free-passage on route
source H1 "Note of 5 May"
\`\`\`
`;

const ACCORD = `# Accord

\`\`\`servanda
agreement accord "Harbour Accord"
  in force from 2030-01-01
  parties Northshore, Southshore
\`\`\`

Northshore keeps the channel **open**. ![x](http://example.org/x.png) <b>

\`\`\`servanda
duty passage of accord, article 1
  when attacker attacks victim, a party
  Northshore
  must keep free-passage on channel
  within 3 dais
duty help of accord, article 2
  when attacker lays-mines against victim in inner-waters of Southshore
  each party except victim, attacker
  must assist victim
  within 3 days
reading open of help, held by Southshore, source H1
  within 9 days
reading clear of accord, held by Southshore, source H1, stated 2031-05-05
  free-passage on route means not blocked of route
suppose quiet
  2030-05-05 Southshore attacks Nortshore
  expect help by Northshore is not triggered
\`\`\`
`;

const pages = [
  { path: "world.md", text: WORLD },
  { path: "accord.md", text: ACCORD },
];
const known = { sources: new Set(["S1", "S 2"]), shapes: null };
const studied = study(pages, known);
const options: RenameOptions = { inTables: () => false, anyway: false };

function placeOf(path: string, text: string, piece: string): Place {
  const at = text.indexOf(piece.replace("|", ""));
  if (at < 0 || text.indexOf(piece.replace("|", ""), at + 1) >= 0) throw new Error(`${piece} is not there once.`);
  const before = text.slice(0, at + piece.indexOf("|")).split("\n");
  return { path, line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

const at = (path: "world.md" | "accord.md", piece: string): Place =>
  placeOf(path, path === "world.md" ? WORLD : ACCORD, piece);

function words({ path, line, column, endLine, endColumn }: Span): string {
  expect(endLine).toBe(line);
  const text = path === "world.md" ? WORLD : ACCORD;
  return `${path}:${line} ${text.split("\n")[line - 1]?.slice(column - 1, endColumn - 1)}`;
}

/** The labels offered where a page breaks off at `|`, the rest of it being there or not. */
function offered(text: string, from: Study = studied): string[] {
  const page = `\`\`\`servanda\n${text.replace("|", "")}`;
  const before = `\`\`\`servanda\n${text.slice(0, text.indexOf("|"))}`.split("\n");
  const place = { path: "new.md", line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return complete(from, { path: "new.md", text: page }, place).items.map(({ label }) => label);
}

function apply(edits: readonly Edit[]): string {
  const result = new Map(pages.map(({ path, text }) => [path, text.split("\n")]));
  for (const { span, text } of Array.from(edits).sort((a, b) => b.span.column - a.span.column)) {
    const lines = result.get(span.path) ?? [];
    const line = lines[span.line - 1] ?? "";
    lines[span.line - 1] = line.slice(0, span.column - 1) + text + line.slice(span.endColumn - 1);
  }
  return Array.from(result.values(), (lines) => lines.join("\n")).join("\n");
}

test("the case has the faults that it should have, and is studied nevertheless", () => {
  expect(studied.diagnostics.map(({ code, span }) => `${code} ${span.path}:${span.line}`)).toEqual([
    "SV109 accord.md:16",
    "SV202 accord.md:27",
  ]);
});

describe("definition and references", () => {
  test("a name leads to where it is declared, from a clause with a fault beside it too", () => {
    expect(define(studied, at("accord.md", "keep free-pas|sage on channel")).map(words)).toEqual([
      "world.md:13 free-passage",
    ]);
    expect(define(studied, at("accord.md", "attacker lays-|mines")).map(words)).toEqual(["world.md:11 lays-mines"]);
    expect(define(studied, at("accord.md", "expect hel|p by")).map(words)).toEqual(["accord.md:17 help"]);
    expect(define(studied, at("accord.md", "reading open of |help")).map(words)).toEqual(["accord.md:17 help"]);
    expect(define(studied, at("accord.md", "held by Southshore, source H1|\n"))).toHaveLength(1);
  });

  test("a zone with an owner leads to that of its owner", () => {
    expect(define(studied, at("accord.md", "in inner-wa|ters of")).map(words)).toEqual(["world.md:8 inner-waters"]);
  });

  test("a variable leads to its first mention in its own norm", () => {
    expect(define(studied, at("accord.md", "must assist vic|tim")).map(words)).toEqual(["accord.md:18 victim"]);
    expect(refer(studied, at("accord.md", "must assist vic|tim"), true).map(({ span }) => words(span))).toEqual([
      "accord.md:18 victim",
      "accord.md:19 victim",
      "accord.md:20 victim",
    ]);
  });

  test("an act of the language has mentions and no declaration", () => {
    expect(define(studied, at("accord.md", "attacker att|acks victim"))).toEqual([]);
    expect(refer(studied, at("accord.md", "attacker att|acks victim"), true)).toHaveLength(2);
  });

  test("all mentions of a party, with and without its declaration", () => {
    const all = refer(studied, at("world.md", "actor North|shore"), true);
    expect(all.map(({ span }) => words(span))).toEqual([
      "accord.md:6 Northshore",
      "accord.md:14 Northshore",
      "accord.md:28 Northshore",
      "world.md:4 Northshore",
      "world.md:7 Northshore",
    ]);
    expect(refer(studied, at("world.md", "actor North|shore"), false)).toHaveLength(4);
  });

  test("nothing stands in prose, in titles and in articles", () => {
    for (const place of [
      at("accord.md", "North|shore keeps the"),
      at("world.md", '"North|shore" /'),
      at("accord.md", "duty passage of accord, art|icle"),
    ])
      expect(define(studied, place)).toEqual([]);
  });
});

describe("hover", () => {
  const text = (place: Place): string => hover(studied, place)?.text ?? "";

  test("an actor: every name, its kind, its codes, what it is party to", () => {
    const said = text(at("accord.md", "parties North|shore"));
    for (const part of ["**Северный берег**", "A state.", "iso `NSH`", "Party to `accord`"])
      expect(said).toContain(part);
  });

  test("a norm: its article's prose, which loads nothing and holds no HTML", () => {
    // It has a fault, and so is not in the model.
    const said = text(at("accord.md", "duty pass|age of"));
    expect(said).toContain("> Northshore keeps the channel **open**.");
    expect(said).toContain("duty `passage` of **Harbour Accord**, article 1");
    expect(said).not.toContain("![");
    expect(said).not.toContain("<b>");
  });

  test("a term: what each reading makes of it, whose reading that is, and its source", () => {
    expect(text(at("accord.md", "keep free-pas|sage on channel"))).toContain(
      "- `clear` of `accord`, held by Southshore, source H1, stated 2031-05-05: `not blocked of route`",
    );
  });

  test("a fault: what it means, as documented", () => {
    const said = text(at("accord.md", "attacks Norts|hore"));
    expect(said).toContain("**SV202**");
    expect(said).toContain("never for a new variable");
  });

  test("a word that opens a clause, and a word of the language's vocabulary", () => {
    expect(text(at("accord.md", "  mu|st assist victim"))).toContain("What is owed");
    expect(text(at("accord.md", "must ass|ist victim"))).toContain("Comes with the language.");
    expect(text(at("world.md", "act| lay-mines"))).toContain("A kind of conduct");
  });
});

describe("completion", () => {
  test("where a clause opens: the words of this declaration that are not said yet, and new declarations", () => {
    const labels = offered("duty d of accord, article 1\n  must assist anyone\n  |");
    expect(labels).toEqual(expect.arrayContaining(["when", "within", "owed to", "each party", "Northshore", "duty"]));
    expect(labels).not.toContain("must");
    expect(labels).not.toContain("record closes");
    expect(offered("case c\n  |")).toEqual(expect.arrayContaining(["record closes", "time zone", "standard"]));
    expect(offered("|")).toEqual(expect.arrayContaining(["actor", "duty", "suppose"]));
  });

  test("names by the role that they would fill, with their names for people", () => {
    expect(offered("duty d of |")).toEqual(["accord"]);
    expect(offered("amend |")).toEqual(["help", "passage"]);
    expect(offered("reading r of help, held by Southshore, source |")).toEqual(["H1", "S 2", "S1"]);
    expect(offered("duty d of accord, a\n  in |")).toEqual(["free-passage", "inner-waters"]);
    const { items } = complete(
      studied,
      { path: "n.md", text: "```servanda\namend help from 2030-01-01, by consent of N" },
      {
        path: "n.md",
        line: 2,
        column: 44,
      },
    );
    expect(items).toContainEqual({
      label: "Northshore",
      text: "Northshore",
      kind: "actor",
      detail: "Northshore / Северный берег",
      says: "",
    });
    expect(items.map(({ label }) => label)).not.toContain("accord");
  });

  test("an act in the form that the clause takes, and what fills its roles", () => {
    const when = offered("duty d of accord, a\n  when attacker |");
    expect(when).toEqual(expect.arrayContaining(["lays-mines", "attacks"]));
    expect(when).not.toContain("lay-mines");
    const must = offered("duty d of accord, a\n  must |");
    expect(must).toEqual(expect.arrayContaining(["lay-mines", "keep", "not", "free-passage"]));
    expect(must).not.toContain("lays-mines");
    expect(offered("duty d of accord, a\n  must lay-mines |")).toEqual(expect.arrayContaining(["against", "in"]));
    const whom = offered("duty d of accord, a\n  when attacker attacks victim\n  must lay-mines against |");
    expect(whom).toEqual(expect.arrayContaining(["victim", "attacker", "anyone", "Northshore"]));
    expect(whom).not.toContain("inner-waters");
  });

  test("permissions, powers and series", () => {
    const more = study([
      ...pages,
      { path: "more.md", text: "```servanda\nseries gas of actor, per year, in bcm\npermission p of accord, b\n```\n" },
    ]);
    expect(offered("aim d of accord, a\n  reach |", more)).toContain("gas");
    expect(offered("permission d of accord, a\n  when attacker attacks victim\n  victim may |", more)).toEqual(
      expect.arrayContaining(["attack", "lay-mines"]),
    );
    expect(offered("power d of accord, a\n  Northshore can |", more)).toContain("terminate");
    expect(offered("precedence |", more)).toContain("p");
  });

  test("claims: what they are of, whom they name, and what a norm came to", () => {
    expect(offered("claim c at p1, |")).toEqual(expect.arrayContaining(["a", "source"]));
    expect(offered("claim c, a |")).toEqual(expect.arrayContaining(["cause", "forecast", "quantity"]));
    expect(offered("claim c, source |")).toEqual(["H1", "S 2", "S1"]);
    const opens = offered("claim c, source H1\n  |");
    expect(opens).toEqual(expect.arrayContaining(["Northshore", "help", "accord", "clear", "called", "refuted by"]));
    expect(offered("claim c, source H1\n  Northshore |")).toEqual(
      expect.arrayContaining(["laid-mines", "attacked", "was", "never"]),
    );
    expect(offered("claim c, source H1\n  refuted by Northshore |")).toContain("attacked");
    expect(offered("claim c, source H1\n  help by Northshore was |")).toEqual(
      expect.arrayContaining(["breached", "not triggered", "owed"]),
    );
    expect(offered("claim c, source H1\n  help |")).toEqual(expect.arrayContaining(["was", "by"]));
    expect(offered("claim c, source H1\n  accord was |")).toEqual(expect.arrayContaining(["signed", "in force"]));
    expect(offered('claim c, source H1\n  called "x"\n  used by |')).toContain("Northshore");
    expect(offered('claim c, source H1\n  called "x"\n  used by Northshore, source |')).toEqual(["H1", "S 2", "S1"]);
  });

  test("no date is guessed, and nothing is offered in quotes, comments or prose", () => {
    expect(offered("duty d of accord, a\n  by |")).toEqual([]);
    expect(offered('actor a "|')).toEqual([]);
    expect(offered("actor a -- |")).toEqual([]);
    const place = at("accord.md", "keeps the ch|annel");
    expect(complete(studied, pages[1]!, place).items).toEqual([]);
  });

  test("outcomes, and the word that is half written", () => {
    expect(offered("suppose s\n  expect help is |")).toContain("not triggered");
    const text = "```servanda\nduty d of accord, a\n  owed to North";
    const { items, column } = complete(studied, { path: "n.md", text }, { path: "n.md", line: 3, column: 16 });
    expect([column, items.map(({ label }) => label)]).toEqual([11, ["Northshore"]]);
    // Somebody may look for a party by its name in their own script.
    expect(offered("duty d of accord, a\n  owed to север|")).toEqual(["Northshore"]);
  });

  test("a name that is also a word of a clause is offered in quotes", () => {
    const odd = study([{ path: "a.md", text: '```servanda\nactor "within" "The inner circle"\n```' }]);
    const text = "```servanda\nduty d of a, b\n  owed to ";
    const { items } = complete(odd, { path: "n.md", text }, { path: "n.md", line: 3, column: 11 });
    expect(items.map((item) => item.text)).toEqual(['"within"']);
  });
});

describe("rename", () => {
  test("an actor, on every page", () => {
    const done = rename(studied, at("world.md", "actor North|shore"), "Westshore", options);
    const text = apply("edits" in done ? done.edits : []);
    expect(text.match(/Westshore/gu)).toHaveLength(5);
    // Its names for people, the prose and the misspelt mention stay as they are.
    expect(text.match(/Northshore/gu)).toEqual(["Northshore", "Northshore"]);
  });

  test("a variable, in its norm only", () => {
    const done = rename(studied, at("accord.md", "must assist vic|tim"), "injured", options);
    expect("edits" in done ? done.edits.map(({ span }) => span.line) : done).toEqual([18, 19, 20]);
  });

  test("one form of an act", () => {
    const done = rename(studied, at("accord.md", "attacker lays-|mines"), "mines", options);
    expect("edits" in done ? done.edits.map(({ span }) => words(span)) : done).toEqual([
      "accord.md:18 lays-mines",
      "world.md:11 lays-mines",
    ]);
  });

  test("into quotes where the name equals a word of a clause", () => {
    const done = rename(studied, at("world.md", "actor North|shore"), "within", options);
    expect("edits" in done ? new Set(done.edits.map(({ text }) => text)) : done).toEqual(new Set(['"within"']));
  });

  test.each([
    ["Southshore", "is declared already, at world.md:5"],
    ["attacker", "stands for something else at accord.md"],
    ["two words", "is not one word"],
    ['a"b', "cannot be a name"],
  ])("is refused into %s", (name, reason) => {
    const done = rename(studied, at("world.md", "actor North|shore"), name, options);
    expect("refused" in done ? done.refused : "not refused").toContain(reason);
  });

  test("is refused where the new name would be taken for a slip", () => {
    const done = rename(studied, at("accord.md", "must assist vic|tim"), "Northshor", options);
    expect("refused" in done ? done.refused : "not refused").toContain("would have faults that it does not have now");
  });

  test("is refused where tables use the name, unless told", () => {
    const place = at("world.md", "actor North|shore");
    const inTables = (name: string): boolean => name === "Northshore";
    expect(rename(studied, place, "Westshore", { inTables, anyway: false })).toHaveProperty("refused");
    expect(rename(studied, place, "Westshore", { inTables, anyway: true })).toHaveProperty("edits");
  });

  test("is refused for what comes with the language, or from a table", () => {
    expect(renamable(studied, at("accord.md", "attacker att|acks victim"))).toHaveProperty("refused");
    expect(renamable(studied, at("accord.md", "  mu|st assist victim"))).toHaveProperty("refused");
    expect(renamable(studied, at("accord.md", "must assist vic|tim"))).toHaveProperty("name", "victim");
  });
});

test("symbols: the outline of a page, and names across pages by any script", () => {
  expect(outline(pages[1]!).map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
    ["agreement", "accord", "Harbour Accord"],
    ["duty", "passage", "of accord, article 1"],
    ["duty", "help", "of accord, article 2"],
    ["reading", "open", "of help"],
    ["reading", "clear", "of accord"],
    ["suppose", "quiet", ""],
  ]);
  const all = Array.from(studied.things.values()).flat();
  expect(findThings(all, "БЕРЕГ", 10).map(({ name }) => name)).toEqual(["Northshore"]);
  expect(findThings(all, "", 3)).toHaveLength(3);
});

describe("repairs", () => {
  const line = (path: string, number: number): Span => ({
    path,
    line: number,
    column: 1,
    endLine: number,
    endColumn: 200,
  });

  test("what a fault offers, as an edit that mends it", () => {
    const found = repairs(studied, line("accord.md", 27));
    expect(found.map(({ title, sure }) => [title, sure])).toEqual([["Write Northshore", true]]);
    const mended = study(
      [pages[0]!, { path: "accord.md", text: apply(found.map(({ edit }) => edit)).slice(WORLD.length + 1) }],
      known,
    );
    expect(mended.diagnostics.map(({ code }) => code)).toEqual(["SV109"]);
  });

  test.each([
    ["```servanda\nactor a", "Close the block at the end of the page", "```servanda\nactor a\n```\n"],
    ['```servanda\nactor a "b\n```', "Close the quotation", '```servanda\nactor a "b"\n```'],
  ])("what can be begun for another: %j", (text, title, wanted) => {
    const torn = study([{ path: "a.md", text }]);
    const found = repairs(torn, { path: "a.md", line: 1, column: 1, endLine: 9, endColumn: 1 });
    expect(found.map((each) => each.title)).toEqual([title]);
    const { span, text: added } = found[0]!.edit;
    const lines = text.split("\n");
    lines[span.line - 1] =
      (lines[span.line - 1] ?? "").slice(0, span.column - 1) +
      added +
      (lines[span.line - 1] ?? "").slice(span.column - 1);
    expect(lines.join("\n")).toBe(wanted);
  });

  test("nothing for a line without a fault", () => {
    expect(repairs(studied, line("accord.md", 20))).toEqual([]);
  });
});

describe("in every case of cases/language/good", () => {
  const folder = join(import.meta.dirname, "../../../cases/language/good");
  const all = readdirSync(folder)
    .sort()
    .map((path) => ({
      path,
      text: readFileSync(join(folder, path), "utf8").replace(/```expected[\s\S]*$/u, ""),
    }));

  test("what the parser finds declared is found declared, at the same place", () => {
    const missing = all.flatMap((page) => {
      const found =
        study([page])
          .occurrences.get(page.path)
          ?.filter((each) => each.declares) ?? [];
      return parse(page)
        .declarations.filter(({ kind }) => !["amend", "precedence", "include"].includes(kind))
        .filter(
          ({ name }) => !found.some(({ span }) => span.line === name.span.line && span.column === name.span.column),
        )
        .map(({ kind, name }) => `${page.path}:${name.span.line} ${kind} ${name.text}`);
    });
    expect(missing).toEqual([]);
  });

  test("a word of a clause that is a declared name is a mention of it", () => {
    // Words that are a name elsewhere, and a word of the language, a kind or an id of data where they stand.
    const others = /^(?:time zone|places named in|roles|signed|standard|borders|without event|event)\b/u;
    const missing = all.flatMap((page) => {
      const now = study([page]);
      const found = new Set(now.occurrences.get(page.path)?.map(({ span }) => `${span.line}:${span.column}`));
      const lines = findBlocks(page.text).flatMap((each) => each.lines);
      return lines.flatMap(({ line, column, text }) =>
        others.test(text.trim())
          ? []
          : Array.from(
              text
                .replace(/--.*$/u, "")
                .replaceAll(/"[^"]*"/gu, (quoted) => " ".repeat(quoted.length))
                .matchAll(/[\p{L}][\p{L}\p{N}-]{5,}/gu),
            )
              .filter(([word]) => ["noun", "paper"].some((space) => now.things.has(`${space}:${word}`)))
              .filter(({ index }) => !found.has(`${line}:${column + index}`))
              .map(([word]) => `${page.path}:${line} ${word}`),
      );
    });
    expect(missing).toEqual([]);
  });

  test("only what a norm binds is a variable", () => {
    const worked = all.find(({ path }) => path === "worked.md");
    const found = study(worked === undefined ? [] : [worked]).occurrences.get("worked.md") ?? [];
    const explain = found.filter(({ key }) => key.startsWith("variable:explain:")).map(({ name }) => name);
    expect(Array.from(new Set(explain))).toEqual(["offender", "victim"]);
  });
});

test("names that mean something to JavaScript are names like others", () => {
  const text =
    '```servanda\nactor constructor "C"\nactor hasOwnProperty\ngroup toString\n  members constructor, hasOwnProperty\n```';
  const odd = study([{ path: "a.md", text }]);
  const place = { path: "a.md", line: 5, column: 14 };
  expect(define(odd, place)).toHaveLength(1);
  expect(hover(odd, place)?.text).toContain("actor `constructor`");
  expect(rename(odd, place, "valueOf", options)).toHaveProperty("edits");
});

test("every answer can be had at every place of a page, and of one that is cut anywhere", () => {
  for (let cut = 0; cut < ACCORD.length; cut += 97) {
    const page = { path: "accord.md", text: ACCORD.slice(0, cut) };
    const now = study([pages[0]!, page], known);
    for (const [index, text] of page.text.split("\n").entries()) {
      for (let column = 1; column <= text.length + 2; column += 5) {
        const place = { path: "accord.md", line: index + 1, column };
        const { column: from } = complete(now, page, place);
        expect(from).toBeLessThanOrEqual(column);
        for (const { path, line } of [...define(now, place), ...refer(now, place, true).map(({ span }) => span)])
          expect(now.documents.get(path)?.text.split("\n")[line - 1]).toBeDefined();
        expect(() => hover(now, place)).not.toThrow();
      }
    }
  }
});
