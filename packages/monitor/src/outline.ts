/**
 * What the text of a norm of the plainest form comes to, made out once for a model. Plans are made anew for each date, and of a stream with each account
 * that comes in late; and the text of ten thousand norms lies so far apart in memory that reading it takes most of the time of making their plans.
 */
import type { Argument, Clauses, Duration, EventPattern, Instrument, Model, Norm } from "@servanda/language";
import { catalogueOf, type Catalogue } from "./catalogue.ts";

/** A duty of one who is named, after an event that binds nothing. Each column of an event holds a name, or null: whoever, or whatever. */
export interface Outline {
  readonly clauses: Clauses;
  /** What makes an instance. */
  readonly event: string;
  readonly actor: string | null;
  readonly target: string | null;
  readonly object: string | null;
  readonly bearer: string;
  /** What is owed. */
  readonly act: string;
  readonly toward: string | null;
  readonly about: string | null;
  readonly within: Duration | null;
}

/** Norms of a model by their places in it. */
export class Outlines {
  /** The agreement of each; undefined: the model has none of its name. */
  readonly instruments: readonly (Instrument | undefined)[];
  private readonly norms: readonly Norm[];
  /** Null: it is of another form. */
  private readonly made: (Outline | null | undefined)[];
  private readonly actors: Catalogue["actors"];
  private readonly words = new Map<string, string>();

  constructor(model: Model) {
    const { instruments, actors } = catalogueOf(model);
    this.actors = actors;
    this.norms = model.norms;
    this.instruments = model.norms.map(({ instrument }) => instruments.get(instrument));
    this.made = model.norms.map(() => undefined);
  }

  of(place: number): Outline | null {
    let made = this.made[place];
    if (made === undefined) made = this.made[place] = this.outline(this.norms[place]!);
    return made;
  }

  private outline({ kind, amendments, clauses }: Norm): Outline | null {
    const { when, bearer, must, time } = clauses;
    const item = must.items[0];
    if (kind !== "duty" || amendments.length > 0 || !when || item?.kind !== "do") return null;
    if (clauses.breach || clauses.power || clauses.occasion || clauses.onlyAfter || clauses.continues) return null;
    if (clauses.place || clauses.unless || must.items.length > 1 || must.measures?.length || must.anew) return null;
    if (time && (time.every || time.renewal || time.by || time.from || time.until || time.for)) return null;
    if (time?.within && (time.within.unit === "month" || time.within.unit === "year")) return null;
    if (bearer.kind !== "named" || bearer.mode || bearer.actors.length !== 1 || bearer.variables?.length) return null;
    const { anchor } = when;
    const { pattern } = item;
    if (when.further.length > 0 || when.or || pattern.actor !== null || !isPlain(anchor) || !isPlain(pattern))
      return null;
    return {
      clauses,
      event: this.word(anchor.act),
      actor: this.name(anchor.actor),
      target: this.name(anchor.target),
      object: this.name(anchor.object),
      bearer: this.word(bearer.actors[0]!),
      act: this.word(pattern.act),
      toward: this.name(pattern.target),
      about: this.name(pattern.object),
      within: time?.within ?? null,
    };
  }

  private name(argument: Argument | null): string | null {
    return argument?.kind === "name" ? this.word(argument.id) : null;
  }

  /** One string for all that are alike: the one by which the columns know it, if it is somebody's id. */
  private word(word: string): string {
    const same = this.actors.get(word)?.id ?? this.words.get(word);
    if (same === undefined) this.words.set(word, word);
    return same ?? word;
  }
}

function isPlain({ actor, target, object, place, count }: EventPattern): boolean {
  return !place && !count && isNameOrAny(actor) && isNameOrAny(target) && isNameOrAny(object);
}

function isNameOrAny(argument: Argument | null): boolean {
  return argument === null || argument.kind === "name" || (argument.kind === "anyone" && !argument.party);
}

const made = new WeakMap<Model, Outlines>();

/** The outlines of a model; a model is never changed. */
export function outlinesOf(model: Model): Outlines {
  let outlines = made.get(model);
  if (!outlines) made.set(model, (outlines = new Outlines(model)));
  return outlines;
}
