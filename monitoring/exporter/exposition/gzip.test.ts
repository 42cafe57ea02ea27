import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createGzip } from "./gzip.ts";

test("pages come back whole, whatever they hold and however many are under way", async () => {
  const gzip = createGzip();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 100_000 }), { maxLength: 5 }), async (pages) => {
      const zipped = await Promise.all(pages.map((page) => gzip(Buffer.from(page))));
      expect(zipped.map((page) => new Uint8Array(gunzipSync(page)))).toEqual(pages.map((page) => new Uint8Array(page)));
    }),
    { numRuns: 30 },
  );
});

test("text shrinks", async () => {
  const page = Buffer.from('node_network_receive_bytes_total{device="eth0"} 12345\n'.repeat(1000));
  expect((await createGzip()(page)).length).toBeLessThan(page.length / 20);
});
