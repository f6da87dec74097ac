/** Facts only: what each source says was observed, by event or by source. No actor, no reply, no bearer, no reading, no outcome. */
import { memo, type ReactElement, useDeferredValue, useMemo } from "react";
import type { Desk, Select, ViewProps } from "./desk.ts";
import { type FactGroup, factsByEvent, factsBySource, type FactSaid, publisherOf } from "./factsstate.ts";

/** More than a screen has room for: so many groups stand at once, all others a moment later. */
const FIRST = 30;

export function Facts({ desk, selection, select }: ViewProps): ReactElement {
  const isBySource = selection.open === "sources";
  const { source } = selection;
  const groups = useMemo(
    () => (isBySource ? factsBySource(desk, { source }) : factsByEvent(desk)),
    [desk, isBySource, source],
  );
  const shown = useDeferredValue(groups, groups.slice(0, FIRST));
  return (
    <article className="facts">
      <p className="lede">
        {isBySource ? "What each source says was observed." : "What was observed, event by event."} Who did it, what it
        means and what follows are left out.
        {isBySource && source !== null && (
          <>
            {" "}
            <button type="button" className="quiet" onClick={() => select({ source: null })}>
              All sources
            </button>
          </>
        )}
      </p>
      {groups.length === 0 && (
        <p className="notice">
          {isBySource && source !== null ? (
            <>
              Nothing that <bdi>{publisherOf(desk.sources.get(source), source)}</bdi> says was observed is on record at
              this date.
            </>
          ) : (
            "Nothing is on record at this date."
          )}
        </p>
      )}
      {shown.map((group) => (
        <Group key={group.id} group={group} isBySource={isBySource} desk={desk} select={select} />
      ))}
    </article>
  );
}

interface GroupProps {
  readonly group: FactGroup;
  readonly isBySource: boolean;
  readonly desk: Desk;
  readonly select: Select;
}

const Group = memo(function Group({ group, isBySource, desk, select }: GroupProps): ReactElement {
  return (
    <section data-item tabIndex={-1}>
      <h2>
        <bdi dir="ltr">{group.title}</bdi> {group.title !== group.id && <bdi className="id">{group.id}</bdi>}
      </h2>
      <ul>
        {group.said.map((said) => (
          <li key={said.account} data-stance={said.stance}>
            {isBySource && said.stance === "denies" && "denies "}
            <Way said={said} isBySource={isBySource} desk={desk} select={select} />
            {!isBySource && (said.stance === "denies" ? " denies" : " says")}: <bdi dir="ltr">{said.words}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
});

interface WayProps extends Omit<GroupProps, "group"> {
  readonly said: FactSaid;
}

/** From an event to its source, and from a source to its event. */
function Way({ said: { event, source }, isBySource, desk, select }: WayProps): ReactElement {
  const publisher = publisherOf(desk.sources.get(source), source);
  return (
    <button
      type="button"
      className="ref"
      title={isBySource ? "Show on the timeline" : `All that ${source} says`}
      onClick={() => select(isBySource ? { open: "timeline", event } : { open: "sources", source })}
    >
      {isBySource ? <bdi className="id">{event}</bdi> : <bdi>{publisher}</bdi>}
      {!isBySource && publisher !== source && (
        <>
          , <bdi className="id">{source}</bdi>
        </>
      )}
    </button>
  );
}
