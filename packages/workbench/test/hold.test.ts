/** What no end of a line may part. */
import { expect, test } from "vitest";
import { heldOf } from "../src/hold.ts";

/** As it is read. */
function whole(parts: ReturnType<typeof heldOf>): string {
  return parts.map((part) => (typeof part === "string" ? part : part.open + part.text + part.close)).join("");
}

test("a sign stays with the word at which it stands, and nothing else moves", () => {
  const parts = ["as told by (", "S1", ", ", "S2", "), and not by ", "S3", "."];
  const held = heldOf(parts);
  expect(held).toEqual([
    "as told by ",
    { open: "(", text: "S1", close: "," },
    " ",
    { open: "", text: "S2", close: ")," },
    " and not by ",
    { open: "", text: "S3", close: "." },
    "",
  ]);
  expect(whole(held)).toBe(parts.join(""));
});

test("signs between two belong to the first, and a text without a way is as it was", () => {
  const between = ["", "E1", "/", "S1", " – ", "“E2", "”"];
  expect(heldOf(between).filter((part) => typeof part !== "string")).toEqual([
    { open: "", text: "E1", close: "/" },
    { open: "", text: "S1", close: "" },
    { open: "", text: "“E2", close: "”" },
  ]);
  expect(whole(heldOf(between))).toBe(between.join(""));
  expect(heldOf(["(nobody.)"])).toEqual(["(nobody.)"]);
});
