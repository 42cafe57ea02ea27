import type { DeflateRaw } from "node:zlib";

/** Compresses a page for `Content-Encoding: gzip`; what comes back is to be sent one after the other. */
export type Gzip = (page: string) => Promise<readonly Buffer[]>;

// Ten fixed bytes: magic, deflate, no flags, no time, fastest, Unix (RFC 1952).
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 3]);

/**
 * One compressor and one buffer for what goes in, used again for page after page. A compressor a page, as `gzipSync` makes,
 * leaves 20 KiB outside of the heap each time, which no collection is in a hurry to free: a hundred megabytes after some
 * thousand scrapes. Loaded at the first page, since who does not ask for gzip should not pay for it.
 */
export const createGzip = (): Gzip => {
  let deflate: DeflateRaw | undefined;
  let input = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let previous: Promise<unknown> = Promise.resolve();

  const fill = (page: string): Buffer => {
    const length = Buffer.byteLength(page);
    if (length > input.length) input = Buffer.allocUnsafeSlow(length * 2);
    return input.subarray(0, input.write(page));
  };

  const compress = (page: string): Promise<readonly Buffer[]> =>
    new Promise((resolve, reject) => {
      const { constants, crc32, createDeflateRaw } = process.getBuiltinModule("node:zlib");
      const fail = (error: Error): void => {
        deflate = undefined;
        reject(error);
      };
      if (deflate === undefined) {
        deflate = createDeflateRaw({ level: 1 });
        deflate.on("data", (part: Buffer) => parts.push(part));
      }
      const stream = deflate.once("error", fail);
      const bytes = fill(page);
      parts = [header];
      stream.write(bytes);
      stream.flush(constants.Z_FINISH, () => {
        stream.off("error", fail);
        const trailer = Buffer.allocUnsafe(8);
        trailer.writeUInt32LE(crc32(bytes), 0);
        trailer.writeUInt32LE(bytes.length, 4);
        resolve([...parts, trailer]);
        parts = [];
        stream.reset();
      });
    });

  return (page) => {
    const mine = previous.then(() => compress(page));
    previous = mine.catch(() => undefined);
    return mine;
  };
};
