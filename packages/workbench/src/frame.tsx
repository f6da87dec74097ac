/** The frame around the views: which there are, what is asked, and how the connection stands. */
import { type ReactElement, Suspense, useSyncExternalStore } from "react";
import type { Session } from "./session.ts";
import { VIEWS } from "./views.tsx";

export function Frame({ session }: { readonly session: Session }): ReactElement {
  const { desk, selection, trouble } = useSyncExternalStore(session.subscribe, session.snapshot);
  const view = VIEWS.find(({ id }) => id === selection.open);
  return (
    <>
      <header className="head">
        <h1>{desk?.model.case.title ?? "Servanda"}</h1>
        <nav aria-label="Views">
          {VIEWS.map(({ id, title }) => (
            <a
              key={id}
              href={`/${id}`}
              aria-current={id === selection.open ? "page" : undefined}
              onClick={(event) => {
                event.preventDefault();
                session.select({ open: id });
              }}
            >
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main id="view" tabIndex={-1} data-ready={desk ? "" : undefined}>
        {trouble !== null && <p role="alert">{trouble}</p>}
        {desk && view && (
          <Suspense fallback={<p className="notice">…</p>}>
            <view.Component desk={desk} selection={selection} select={session.select} />
          </Suspense>
        )}
      </main>
    </>
  );
}
