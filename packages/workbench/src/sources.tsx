/** Who says what: the balance of sources by leaning, each side's word against what is accepted, and all that one source tells. */
import { type ReactElement, useMemo } from "react";
import type { Counted, Row } from "@servanda/analysis";
import { count, plain, standardWords, table, viewWords, type Word as OutcomeWord } from "servanda/words";
import { askedOf } from "servanda/asked";
import { useBalance } from "./asking.ts";
import { type Desk, type Select, type Selection, toggled, type ViewProps } from "./desk.ts";
import { AccountLine, Flip } from "./evidence.tsx";
import { Mark } from "./mark.tsx";
import {
  type Group,
  type SourcesState,
  sourcesOf,
  standingOf,
  STANDINGS,
  type Standing,
  type Tally,
  tellingOf,
  type Word,
  type Balance as HeardBalance,
} from "./sourcesstate.ts";
import { accountSaid } from "./whystate.ts";
import { TABLES } from "./export.ts";
import { besideOf } from "./provenance.ts";
import "./sources.css";

/** What every source tells, a row an account; of one source, where one is open. */
TABLES.set("sources", (desk, selection) => {
  const standing = standingOf(desk);
  const beside = besideOf(desk, selection, (source: string) => [source]);
  const sources = desk.record.sources.filter((s) => selection.source === null || s.id === selection.source);
  return table(
    [
      "source",
      "title",
      "publisher",
      "leaning",
      "speaks_for",
      "account",
      "event",
      "stance",
      "event_stands",
      "grade",
      "status",
      ...beside.header,
    ],
    sources.flatMap((s) =>
      tellingOf(desk, s.id).accounts.map((a) => [
        s.id,
        s.title,
        s.publisher,
        s.leaning,
        s.speaksFor.join("; "),
        a.id,
        a.event,
        a.stance,
        standing.get(a.event) ?? "unasked",
        a.grade,
        a.status,
        ...beside.cells(s.id),
      ]),
    ),
  );
});

const TITLES: { readonly [S in Standing]: string } = {
  accepted: "accepted",
  contested: "contested",
  unsettled: "not settled",
  denied: "denied only",
  unasked: "that no norm asks about",
  untold: "being weighed",
  undated: "not weighed without a date",
};

export function Sources({ desk, selection, select }: ViewProps): ReactElement {
  const state = useMemo(() => sourcesOf(desk), [desk]);
  return (
    <div className="sources" data-chosen={selection.source !== null || undefined}>
      <div className="ledger">
        <Balance desk={desk} selection={selection} select={select} />
        <Heard state={state} desk={desk} />
        <SideWords state={state} desk={desk} select={select} />
        <section aria-labelledby="all-sources">
          <h2 id="all-sources">What each source says</h2>
          <p className="soft">
            {count(state.whole.sources, "source")} of {count(state.whole.origins, "origin")} tell of something. Copies
            of one origin count once.
          </p>
          {state.groups.map((group) => (
            <Lean key={group.title} group={group} selection={selection} select={select} />
          ))}
        </section>
      </div>
      <OneSource key={selection.source} desk={desk} selection={selection} select={select} />
    </div>
  );
}

/** What the case holds of each side, counted in the same way for all (docs/analysis.md 8). */
function Balance({ desk, selection, select }: ViewProps): ReactElement {
  const balance = useBalance(desk, askedOf(selection));
  return (
    <section aria-labelledby="balance">
      <h2 id="balance">The balance</h2>
      <p className="soft">
        What the case holds of each side and each party, counted in the same way for all. Counting is not judging: it
        shows where a case is thin or one-sided.
      </p>
      {!desk.isDated ? (
        <p className="soft">Nothing is counted without a date to count up to.</p>
      ) : balance === null ? (
        <p className="soft">Counting …</p>
      ) : (
        // Wider than a small screen: then it scrolls, by keyboard, too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="scroll" aria-label="The balance, as a table" tabIndex={0}>
          <table className="balance">
            <thead>
              <tr>
                <th scope="col">Party</th>
                <th scope="col">bound by the text</th>
                <th scope="col">by readings</th>
                <th scope="col">readings it holds</th>
                <th scope="col">its own accounts</th>
                <th scope="col">accounts about it</th>
                <th scope="col">harm told to it</th>
                <th scope="col" className="start">
                  what it owes, by the text
                </th>
                <th scope="col" className="start">
                  what it is owed
                </th>
              </tr>
            </thead>
            <tbody>
              {balance.rows.map((row) => (
                <BalanceRow key={row.id} row={row} desk={desk} select={select} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function BalanceRow({
  row,
  desk,
  select,
}: {
  readonly row: Row;
  readonly desk: Desk;
  readonly select: Select;
}): ReactElement {
  const { accountsBy, accountsAbout, harm } = row;
  return (
    <tr>
      <th scope="row" aria-label={plain(row.names[0] ?? row.id)}>
        <button
          type="button"
          className="link"
          data-item
          onClick={() => select({ open: "board", parties: [...row.members] })}
        >
          <bdi>{plain(row.names[0] ?? row.id)}</bdi>
        </button>
      </th>
      <td data-of="bound by the text">{row.norms.byText.length}</td>
      <td data-of="by readings">{row.norms.byReading.length}</td>
      <td data-of="readings it holds">{row.readings.length}</td>
      <td data-of="its own accounts">
        {accountsBy.asserting + accountsBy.denying}
        <small>{accountsBy.denying > 0 && `${accountsBy.denying} deny`}</small>
      </td>
      <td data-of="accounts about it">
        {accountsAbout.total}
        <small>
          {[
            [accountsAbout.byItself, "by itself"],
            [accountsAbout.byOthers, "by others"],
            [accountsAbout.byNobodys, "by no side"],
          ]
            .filter(([n]) => n !== 0)
            .map(([n, words]) => `${n} ${words}`)
            .join(", ")}
        </small>
      </td>
      <td data-of="harm told to it">
        {harm.events}
        <small>
          {harm.denied > 0 && `${harm.denied} denied`}
          {harm.deaths !== null && `${harm.denied > 0 ? ", " : ""}deaths ${harm.deaths.least} to ${harm.deaths.most}`}
        </small>
      </td>
      <td className="start" data-of="what it owes, by the text">
        <Outcomes counted={row.findings} />
        <Elsewhere row={row} of="findings" desk={desk} />
      </td>
      <td className="start" data-of="what it is owed">
        <Outcomes counted={row.owed} />
        <Elsewhere row={row} of="owed" desk={desk} />
      </td>
    </tr>
  );
}

/** The counts under each view that counts otherwise than the text: no column is read as the answer. */
function Elsewhere({
  row,
  of,
  desk,
}: {
  readonly row: Row;
  readonly of: "findings" | "owed";
  readonly desk: Desk;
}): ReactElement {
  const told = (list: readonly Counted<string>[]): string =>
    list.map((each) => `${each.count} ${each.what}`).join(", ") || "nothing";
  return (
    <>
      {row.views
        .filter((seen) => told(seen[of]) !== told(row[of]))
        .map((seen) => (
          <p className="soft" key={seen.view}>
            {viewWords(seen.view, desk.name)}: {told(seen[of])}
          </p>
        ))}
    </>
  );
}

function Outcomes({ counted }: { readonly counted: readonly Counted<OutcomeWord>[] }): ReactElement {
  if (counted.length === 0) return <span className="soft">nothing</span>;
  return (
    <ul className="outcomes">
      {counted.map(({ what, count: n }) => (
        <li key={what}>
          <Mark word={what} /> {n} {what}
        </li>
      ))}
    </ul>
  );
}

function Heard({ state, desk }: { readonly state: SourcesState; readonly desk: Desk }): ReactElement {
  return (
    <section aria-labelledby="heard">
      <h2 id="heard">Who is heard</h2>
      <p className="soft">
        Who is heard, how often, and how the events that they tell of stand at the standard of{" "}
        {standardWords(desk.result.standard)}.
      </p>
      {/* Wider than a small screen: then it scrolls, by keyboard, too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="scroll" aria-label="Who is heard, as a table" tabIndex={0} data-item>
        <table>
          <thead>
            <tr>
              <th scope="col">Sources</th>
              <th scope="col">number</th>
              <th scope="col">origins</th>
              <th scope="col">says</th>
              <th scope="col">denies</th>
              <th scope="col">events</th>
              <th scope="col" className="wide">
                of which
              </th>
            </tr>
          </thead>
          <tbody>
            {state.heard.map(({ title, balance }) => (
              <HeardRow key={title} title={title} balance={balance} most={state.whole.events} />
            ))}
            {state.rest && (
              <HeardRow
                title={`${state.rest.leanings} other leanings, listed below`}
                balance={state.rest.balance}
                most={state.whole.events}
              />
            )}
          </tbody>
          <tfoot>
            <HeardRow title="all, each event once" balance={state.whole} most={state.whole.events} />
          </tfoot>
        </table>
      </section>
    </section>
  );
}

interface HeardRowProps {
  readonly title: string;
  readonly balance: HeardBalance;
  readonly most: number;
}

function HeardRow({ title, balance, most }: HeardRowProps): ReactElement {
  return (
    <tr>
      <th scope="row">
        <bdi dir="ltr">{title}</bdi>
      </th>
      <td>{balance.sources}</td>
      <td>{balance.origins}</td>
      <td>{balance.says}</td>
      <td>{balance.denies}</td>
      <td>{balance.events}</td>
      <td className="wide">
        <Bar tally={balance.standing} most={most} />
      </td>
    </tr>
  );
}

/** So many of each, as a bar and in words. */
function Bar({ tally, most }: { readonly tally: Tally; readonly most: number }): ReactElement {
  const shown = STANDINGS.filter((standing) => tally[standing] > 0);
  const part = (n: number): number => (n / Math.max(1, most)) * 100;
  const whole = shown.reduce((sum, standing) => sum + tally[standing], 0);
  return (
    <span className="tally">
      <span className="numbers">
        {whole === 0 ? "none" : shown.map((standing) => `${tally[standing]} ${TITLES[standing]}`).join(", ")}
      </span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className="bar">
        {shown.map((standing, i) => (
          <rect
            key={standing}
            data-standing={standing}
            x={part(shown.slice(0, i).reduce((sum, before) => sum + tally[before], 0))}
            width={part(tally[standing])}
            y="0"
            height="8"
          />
        ))}
      </svg>
    </span>
  );
}

interface SideWordsProps {
  readonly state: SourcesState;
  readonly desk: Desk;
  readonly select: Select;
}

function SideWords({ state, desk, select }: SideWordsProps): ReactElement | null {
  const sides = [...Map.groupBy(state.words, (word) => word.side)];
  if (sides.length === 0) return null;
  const most = Math.max(...state.words.map((word) => word.events.length));
  return (
    <section aria-labelledby="sides">
      <h2 id="sides">Each side’s word, and what is accepted</h2>
      <p className="soft">
        What sources that speak for a side say and deny, by whose act it is; and how these events stand on all accounts
        together. A side’s word on its own conduct counts by the same rules as anybody’s.
      </p>
      {sides.map(([side, words]) => (
        <div key={side} className="side" data-item tabIndex={-1}>
          <h3>
            <bdi>{desk.name(side)}</bdi>
          </h3>
          <ul>
            {words.map((word) => (
              <SideWord key={`${word.stance} ${word.of}`} word={word} most={most} desk={desk} select={select} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface SideWordProps {
  readonly word: Word;
  readonly most: number;
  readonly desk: Desk;
  readonly select: Select;
}

function SideWord({ word, most, desk, select }: SideWordProps): ReactElement {
  const whose =
    word.of === null ? "nobody named" : word.of === word.side ? "its own acts" : `acts of ${desk.name(word.of)}`;
  return (
    <li>
      <details>
        <summary>
          <span className="whose">
            {word.stance === "denies" ? "denies" : "says"}: <bdi dir="ltr">{whose}</bdi>
          </span>
          <span className="number">{word.events.length}</span>
          <Bar tally={word.tally} most={most} />
        </summary>
        <ul className="told">
          {word.events.map(({ event, standing }) => (
            <li key={event}>
              <button type="button" className="link id" onClick={() => select({ open: "timeline", event })}>
                <bdi>{event}</bdi>
              </button>{" "}
              <bdi dir="ltr">{eventWords(desk, event)}</bdi> <span className="soft">{TITLES[standing]}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function eventWords(desk: Desk, event: string): string {
  const accounts = desk.events.get(event) ?? [];
  const first = accounts.find((a) => a.stance === "asserts") ?? accounts[0];
  if (!first) return "";
  return [first.kind, first.when ? desk.day(first.when) : null, first.place ? `in ${desk.name(first.place)}` : null]
    .filter(Boolean)
    .join(", ");
}

interface LeanProps {
  readonly group: Group;
  readonly selection: Selection;
  readonly select: Select;
}

function Lean({ group, selection, select }: LeanProps): ReactElement {
  return (
    <div className="lean">
      <h3>
        <bdi>{group.title}</bdi> <span className="soft">{group.lines.length}</span>
      </h3>
      <ul>
        {group.lines.map(({ source, says, denies, copies }) => (
          <li key={source.id}>
            <button
              type="button"
              className="source-line"
              data-item
              aria-pressed={source.id === selection.source}
              data-off={selection.without.includes(source.id) || undefined}
              onClick={() => select({ source: source.id === selection.source ? null : source.id })}
            >
              <bdi className="title">{plain(source.title)}</bdi>
              <bdi className="soft">{source.publisher}</bdi>
              <span className="soft figures">
                {says > 0 && `says ${says}`}
                {says > 0 && denies > 0 && ", "}
                {denies > 0 && `denies ${denies}`}
                {copies.length > 0 && `, shares its origin with ${copies.join(", ")}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneSource({ desk, selection, select }: ViewProps): ReactElement | null {
  const source = desk.sources.get(selection.source ?? "");
  if (!source) return null;
  const { accounts, coverage } = tellingOf(desk, source.id);
  const url = source.url && /^https?:\/\//iu.test(source.url) ? source.url : null;
  const about: readonly (readonly [string, string | null])[] = [
    ["kind", source.kind],
    ["leaning", source.leaning],
    ["speaks for", source.speaksFor.map(desk.name).join(", ")],
    ["mandate", source.mandate.includes("*") ? "all acts" : source.mandate.join(", ")],
    ["origin", source.origin === source.id ? null : source.origin],
    ["published", source.published?.text ?? null],
    ["licence", source.licence],
  ];
  return (
    <aside className="one-source" aria-labelledby="source-title">
      <header>
        <p className="soft">{source.id}</p>
        <h2 id="source-title">
          <bdi>{plain(source.title)}</bdi>
        </h2>
        {source.publisher && (
          <p>
            <bdi>{source.publisher}</bdi>
          </p>
        )}
        <dl>
          {about.map(([name, value]) =>
            value === null || value === "" ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
          )}
        </dl>
        <p className="doing">
          {url !== null && (
            <a href={url} rel="noreferrer noopener" target="_blank">
              open <span aria-hidden="true">↗</span>
              <span className="hidden">{source.title} elsewhere</span>
            </a>
          )}
          <Flip
            isOn={selection.without.includes(source.id)}
            words="leave out, with its coverage"
            of={source.id}
            onFlip={() => select({ without: toggled(selection.without, source.id) })}
          />
          <button type="button" className="quiet" onClick={() => select({ source: null })}>
            Close
          </button>
        </p>
      </header>
      <ul className="accounts">
        {accounts.map((account) => (
          <li key={account.id}>
            <p className="event-head">
              <button
                type="button"
                className="link id"
                onClick={() => select({ open: "timeline", event: account.event })}
              >
                <bdi>{account.event}</bdi>
              </button>
            </p>
            <AccountLine said={accountSaid(desk, account.id)} selection={selection} select={select} isOwn />
          </li>
        ))}
      </ul>
      {coverage.length > 0 && (
        <section>
          <h3>What it would have told</h3>
          <ul>
            {coverage.map((row) => (
              <li key={`${row.id} ${row.from}`}>
                <bdi dir="ltr">
                  {row.id}: {row.kinds.includes("*") ? "everything" : row.kinds.join(", ")}
                  {row.place === null ? "" : ` in ${desk.name(row.place)}`}
                </bdi>
                . <bdi className="soft">{row.why}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}
