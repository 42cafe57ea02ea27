import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pad, printable, takeWidth, textWidth, truncate, wrapWords } from "./text-width.ts";

describe("textWidth", () => {
  test.each([
    ["plain", 5],
    ["", 0],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["ｆｕｌｌ", 8],
    ["👩‍💻", 2],
    ["🇳🇱", 2],
    ["✓ ok", 4],
    ["…", 1],
    ["\u001b[31mred\u001b[39m", 3],
  ])("of %j is %i", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe("truncate", () => {
  test("leaves what fits", () => expect(truncate("grafana", 7, "…")).toBe("grafana"));
  test("ends what does not fit in an ellipsis", () => expect(truncate("prometheus", 7, "…")).toBe("promet…"));
  test("never cuts a wide character in half", () => expect(truncate("日本語", 4, "…")).toBe("日…"));
  test("drops the ellipsis where there is no room for it", () => expect(truncate("prometheus", 2, "...")).toBe("pr"));

  test("never exceeds the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        expect(textWidth(truncate(printable(text), width, "…"))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("wrapWords", () => {
  test("breaks between words and indents what follows", () => {
    expect(wrapWords("the quick brown fox", 10, { indent: "  " })).toEqual(["the quick", "  brown", "  fox"]);
  });

  test("cuts a word that is longer than a line, or keeps it whole", () => {
    expect(wrapWords("a bcdefghij", 6, { indent: "  " })).toEqual(["a", "  bcde", "  fghi", "  j"]);
    expect(wrapWords("a bcdefghij", 6, { indent: "  ", keepWords: true })).toEqual(["a", "  bcdefghij"]);
  });

  test("never exceeds the width and loses nothing but spaces", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 8, max: 30 }), (text, width) => {
        const line = printable(text).trim();
        const rows = wrapWords(line, width, { indent: "  " });
        for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(width);
        expect(rows.join("").replaceAll(" ", "")).toBe(line.replaceAll(" ", ""));
      }),
    );
  });
});

test("takeWidth takes whole characters", () => expect(takeWidth("a日b", 2)).toBe("a"));

test("pad fills to the width on either side", () => {
  expect(pad("日", 4)).toBe("日  ");
  expect(pad("12", 4, "right")).toBe("  12");
});

test("printable removes what would move the cursor or change colours", () => {
  expect(printable("\u001b[31mred\u001b[0m\r\tx\u0007")).toBe("red    x");
});
