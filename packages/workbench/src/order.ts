/** The order of numbers and of texts: of texts by their code units, so that it is the same on every machine and in every language. */
export function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
