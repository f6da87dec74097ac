/** What the server tells the workbench of a case: as much as its handling allows, and nothing else. */
import type { Document, Model } from "@servanda/language";
import type { Found, Handling, Record, Result } from "@servanda/monitor";
import type { Fault } from "../report/diagnostic.ts";
import type { Told } from "../report/observation.ts";
import type { Input } from "../report/json.ts";
import type { Difference } from "./difference.ts";

/** Where an account says that it happened; the event lies within that many kilometres of the point. */
export interface PointOf {
  readonly account: string;
  readonly lat: number;
  readonly lon: number;
  readonly kilometres: number;
}

/** A shape of places.geojson, as it stands there: `properties` are not checked. */
export interface Shape {
  readonly type: "Feature";
  readonly properties: { readonly [name: string]: unknown } | null;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
}

/** A page of the case, with the SHA-256 of its text, which says whether it changed since. */
export interface Page extends Document {
  readonly sha256: string;
}

/** `GET /api/case`. */
export interface CasePayload {
  /** The version of Servanda. */
  readonly servanda: string;
  /** Of the texts and tables that were read: the first 12 hex digits of a SHA-256. Another input, another version. */
  readonly version: string;
  /** The name of the folder; never where it lies. */
  readonly folder: string;
  readonly model: Model;
  readonly record: Record;
  readonly points: readonly PointOf[];
  readonly shapes: readonly Shape[];
  readonly pages: readonly Page[];
  readonly faults: readonly Fault[];
  readonly inputs: readonly Input[];
  readonly handling: Handling;
  /** Findings that what is withheld would change, as the case stands by itself; null where nothing is withheld. */
  readonly resting: number | null;
  /** Ids of sources.csv and places.geojson, for whoever checks the texts. */
  readonly known: { readonly sources: readonly string[]; readonly shapes: readonly string[] };
  /** The date of `--at`, `--as-of` and `--standard`, where the command was given them. */
  readonly asked: { readonly at: string | null; readonly asOf: string | null; readonly standard: string | null };
}

/**
 * `GET /api/board`: what the board shows as long as nothing is flipped, so that it stands before the rest has come. Model and result are
 * cut down to what it tells: no claims, series or clauses, no reasons.
 */
export interface BoardPayload extends Pick<
  CasePayload,
  "servanda" | "version" | "folder" | "handling" | "resting" | "model" | "faults" | "asked"
> {
  /** Null: the case does not say on what date. */
  readonly result: Result | null;
  readonly told: Told;
}

/**
 * `GET /api/findings`: what the board shows on the terms that the query gives, as what differs from the case by itself; all of it, where that has no
 * date to speak about. The page finds all the rest by itself, a moment later.
 */
export interface FlipPayload extends Difference<Found> {
  /** Of the case that they are of. */
  readonly version: string;
}
