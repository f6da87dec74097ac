/** Facts only: what each source says was observed. No actor, no reply, no bearer, no reading, no outcome. */
import type { ReactElement } from "react";
import { observed, saidWords, sourceWords } from "servanda/words";
import type { ViewProps } from "./desk.ts";

export function Facts({ desk }: ViewProps): ReactElement {
  const zones = new Set(desk.model.zones.map((zone) => zone.id));
  const name = (id: string): string => (zones.has(id) ? desk.name(id) : id);
  const events = Map.groupBy(observed(desk.record, desk.result), (o) => o.event);
  return (
    <article className="facts">
      <p className="lede">Who did it, what it means and what follows are left out.</p>
      {[...events].map(([event, told]) => (
        <section key={event} data-item tabIndex={-1}>
          <h2>
            <bdi>{event}</bdi>
          </h2>
          <ul>
            {told.map((o) => (
              <li key={o.account} data-stance={o.stance}>
                <bdi className="who">{sourceWords({ ...o, title: null })}</bdi> {o.stance}:{" "}
                <bdi dir="ltr">{saidWords(o, name)}</bdi>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </article>
  );
}
