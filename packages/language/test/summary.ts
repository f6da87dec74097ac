/** A model in a few readable lines: what the good cases record. */
import { formatOffset } from "@servanda/language";
import type {
  Argument,
  Assumption,
  Bearer,
  Duration,
  EventPattern,
  Item,
  Measure,
  Model,
  Must,
  Period,
  Quantity,
  Renewal,
  RestatedClauses,
  SeriesUse,
  StateExpression,
  Statement,
  Time,
  ZoneExpression,
} from "@servanda/language";

export function summary(model: Model): string {
  const lines: string[] = [];
  const { case: settings } = model;
  if (settings.id !== "case") {
    lines.push(
      `case ${settings.id} "${settings.title}": closes ${time(settings.recordCloses)}, ${formatOffset(settings.offset)}, ${settings.standard}, ${settings.borders}${settings.placesNamedIn === undefined ? "" : `, places named in ${settings.placesNamedIn.join(", ")}`}`,
    );
  }
  for (const { id, names, kind, codes, members } of model.actors) {
    lines.push(
      `actor ${id} "${names.join('" / "')}"${kind === null ? "" : `, a ${kind}`}${codes.map((code) => `, ${code.scheme} ${code.code}`).join("")}`,
    );
    for (const member of members) lines.push(`  member ${member.actor}: ${member.periods.map(period).join("; ")}`);
  }
  for (const act of model.acts) {
    if (act.standard) continue;
    const roles = act.roles.map(
      (role) =>
        `${role.preposition === null ? "" : `${role.preposition} `}${role.name}=${role.column}${role.kind === null ? "" : ` (${role.kind})`}`,
    );
    lines.push(
      `act ${act.id}/${act.present}/${act.past}: ${roles.join(", ")}; admitted by ${act.admittedBy ?? "nobody"}`,
    );
  }
  for (const each of model.states) {
    const changes = (list: typeof each.startedBy): string =>
      list.map((change) => `${change.act}.${change.column}`).join(", ");
    lines.push(
      `state ${each.id} of ${each.subjectKind ?? "anything"}, initially ${each.initially ?? "unknown"}: starts ${changes(each.startedBy)}; ends ${changes(each.endedBy)}`,
    );
  }
  for (const { id, names, kind, within, outside } of model.zones) {
    lines.push(`zone ${id} "${names.join('" / "')}"${kind === null ? "" : `, a ${kind}`}`);
    for (const placed of within)
      lines.push(`  in ${placed.zone}${placed.source === null ? "" : ` (${placed.source})`}`);
    for (const placed of outside)
      lines.push(`  outside ${placed.zone}${placed.source === null ? "" : ` (${placed.source})`}`);
  }
  for (const { id, names, parameters } of model.terms) {
    lines.push(
      `term ${id}${parameters.map((parameter) => ` ${parameter.preposition} ${parameter.name}`).join("")} "${names.join('" / "')}"`,
    );
  }
  for (const { id, names, parameters, per, unit } of model.series ?? []) {
    const of = parameters.map((parameter) => ` ${parameter.preposition} ${parameter.name}`).join("");
    lines.push(`series ${id}${of} "${names.join('" / "')}", per ${per}, in ${unit ?? "?"}`);
  }
  for (const { path } of model.includes ?? []) lines.push(`include ${path}`);
  for (const { id, title } of model.sources) lines.push(`source ${id} "${title}"`);
  for (const paper of model.instruments) {
    lines.push(`instrument ${paper.id} "${paper.names.join('" / "')}"${paper.survive ? ", duties survive" : ""}`);
    if (paper.signed !== null) lines.push(`  signed ${time(paper.signed)}`);
    lines.push(
      `  in force ${period(paper.inForce ?? { from: null, until: null })}${paper.offset === null ? "" : `, ${formatOffset(paper.offset)}`}`,
    );
    if (paper.withdrawal !== undefined) {
      const { act, after } = paper.withdrawal;
      lines.push(`  withdrawal by ${act}${after === null ? "" : ` after ${duration(after)}`}`);
    }
    if (paper.renewal !== undefined) lines.push(`  ${renewal(paper.renewal)}`);
    for (const member of paper.parties) lines.push(`  party ${member.actor}: ${member.periods.map(period).join("; ")}`);
  }
  for (const norm of model.norms) {
    lines.push(`${norm.kind} ${norm.id} of ${norm.instrument}, ${norm.article}`);
    // In the text of a norm, null is a clause that it does not have.
    lines.push(...clauses(Object.fromEntries(Object.entries(norm.clauses).filter(([, clause]) => clause !== null))));
    for (const amendment of norm.amendments) {
      const consent = amendment.byConsentOf.length === 0 ? "" : `, by consent of ${amendment.byConsentOf.join(", ")}`;
      lines.push(
        `  amended from ${amendment.from.text}${consent}${source(amendment.source)}${amendment.repealed ? ": repealed" : ""}`,
      );
      lines.push(...clauses(amendment.clauses).map((line) => `  ${line}`));
    }
  }
  for (const reading of model.readings) {
    const stated = reading.stated === null ? "" : `, stated ${reading.stated.text}`;
    lines.push(
      `reading ${reading.id} of ${reading.of.kind} ${reading.of.id}, held by ${reading.holders.join(", ")}${source(reading.source)}${stated}${reading.notBinding ? ": not binding" : ""}`,
    );
    for (const meaning of reading.means) {
      const { body } = meaning;
      const text =
        body.kind === "zone"
          ? `zone ${zone(body.zone)}`
          : body.kind === "actors"
            ? `actors ${body.actors.map(argument).join(", ")}`
            : must(body.must);
      lines.push(`  ${meaning.term}(${meaning.parameters.join(", ")}) means ${text}`);
    }
    lines.push(...clauses(reading.clauses));
    for (const { conductOf, countsAs } of reading.attribution ?? [])
      lines.push(`  conduct of ${conductOf} counts as ${countsAs}`);
  }
  for (const { higher, lower, holders, source: from, stated } of model.precedences ?? [])
    lines.push(
      `precedence ${higher} over ${lower}, held by ${holders.join(", ")}${source(from)}${stated === null ? "" : `, stated ${stated.text}`}`,
    );
  for (const { id, at, kind, source: from, statements, refutedBy, called, unchecked, notCheckable } of model.claims ??
    []) {
    lines.push(`claim ${id} at ${at ?? "-"}, ${kind ?? "of no kind"}, from ${from}`);
    for (const each of statements) lines.push(`  ${statement(each)}`);
    for (const each of refutedBy) lines.push(`  refuted by ${statement(each)}`);
    if (called !== null) lines.push(`  called ${called.words ?? `as in ${called.asIn}`}`);
    for (const { kind: what, by, source: where, stated, words } of called?.attributions ?? [])
      lines.push(`  ${what} by ${by.join(", ")} (${where}, ${time(stated)})${words === null ? "" : `: ${words}`}`);
    for (const each of unchecked) lines.push(`  not checked: ${each}`);
    if (notCheckable !== null) lines.push(`  not checkable: ${notCheckable}`);
  }
  for (const supposition of model.suppositions) {
    lines.push(`suppose ${supposition.id}${supposition.withRecord ? ", with the record" : ""}`);
    for (const each of supposition.events) {
      lines.push(
        `  ${each.id} ${each.when.text}: ${each.act} by ${each.actor}, target ${each.target}, object ${each.object}, in ${each.place}`,
      );
    }
    for (const id of supposition.withoutEvents) lines.push(`  without event ${id}`);
    for (const id of supposition.withoutCoverage) lines.push(`  without coverage ${id}`);
    for (const id of supposition.withoutSources) lines.push(`  without source ${id}`);
    for (const move of supposition.moves) lines.push(`  event ${move.event} at ${move.to.text}`);
    for (const expected of supposition.expectations) {
      const { norm, counterparty, after, under, outcome, possible, from, days, on, standard } = expected;
      lines.push(`  expect ${norm}: ${outcome}${possible.length === 0 ? "" : ` {${possible.join(", ")}}`}`);
      const rest = {
        bearer: expected.bearer,
        to: counterparty,
        after,
        under,
        from: from?.text ?? null,
        days,
        on: on?.text ?? null,
        standard,
      };
      const said = Object.entries(rest).flatMap(([key, value]) => (value === null ? [] : [`${key} ${value}`]));
      if (said.length > 0) lines.push(`    ${said.join(", ")}`);
    }
  }
  return lines.join("\n");
}

function clauses(said: RestatedClauses): string[] {
  const lines: string[] = [];
  if (said.when === null) lines.push("  when -");
  if (said.when) {
    lines.push(`  when ${event(said.when.anchor)}`);
    for (const condition of said.when.further)
      lines.push(
        `    and ${event(condition.pattern)} within ${duration(condition.within)}${assumed(condition.assumed)}`,
      );
    for (const other of said.when.or ?? []) lines.push(`    or ${event(other)}`);
  }
  if (said.breach) {
    const { norm, by, against, further } = said.breach;
    lines.push(
      `  when ${norm} is breached${by === null ? "" : ` by ${argument(by)}`}${against === null ? "" : ` against ${argument(against)}`}`,
    );
    for (const { pattern, within } of further) lines.push(`    and ${event(pattern)} within ${duration(within)}`);
  }
  for (const name of ["occasion", "continues", "onlyAfter", "unseen"] as const)
    if (said[name] === null) lines.push(`  ${name} -`);
  if (said.occasion) lines.push(`  one occasion until ${duration(said.occasion)} without`);
  if (said.continues) lines.push("  continues if breached");
  if (said.unseen) lines.push("  text unseen");
  if (said.onlyAfter)
    lines.push(`  only after ${said.onlyAfter.patterns.map(event).join(` ${said.onlyAfter.connective} `)}`);
  if (said.power?.kind === "suspend") {
    const { owedTo, for: lasting } = said.power;
    lines.push(
      `  can suspend duties owed to ${argument(owedTo)}${lasting === null ? "" : ` for ${duration(lasting)}`}`,
    );
  } else if (said.power) {
    const { of, after } = said.power;
    lines.push(`  can terminate ${of.kind} ${of.id}${after === null ? "" : ` after ${duration(after)}`}`);
  }
  if (said.bearer !== undefined) lines.push(`  bearer ${bearer(said.bearer)}`);
  if (said.must !== undefined) lines.push(`  must ${must(said.must)}`);
  if (said.time === null) lines.push("  time -");
  if (said.time) {
    const { by, within, from, until, for: lasting } = said.time;
    const parts = [
      by === null ? [] : [`by ${by.text}`],
      within === null ? [] : [`within ${duration(within)}`],
      from === null ? [] : [`from ${from.text}`],
      until === null ? [] : [`until ${until.text}`],
      lasting === null ? [] : [`for ${duration(lasting)}`],
      said.time.every === undefined ? [] : [`every ${duration(said.time.every)}`],
      said.time.renewal === undefined ? [] : [renewal(said.time.renewal)],
    ].flat();
    lines.push(`  time ${parts.join(" ")}${assumed(said.time.assumed)}`);
  }
  if (said.place === null) lines.push("  in -");
  if (said.place) lines.push(`  in ${zone(said.place)}`);
  if (said.unless === null) lines.push("  unless -");
  if (said.unless) {
    const conditions = said.unless.conditions.map((condition) =>
      condition.kind === "state"
        ? state(condition.state)
        : `${event(condition.pattern)}${condition.within === null ? "" : ` within ${duration(condition.within)}`}${assumed(condition.assumed ?? null)}`,
    );
    lines.push(`  unless ${conditions.join(` ${said.unless.connective} `)}`);
  }
  if (said.owedTo === null) lines.push("  owed to -");
  if (said.owedTo) lines.push(`  owed to ${argument(said.owedTo)}`);
  return lines;
}

function must({ connective, items, measures, binding, anew }: Must): string {
  const parts = [...items.map(item), ...(measures ?? []).map((each) => `reach ${measure(each)}`)];
  return `${binding === true ? "(binding) " : ""}${parts.join(` ${connective} `)}${anew === true ? " anew" : ""}`;
}

function renewal({ for: lasting, unless }: Renewal): string {
  const stop =
    unless === null ? "" : ` unless ${unless.by ?? "any party"} ${unless.act} ${duration(unless.before)} before`;
  return `renewed for ${duration(lasting)}${stop}`;
}

function series({ series: id, arguments: of }: SeriesUse): string {
  return `${id}(${of.map(argument).join(", ")})`;
}

function quantity(said: Quantity): string {
  return said.kind === "number"
    ? `${said.number}${said.unit === null ? "" : ` ${said.unit}`}`
    : `${said.times} times ${series(said.of)} in ${said.in.text}`;
}

function measure({ of, in: when, comparison, value }: Measure): string {
  return `${series(of)} in ${when.text} ${comparison} ${quantity(value)}`;
}

function statement(said: Statement): string {
  const tolerance = "tolerance" in said && said.tolerance !== null ? `, give or take ${said.tolerance}` : "";
  switch (said.kind) {
    case "outcome":
      return `${said.norm} by ${said.by ?? "-"} against ${said.against ?? "-"} was ${said.outcome} in ${said.in?.text ?? "-"}`;
    case "amendment":
      return `${said.norm} was ${said.was} in ${said.in?.text ?? "-"}`;
    case "act":
      return `${said.never ? "never " : ""}${event(said.event)}${said.amount === null ? "" : `, ${said.amount.comparison} ${said.amount.number} ${said.amount.unit}`} in ${said.in?.text ?? "-"}`;
    case "state":
      return `${state(said.state)} held${said.throughout ? " throughout" : ""}${said.lasting === null ? "" : `, ${said.lasting.comparison} ${said.lasting.days} days`} in ${said.in?.text ?? "-"}`;
    case "instrument":
      return `${said.instrument} was ${said.negated ? "not " : ""}${said.was} between ${said.between.join(", ") || "-"} in ${said.in?.text ?? "-"}`;
    case "member":
      return `${said.actor} was ${said.negated ? "not " : ""}in ${said.of.kind} ${said.of.id} in ${said.in?.text ?? "-"}`;
    case "reading":
      return `reading ${said.reading} by ${said.by} in ${said.in?.text ?? "-"}`;
    case "place":
      return `${said.zone} lies ${said.relation} ${said.of}`;
    case "value":
      return `${measure(said.measure)}${tolerance}`;
    case "change":
      return `${series(said.of)} ${said.direction}${said.by === null ? "" : ` by ${said.comparison} ${quantity(said.by)}`} from ${said.from.text} to ${said.to.text}${tolerance}`;
    case "order":
      return said.stages.map((stage) => `${event(stage.event)} in ${stage.in?.text ?? "-"}`).join(" before ");
  }
}

function item(said: Item): string {
  switch (said.kind) {
    case "do":
    case "not-do":
    case "free-of":
      return `${said.kind} ${event(said.pattern)}`;
    case "keep":
      return `keep ${state(said.state)}`;
    case "term":
      return `${said.mode} ${argument(said.use)}`;
  }
}

function state({ state: id, negated, subject }: StateExpression): string {
  return `${negated ? "not " : ""}${id}(${argument(subject)})`;
}

function event({ act, actor, target, object, place, count }: EventPattern): string {
  const parts = [
    actor === null ? [] : [`actor ${argument(actor)}`],
    object === null ? [] : [`object ${argument(object)}`],
    target === null ? [] : [`target ${argument(target)}`],
    place === null ? [] : [`in ${zone(place)}`],
  ].flat();
  const often =
    count === undefined
      ? ""
      : ` ${count.comparison} ${count.times} times${count.in === null ? "" : ` in ${duration(count.in)}`}`;
  return `${act}(${parts.join(", ")})${often}`;
}

function argument(said: Argument): string {
  switch (said.kind) {
    case "name":
      return said.id;
    case "variable":
      return `?${said.name}${said.restrict === null ? "" : `:${said.restrict}`}${said.of === undefined ? "" : ` of ${said.of}`}`;
    case "anyone":
      return said.party === undefined ? "<anyone>" : `<${said.party} party>`;
    case "other":
      return `<${said.kind}>`;
    case "term":
      return `'${said.term}'(${said.arguments.map(argument).join(", ")})`;
  }
}

function zone(said: ZoneExpression): string {
  const { distance } = said;
  return `${distance === undefined ? "" : `${distance.relation} ${distance.metres} m of `}${plainZone(said)}`;
}

function plainZone(said: ZoneExpression): string {
  switch (said.kind) {
    case "zone":
      return said.id;
    case "variable":
      return `?${said.name}`;
    case "zone-of":
      return `${said.zone} of ${argument(said.of)}`;
    case "term":
      return argument(said);
  }
}

function bearer(said: Bearer): string {
  switch (said.kind) {
    case "named":
      return `${said.mode ?? ""} ${[...said.actors, ...(said.variables ?? []).map(argument)].join(", ")}`.trim();
    case "each-party":
      return `${said.mode === undefined ? "" : `${said.mode} `}each party${said.except.length === 0 ? "" : ` except ${said.except.map(argument).join(", ")}`}`;
    case "variable":
      return `?${said.name}${said.of === undefined ? "" : ` of ${said.of}`}${said.binds === undefined ? "" : `:${said.binds.restrict}`}`;
    case "unnamed":
      return "<unnamed>";
    case "open":
      return argument(said.use);
  }
}

function duration({ count, unit, rounding }: Duration): string {
  return `${count} ${unit}${rounding === null ? "" : ` (${rounding})`}`;
}

function assumed(said: Assumption | null): string {
  return said === null ? "" : `, assumed by ${said.by ?? "the case"}${source(said.source)}`;
}

function source(id: string | null): string {
  return id === null ? "" : `, source ${id}`;
}

function time(said: Time | null): string {
  return said === null
    ? "-"
    : `${said.text} [${new Date(said.earliest * 1000).toISOString().slice(0, 19)}, ${new Date(said.latest * 1000).toISOString().slice(0, 19)}]`;
}

function period({ from, until }: Period): string {
  return `${from?.text ?? ""}..${until?.text ?? ""}`;
}
