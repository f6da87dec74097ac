/** Desks for tests without a browser: of a case folder, as the server and the page would make them. */
import { join } from "node:path";
import { monitor } from "@servanda/monitor";
import { House } from "servanda/house";
import type { BoardPayload, CasePayload } from "servanda/payload";
import { NOTHING_ASKED, optionsOf, recordAs, askedOf } from "servanda/asked";
import { type Desk, NOTHING_SELECTED, type Selection } from "../src/desk.ts";
import { deskOf } from "../src/session.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export function payloadOf(folder: string): CasePayload {
  return JSON.parse(new TextDecoder().decode(new House(join(root, folder), "public", {}).whole())) as CasePayload;
}

export function boardIn(folder: string): BoardPayload {
  return JSON.parse(new TextDecoder().decode(new House(join(root, folder), "public", {}).board())) as BoardPayload;
}

export function deskFor(payload: CasePayload, selection: Partial<Selection> = {}): Desk {
  const find = (asked: typeof NOTHING_ASKED): ReturnType<typeof monitor> => {
    const options = optionsOf(payload.model, asked);
    if (options === null) throw new Error("the case does not say when its record closes");
    return monitor(payload.model, recordAs(payload.record, asked), options);
  };
  const plain = find(NOTHING_ASKED);
  return deskOf(payload, find(askedOf({ ...NOTHING_SELECTED, ...selection })), plain);
}
