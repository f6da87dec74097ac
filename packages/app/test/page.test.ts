/** docs/language.md is one case: what it supposes is as it says. The record that one of its suppositions begins from stands here. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { folderWith, root, servanda, sweep } from "./command.ts";

afterAll(sweep);

it("every supposition of the page on the language comes out as it says", async () => {
  const page = readFileSync(join(root, "docs", "language.md"), "utf8").replace(
    /```servanda fails\n[\s\S]*?```\n/gu,
    "",
  );
  const folder = folderWith({
    "case.md": page,
    // Island asked for help on the third day, which the page moves; the fourth event and the second source are left out there.
    "conduct/accounts.csv":
      "event,source,when,kind,actor,target,grade,status\n" +
      "E1,H1,2031-05-01,attack,Southshore,Island,observation,verified\n" +
      "E2,H1,2031-05-03,request-help,Island,Northshore,observation,verified\n" +
      "E4,H2,2031-05-04,shell,Northshore,Southshore,observation,verified\n",
    "coverage.csv":
      "id,source,kinds,from,until,why\n" +
      "V1,H1,attack,2031-01-01,2031-12-31,A log of every day.\n" +
      "V2,H1,request-help,2031-01-01,2031-12-31,A log of every note.\n",
  });
  const { out, code } = await servanda(["test", folder, "--format", "json"]);
  const { expectations, passed } = JSON.parse(out) as {
    readonly passed: number;
    readonly expectations: readonly { readonly met: boolean; readonly expects: string; readonly found: string }[];
  };
  expect(expectations.filter(({ met }) => !met)).toEqual([]);
  expect(code).toBe(0);
  // As many as the page has.
  expect(passed).toBe(page.match(/^ {2}expect /gmu)?.length);
});
