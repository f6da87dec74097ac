/** Norms that nothing judges yet, and why: so that none of them is taken for one without findings. */
import type { Model } from "@servanda/language";

/** By norm, in words that go on after its name: `is not judged yet, for “attribution” in the reading crews`. */
export function unjudgedNorms(model: Model): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  for (const { id, instrument, unjudged } of model.norms) {
    const reading = model.readings.find(
      (r) => r.unjudged !== undefined && r.of.id === (r.of.kind === "norm" ? id : instrument),
    );
    const words = unjudged ?? reading?.unjudged ?? [];
    if (words.length === 0) continue;
    const where = unjudged === undefined ? ` in the reading ${reading?.id}` : "";
    told.set(id, `is not judged yet, for ${words.map((word) => `“${word}”`).join(" and ")}${where}`);
  }
  return told;
}
