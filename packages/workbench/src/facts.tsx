/** Facts only: what each source says was observed. No actor, no reply, no bearer, no reading, no outcome. */
import { memo, type ReactElement, useDeferredValue, useMemo } from "react";
import { type Observation, observed, saidWords, sourceWords } from "servanda/words";
import type { ViewProps } from "./desk.ts";

/** More than a screen has room for: so many events stand at once, all others a moment later. */
const FIRST = 30;

interface Told {
  readonly event: string;
  readonly observations: readonly Observation[];
}

export function Facts({ desk }: ViewProps): ReactElement {
  const { record, result, model, name: names } = desk;
  const events = useMemo(
    () =>
      [...Map.groupBy(observed(record, result), (o) => o.event)].map(([event, observations]): Told => ({
        event,
        observations,
      })),
    [record, result],
  );
  const name = useMemo(() => {
    const zones = new Set(model.zones.map((zone) => zone.id));
    return (id: string): string => (zones.has(id) ? names(id) : id);
  }, [model, names]);
  const shown = useDeferredValue(events, events.slice(0, FIRST));
  return (
    <article className="facts">
      <p className="lede">Who did it, what it means and what follows are left out.</p>
      {shown.map((told) => (
        <Event key={told.event} told={told} name={name} />
      ))}
    </article>
  );
}

interface EventProps {
  readonly told: Told;
  readonly name: (id: string) => string;
}

const Event = memo(function Event({ told: { event, observations }, name }: EventProps): ReactElement {
  return (
    <section data-item tabIndex={-1}>
      <h2>
        <bdi>{event}</bdi>
      </h2>
      <ul>
        {observations.map((o) => (
          <li key={o.account} data-stance={o.stance}>
            <bdi className="who">{sourceWords({ ...o, title: null })}</bdi> {o.stance}:{" "}
            <bdi dir="ltr">{saidWords(o, name)}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
});
