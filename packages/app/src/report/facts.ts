/**
 * `--facts-only`: what each source says was observed, for those whose mandate forbids attribution. Left out are the columns that
 * say who did it (`actor`), what the accused answered (`reply`) and remarks (`note`), which may do either; so are denials
 * that name an actor, which deny that somebody did it, not that it happened. The target stays: where a shell fell is an observation.
 * Titles of sources often attribute, and names of groups, bodies and persons characterise: sources are told by id and publisher, those by id.
 */
import type { Result } from "@servanda/monitor";
import type { Model } from "@servanda/language";
import { type Fault, faultCount } from "./diagnostic.ts";
import { type Envelope, inputsOf, orNull, print, time } from "./json.ts";
import { namedInFacts, type Observation, saidWords, sourceWords } from "./observation.ts";
import { hang, plain, wrap } from "./width.ts";
import { count, ink, namer, type Paper } from "./words.ts";

export function factsJson(envelope: Envelope, result: Result, seen: readonly Observation[]): string {
  return print({
    format: 1,
    servanda: envelope.servanda,
    case: { id: envelope.case.id, title: envelope.case.title },
    at: time(result.at),
    asOf: orNull(result.asOf, time),
    inputs: inputsOf(envelope.inputs),
    observations: seen.map((o) => ({ ...o, when: orNull(o.when, time), published: orNull(o.published, time) })),
  });
}

interface FactsOf {
  readonly model: Model;
  readonly result: Result;
  readonly faults: readonly Fault[];
  readonly handling: string;
}

export function factsLines(of: FactsOf, seen: readonly Observation[], paper: Paper): string[] {
  const pen = ink(paper);
  const named = namer(of.model);
  const byName = namedInFacts(of.model);
  const name = (id: string): string => (byName.has(id) ? named(id) : plain(id));
  const { at, asOf } = of.result;
  const lines = [
    ...wrap(plain(of.model.case.title), paper.width).map(pen.bold),
    ...hang(
      "",
      `What was observed, up to ${plain(at.text)}${asOf ? `, as known on ${plain(asOf.text)}` : ""}. ` +
        "Who did it, what it means and what follows are left out.",
      paper.width,
    ),
  ];
  for (const [event, told] of Map.groupBy(seen, (o) => o.event)) {
    lines.push("", ...wrap(plain(event), paper.width).map(pen.bold));
    for (const o of told) {
      lines.push(
        ...hang(
          `  ${o.stance === "denies" ? "✕" : "·"} `,
          `${sourceWords({ ...o, title: null })} ${o.stance}: ${saidWords(o, name)}`,
          paper.width,
        ),
      );
    }
  }
  lines.push("", `${count(Map.groupBy(seen, (o) => o.event).size, "event")}, ${count(seen.length, "account")}.`);
  if (of.faults.length > 0)
    lines.push(...hang("", `The case has ${faultCount(of.faults)}: run servanda check to see.`, paper.width));
  if (of.handling !== "public")
    lines.push(...hang("", `Shows what is marked up to “${of.handling}”: not for publication.`, paper.width));
  return lines;
}
