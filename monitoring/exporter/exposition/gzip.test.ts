import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createGzip } from "./gzip.ts";

const unzip = (parts: readonly Buffer[]): string => gunzipSync(Buffer.concat(parts)).toString();

const pieces = fc.array(fc.constantFrom("node_load1 0.5\n", "é", "😀", "", "x".repeat(10_000)), { maxLength: 20 });

test("pages come back whole, long after short and short after long, however many are under way", async () => {
  const gzip = createGzip();
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 5 }), async (lists) => {
      const pages = lists.map((list) => list.join(""));
      const zipped = await Promise.all(pages.map(gzip));
      expect(zipped.map(unzip)).toEqual(pages);
    }),
    { numRuns: 50 },
  );
});

test("text shrinks", async () => {
  const page = 'node_network_receive_bytes_total{device="eth0"} 12345\n'.repeat(1000);
  expect(Buffer.concat(await createGzip()(page)).length).toBeLessThan(page.length / 20);
});
