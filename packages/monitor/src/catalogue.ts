/** What is looked up in a model for norm after norm, sorted out once: without it time would grow with the square of a case. */
import type { Actor, Instrument, Model, Norm, Reading, RestatedClauses, State } from "@servanda/language";
import { push } from "./grouping.ts";

export class Catalogue {
  readonly norms: ReadonlyMap<string, Norm>;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly states: ReadonlyMap<string, State>;
  readonly terms: ReadonlyMap<string, Model["terms"][number]>;
  /** Norms by which something is suspended or ended, in the order of the model. */
  readonly powers: readonly Norm[];
  /** Whether any norm speaks of other norms. */
  readonly linked: boolean;
  private readonly readings = new Map<string, Reading[]>();
  private readonly model: Model;
  private reaching: ReadonlySet<string> | null = null;

  constructor(model: Model) {
    this.model = model;
    this.norms = byId(model.norms);
    this.instruments = byId(model.instruments);
    this.actors = byId(model.actors);
    this.states = byId(model.states);
    this.terms = byId(model.terms);
    this.powers = model.norms.filter(({ kind }) => kind === "power");
    this.linked =
      this.powers.length > 0 ||
      model.norms.some((norm) => [norm, ...norm.amendments].some(({ clauses }) => clauses.breach));
    for (const reading of model.readings) {
      push(this.readings, keyOf(reading.of), reading);
    }
  }

  /** Norms that another reaches, or that reach another (14.1): their events are seen as all of them together ask. */
  get bearing(): ReadonlySet<string> {
    return (this.reaching ??= bearingNorms(this.model));
  }

  /** Readings that are of a norm, or of one instrument: those of the instrument first. */
  readingsOf({ id, instrument }: Norm): readonly Reading[] {
    if (this.readings.size === 0) return NONE;
    const [wide, own] = [
      this.readings.get(keyOf({ kind: "instrument", id: instrument })),
      this.readings.get(keyOf({ kind: "norm", id })),
    ];
    return wide && own ? [...wide, ...own] : (wide ?? own ?? []);
  }
}

function bearingNorms(model: Model): Set<string> {
  const out = new Set<string>();
  const powers = new Set<string>();
  const said = ({ id: own }: Norm, clauses: Pick<RestatedClauses, "breach" | "power">): void => {
    if (clauses.breach) out.add(own);
    if (clauses.power?.kind !== "terminate") return;
    const { kind, id } = clauses.power.of;
    if (kind === "norm") out.add(id);
    else powers.add(id);
  };
  for (const norm of model.norms) {
    if (norm.kind === "power") powers.add(norm.instrument);
    said(norm, norm.clauses);
    for (const { clauses } of norm.amendments) said(norm, clauses);
  }
  for (const { higher, lower } of model.precedences ?? []) out.add(higher).add(lower);
  for (const norm of model.norms) if (powers.has(norm.instrument)) out.add(norm.id);
  return out;
}

const NONE: readonly Reading[] = [];

function keyOf({ kind, id }: Reading["of"]): string {
  return `${kind} ${id}`;
}

function byId<T extends { readonly id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((each) => [each.id, each]));
}

const made = new WeakMap<Model, Catalogue>();

/** The catalogue of a model; a model is never changed. */
export function catalogueOf(model: Model): Catalogue {
  let catalogue = made.get(model);
  if (!catalogue) made.set(model, (catalogue = new Catalogue(model)));
  return catalogue;
}
