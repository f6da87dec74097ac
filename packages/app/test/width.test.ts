import { describe, expect, it } from "vitest";
import { apart, cells, hang, pad, plain, row, wrap } from "../src/report/width.ts";

describe("cells", () => {
  // Counted by hand on a terminal with a fixed-width font.
  it.each([
    ["Armenia", 7],
    ["Հայաստան", 8],
    ["საქართველო", 10],
    ["Азербайджан", 11],
    ["Azərbaycan İdarəsi", 18],
    ["中国", 4],
    ["한국", 4],
    ["e\u0301", 1],
    ["Ա\u0300", 1],
    ["👍🏽", 2],
    ["👨‍👩‍👧", 2],
    ["🇬🇪", 2],
    ["✓", 1],
    ["ｆｕｌｌ", 8],
  ])("%s takes %i", (text, width) => {
    expect(cells(text)).toBe(width);
  });

  it("pads each script to the same column", () => {
    const padded = ["Armenia", "Հայաստան", "საქართველო", "中国"].map((name) => pad(name, 12));
    expect(padded.map(cells)).toEqual([12, 12, 12, 12]);
  });
});

describe("plain", () => {
  it("shows what would move the cursor or turn the writing", () => {
    expect(plain("a\u001b[31mb")).toBe("a\\u{001B}[31mb");
    expect(plain("\u202Eevil")).toBe("\\u{202E}evil");
    expect(plain("a\u2066b\u2069\u200b\ufeff")).toBe("a\\u{2066}b\\u{2069}\\u{200B}\\u{FEFF}");
    expect(plain("\u009b2J")).toBe("\\u{009B}2J");
    expect(plain("x\u{e0041}")).toBe("x\\u{E0041}");
    expect(plain("half \ud800 pair")).toBe("half \\u{D800} pair");
    expect(plain("line\nand\ttab")).toBe("line and tab");
  });

  it("leaves names in any script alone", () => {
    for (const name of ["Հայաստան", "საქართველო", "می‌خواهم", "Qırmızı İ", "👨‍👩‍👧"]) expect(plain(name)).toBe(name);
  });
});

describe("wrap", () => {
  it("breaks at spaces, after joints of ids, and else anywhere; and loses nothing", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("norm/view/bearer", 10)).toEqual(["norm/view/", "bearer"]);
    expect(wrap("Լեռնային", 4)).toEqual(["Լեռն", "ային"]);
    expect(wrap("中国中国", 5)).toEqual(["中国", "中国"]);
    expect(wrap("", 5)).toEqual([""]);
  });

  it("keeps every line within the width and every letter", () => {
    const text = "հայերեն and ქართული words/with-joints and averyveryverylongwordwithoutany 中国 end";
    for (let width = 4; width < 60; width += 1) {
      const lines = wrap(text, width);
      for (const line of lines) expect(cells(line)).toBeLessThanOrEqual(width);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }
  });

  it("hangs paragraphs", () => {
    expect(hang("1. ", "aa bb cc dd ee", 12)).toEqual(["1. aa bb cc", "   dd ee"]);
    expect(hang("a long lead: ", "words", 16)).toEqual(["a long lead:", "    words"]);
  });
});

describe("row", () => {
  it("goes on below in the same column", () => {
    expect(row([{ text: "aa bb" }, { text: "c" }], [2, 5])).toEqual(["aa  c", "bb"]);
  });
  it("paints the words, not the padding", () => {
    expect(row([{ text: "ab", paint: (t) => `<${t}>` }, { text: "c" }], [4, 5])).toEqual(["<ab>    c"]);
  });
});

describe("apart", () => {
  it("sets words that run to the left apart from the dates and commas beside them, and nothing else", () => {
    expect(apart("under رصيف الشمال: 2030-01-20, חוף, ق")).toBe(
      "under \u2068رصيف الشمال\u2069: 2030-01-20, \u2068חוף\u2069, \u2068ق\u2069",
    );
    expect(apart("Şıxlı, Երևան, 中国 3")).toBe("Şıxlı, Երևան, 中国 3");
  });
});
