/** Questions over findings. Pure functions over a model and a record; they run in a browser. */
export * from "./answer.ts";
export { judgeClaims, type ClaimOptions } from "./claims.ts";
export {
  balanceOf,
  DIVIDED,
  sidesOf,
  SIDE,
  type Balance,
  type BalanceOptions,
  type Counted,
  type Row,
  type Word,
} from "./balance.ts";
