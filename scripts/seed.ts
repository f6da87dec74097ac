/**
 * The seed of the property tests: fixed, so that `npm test` says today what it said yesterday and a fault found can be had
 * again. `SERVANDA_SEED=random` looks further; a number sets it.
 */
import fc from "fast-check";

const asked = process.env["SERVANDA_SEED"];
if (asked !== "random") fc.configureGlobal({ seed: Number(asked ?? 20_301_110) });
