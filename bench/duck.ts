/** The four norms as SQL for DuckDB: joins to the last row before (ASOF), and windows. Each makes the table of its verdict rows. */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allies, ASSIST, ATTACK, CEASE, END, NOTICE, type Stream } from "./workload.ts";

export interface Duck {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** The stream as a table `e` (its place, kind, actor, target, second), read from a file once and held in memory. */
export async function duckOf(stream: Stream, folder: string): Promise<Duck> {
  const path = join(folder, "duck.csv");
  const lines: string[] = Array.from({ length: stream.count + 1 });
  lines[0] = "n,kind,a,b,t";
  for (let i = 0; i < stream.count; i++) {
    const { kind, actor, target, second } = stream;
    lines[i + 1] = `${i},${kind[i]},${actor[i]},${target[i]},${second[i]}`;
  }
  writeFileSync(path, lines.join("\n"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  await connection.run(
    `create table e as select n::integer n, kind::utinyint kind, a::smallint a, b::smallint b, t::integer t from read_csv('${path}') order by n`,
  );
  await connection.run(
    `create table ally as select * from (values ${allies.map(([a, b]) => `(${a}, ${b})`).join()}) v(ally, friend)`,
  );
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const MONTH = 720 * 3600;
const WEEK = 168 * 3600;

/** By norm; `end` is the last second. */
export const SQL: { readonly [norm in "a" | "b" | "c" | "d"]: (end: number) => string } = {
  // Each ceasefire with the first end by its declarer after it; then the attacks between the two in between.
  a: () => `
    create or replace temp table va as
    with occasion as (
      select c.n, c.a, c.b, coalesce(x.n, 2147483647) as until
      from (select * from e where kind = ${CEASE}) c
      asof left join (select * from e where kind = ${END}) x on c.a = x.a and c.b = x.b and c.n <= x.n
    ), attack as (select * from e where kind = ${ATTACK})
    select o.n as occasion, 0 as side, k.n as breach from occasion o join attack k on k.a = o.a and k.b = o.b and k.n > o.n and k.n < o.until
    union all
    select o.n, 1, k.n from occasion o join attack k on k.a = o.b and k.b = o.a and k.n > o.n and k.n < o.until`,
  b: (end) => `
    create or replace temp table vb as
    select k.n as trigger, y.ally, s.n as performed,
      case when s.t <= k.t + ${MONTH} then 'kept' when ${end} <= k.t + ${MONTH} then 'pending' else 'breached' end as outcome
    from (select * from e where kind = ${ATTACK}) k join ally y on y.friend = k.b
    asof left join (select * from e where kind = ${ASSIST}) s on s.a = y.ally and s.b = y.friend and k.n <= s.n`,
  c: () => `
    create or replace temp table vc as
    with change as (
      select who, t, arg_max(on_, n) as backed
      from (select case when kind = ${ASSIST} then b else a end as who, t, n, kind = ${ASSIST} as on_ from e where kind in (${ASSIST}, ${NOTICE}))
      group by who, t
    )
    select k.n as breach, k.a as bearer
    from (select * from e where kind = ${ATTACK}) k
    asof left join change c on c.who = k.b and k.t >= c.t
    asof left join (select * from e where kind = ${ASSIST}) s on s.b = k.b and k.n >= s.n
    where not (coalesce(c.backed, false) and s.t is not null and s.t + ${MONTH} >= k.t)`,
  d: () => `
    create or replace temp table vd as
    select n as breach, a as bearer from (
      select n, a, t, lag(t, 4) over (partition by a, b order by n) as fifth from e where kind = ${ATTACK}
    ) where fifth + ${WEEK} >= t`,
};

/** Rows of a query. */
export async function count(duck: Duck, sql: string): Promise<number> {
  const reader = await duck.connection.runAndReadAll(sql);
  return Number(reader.getRows()[0]![0]);
}
