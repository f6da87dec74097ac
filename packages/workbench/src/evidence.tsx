/** What a step rests on: events with who tells of them, readings with who holds them, and who watched. */
import type { ReactElement, ReactNode } from "react";
import type { Term } from "@servanda/language";
import { plain } from "servanda/words";
import { type Desk, type Select, toggled, type ViewProps } from "./desk.ts";
import { type Held, heldOf } from "./hold.ts";
import "./evidence.css";
import { eventWords } from "./timelinestate.ts";
import type { AccountSaid, Part, ReadingSaid } from "./whystate.ts";

/** The number of a rule of docs/semantics.md. */
export function Rule({ rule }: { readonly rule: string }): ReactElement {
  return (
    <span className="rule" title={`Rule ${rule} of docs/semantics.md`}>
      <span className="hidden">rule</span> {rule}
    </span>
  );
}

/** Ids of events and sources, by what they are: as long as the events are the same, whatever is flipped. */
const known = new WeakMap<Desk["events"], ReadonlyMap<string, "event" | "source">>();

function idsOf(desk: Desk): ReadonlyMap<string, "event" | "source"> {
  const ids =
    known.get(desk.events) ??
    new Map([
      ...desk.record.sources.map(({ id }) => [id, "source"] as const),
      ...[...desk.events.keys()].map((id) => [id, "event"] as const),
    ]);
  known.set(desk.events, ids);
  return ids;
}

/** An id has a figure in it, where words have none. */
const ID = /(?<![\p{L}\p{N}_-])([\p{L}_][\p{L}\p{M}_-]*\d[\p{L}\p{M}\p{N}_-]*)/u;

interface ToldProps extends Pick<ViewProps, "desk" | "select"> {
  readonly text: string;
  /** Terms that are named in it. */
  readonly terms?: readonly Term[];
}

/** A sentence in which every event, source and term that it names is a way to it, with what it is. */
export function Told({ text, terms = [], desk, select }: ToldProps): ReactElement {
  const ids = idsOf(desk);
  const parts: string[] = [""];
  for (const part of text.split(ID)) {
    // What looks like an id and is none is text as any other.
    if (ids.has(part)) parts.push(part, "");
    else parts.push((parts.pop() ?? "") + part);
  }
  return (
    <bdi dir="ltr">
      {heldOf(parts).map((part, i) => {
        if (typeof part === "string")
          return part && <Terms key={i} text={part} terms={terms} desk={desk} select={select} />;
        const id = part.text;
        const isEvent = ids.get(id) === "event";
        return (
          <Way
            key={i}
            held={part}
            title={isEvent ? eventWords(id, desk) : desk.sources.get(id)?.title}
            onOpen={() => select(isEvent ? { open: "timeline", event: id } : { open: "sources", source: id })}
          />
        );
      })}
    </bdi>
  );
}

interface WayProps {
  readonly held: Held;
  readonly title: string | undefined;
  readonly onOpen: () => void;
}

/** A word that leads somewhere. */
function Way({ held, title, onOpen }: WayProps): ReactElement {
  const { open, text, close } = held;
  return (
    <span className="held">
      {open}
      <button type="button" className="ref" title={title} onClick={onOpen}>
        {text}
      </button>
      {close}
    </span>
  );
}

/** The name of each term leads to where the case declares it, and says under which word a norm has it. */
function Terms({ text, terms, desk, select }: Required<ToldProps>): ReactNode {
  const [term, ...others] = terms;
  if (term === undefined) return text;
  const { id, span } = term;
  const name = desk.name(id);
  const page = `${span.path}:${span.line}`;
  const parts = text.split(name).flatMap((part, i) => (i === 0 ? [part] : [name, part]));
  return heldOf(parts).map((part, i) =>
    typeof part === "string" ? (
      <Terms key={i} text={part} terms={others} desk={desk} select={select} />
    ) : (
      <Way key={i} held={part} title={`${id}, ${page}`} onOpen={() => select({ open: "text", page })} />
    ),
  );
}

interface EvidenceProps extends ViewProps {
  readonly parts: readonly Part[];
}

export function Evidence({ parts, desk, selection, select }: EvidenceProps): ReactElement | null {
  if (parts.length === 0) return null;
  return (
    <ul className="parts">
      {parts.map((part, i) => (
        <li key={`${part.kind} ${i}`} className={part.kind}>
          <One part={part} desk={desk} selection={selection} select={select} />
        </li>
      ))}
    </ul>
  );
}

function One({ part, desk, selection, select }: ViewProps & { readonly part: Part }): ReactElement {
  switch (part.kind) {
    case "event":
      return <Event part={part} desk={desk} selection={selection} select={select} />;
    case "account":
      return <AccountLine said={part.said} selection={selection} select={select} />;
    case "reading":
      return <ReadingNote said={part.said} />;
    case "open-term":
      return (
        <>
          <p>
            <Told text={part.text} terms={part.terms} desk={desk} select={select} /> <Rule rule={part.rule} />
          </p>
          {part.readings.length === 0 && <p className="soft">Nobody is on record with a meaning.</p>}
          {part.readings.map((said) => (
            <ReadingNote key={said.reading.id} said={said} />
          ))}
        </>
      );
    case "coverage":
      return (
        <p>
          <bdi className="source">{part.source}</bdi> <bdi dir="ltr">{part.records}</bdi>:{" "}
          <bdi className="soft">{part.why}</bdi> <Rule rule={part.rule} />
        </p>
      );
    case "source":
      return (
        <p className="soft">
          Source: <bdi>{part.text}</bdi>
        </p>
      );
    case "line":
      return (
        <>
          <p>
            <Told text={part.text} terms={part.terms} desk={desk} select={select} /> <Rule rule={part.rule} />
          </p>
          <Evidence parts={part.parts} desk={desk} selection={selection} select={select} />
        </>
      );
  }
}

interface EventProps extends ViewProps {
  readonly part: Extract<Part, { kind: "event" }>;
}

function Event({ part, desk, selection, select }: EventProps): ReactElement {
  const isSupposed = selection.supposed.includes(part.id);
  return (
    <>
      <p className="event-head" data-status={part.status}>
        <button
          type="button"
          className="link id"
          title="Show on the timeline"
          onClick={() => select({ open: "timeline", event: part.id })}
        >
          <bdi>{part.id}</bdi>
        </button>{" "}
        {part.again ? (
          <span className="soft">told above</span>
        ) : (
          <>
            <b>{part.status}</b>
            <span className="soft">{part.support}</span> <Rule rule={part.rule} />
            <Flip
              isOn={isSupposed}
              words="take as certain"
              of={part.id}
              onFlip={() => select({ supposed: toggled(selection.supposed, part.id) })}
            />
          </>
        )}
      </p>
      {part.accounts.length > 0 && (
        <ul className="accounts">
          {part.accounts.map((said) => (
            <li key={said.id}>
              <AccountLine said={said} selection={selection} select={select} />
            </li>
          ))}
        </ul>
      )}
      <Evidence parts={part.others} desk={desk} selection={selection} select={select} />
    </>
  );
}

interface AccountLineProps {
  readonly said: AccountSaid;
  readonly selection: ViewProps["selection"];
  readonly select: Select;
  /** Stands among what its source tells, so that the source need not be told again. */
  readonly isOwn?: boolean;
}

/** What one source says or denies of one event, with its leaning, its weight and the reply of whom it accuses. */
export function AccountLine({ said, selection, select, isOwn = false }: AccountLineProps): ReactElement {
  const { account, source } = said;
  const isOff = selection.disbelieved.includes(said.id);
  const url = source?.url && /^https?:\/\//iu.test(source.url) ? source.url : null;
  const title = source ? plain(source.title === "" ? source.id : source.title) : (account?.source ?? said.id);
  return (
    <div className="account" data-stance={account?.stance} data-off={isOff || undefined}>
      {!isOwn && (
        <p>
          <button
            type="button"
            className="link source"
            onClick={() => select({ open: "sources", source: account?.source ?? null })}
          >
            <bdi>{title}</bdi>
          </button>
          {source?.publisher && <bdi className="soft">, {source.publisher}</bdi>}
          {source?.leaning && <bdi className="leaning">{source.leaning}</bdi>}
        </p>
      )}
      <p className="says">
        <b>{account?.stance === "denies" ? "denies" : "says"}</b>: <bdi dir="ltr">{said.said}</bdi>
      </p>
      {account?.note && (
        <p className="soft" dir="auto">
          {account.note}
        </p>
      )}
      {account?.reply && (
        <p className="reply" dir="auto">
          <b>Reply</b>: {account.reply}
        </p>
      )}
      <p className="weight">
        <span>{said.weight}</span>
        {said.carries !== null && (
          <span>
            by itself {said.carries} <Rule rule={said.rule} />
          </span>
        )}
        {url !== null && !isOwn && (
          <a href={url} rel="noreferrer noopener" target="_blank">
            source <span aria-hidden="true">↗</span>
            <span className="hidden">{title}, opens elsewhere</span>
          </a>
        )}
        {account !== null && (
          <Flip
            isOn={isOff}
            words="disbelieve"
            of={said.id}
            onFlip={() => select({ disbelieved: toggled(selection.disbelieved, said.id) })}
          />
        )}
      </p>
    </div>
  );
}

export function ReadingNote({ said }: { readonly said: ReadingSaid }): ReactElement {
  return (
    <div className="reading-note">
      <p>
        Reading <b>{said.reading.id}</b>, held by <bdi dir="ltr">{said.holders.join(", ")}</bdi>
        {said.stated !== null && (
          <>
            , <span className={said.isLate ? "late" : undefined}>{said.stated}</span>
          </>
        )}
        {said.source !== null && (
          <span className="soft">
            ; source: <bdi>{said.source}</bdi>
          </span>
        )}
      </p>
      {said.prose.split("\n").map((paragraph) => (
        <p key={paragraph} className="prose" dir="auto">
          {paragraph}
        </p>
      ))}
    </div>
  );
}

interface FlipProps {
  readonly isOn: boolean;
  readonly words: string;
  /** Of what: for those who hear it out of place. */
  readonly of: string;
  readonly onFlip: () => void;
}

/** A switch: on or off, at once, and kept in the address only. */
export function Flip({ isOn, words, of, onFlip }: FlipProps): ReactElement {
  return (
    <button type="button" className="flip" aria-pressed={isOn} data-switch={of} onClick={onFlip}>
      <span className="knob" aria-hidden="true" /> {words} <span className="hidden">{of}</span>
    </button>
  );
}
