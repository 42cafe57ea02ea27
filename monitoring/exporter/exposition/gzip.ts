import type { DeflateRaw } from "node:zlib";

/** Compresses a page for `Content-Encoding: gzip`. */
export type Gzip = (page: Buffer) => Promise<Buffer>;

// Ten fixed bytes: magic, deflate, no flags, no time, fastest, Unix (RFC 1952).
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 3]);

/**
 * One compressor, reset and used again for page after page. A compressor a page, as `gzipSync` makes, leaves 20 KiB outside
 * of the heap each time, which no collection is in a hurry to free: a hundred megabytes after some thousand scrapes. Loaded
 * at the first page, since who does not ask for gzip should not pay for it.
 */
export const createGzip = (): Gzip => {
  let deflate: DeflateRaw | undefined;
  let previous: Promise<unknown> = Promise.resolve();
  let parts: Buffer[] = [];

  const compress = (page: Buffer): Promise<Buffer> =>
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
      parts = [header];
      stream.write(page);
      stream.flush(constants.Z_FINISH, () => {
        stream.off("error", fail);
        const trailer = Buffer.alloc(8);
        trailer.writeUInt32LE(crc32(page), 0);
        trailer.writeUInt32LE(page.length, 4);
        resolve(Buffer.concat([...parts, trailer]));
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
