/** What a clock on the wall shows: seconds east of UTC and what people call it there, such as 3600 and `CET`. */
export type ZoneOffset = { readonly seconds: number; readonly name: string };

/** The offset that holds at a moment, in seconds since 1970. */
export type Zone = (at: number) => ZoneOffset;

type Counts = {
  readonly isUt: number;
  readonly isStd: number;
  readonly leap: number;
  readonly times: number;
  readonly types: number;
  readonly chars: number;
};

const headerBytes = 44;

const readCounts = (file: DataView, start: number): Counts => {
  if (file.getUint32(start) !== 0x545a6966) throw new Error("not a time zone file");
  const count = (at: number): number => file.getUint32(start + 20 + at * 4);
  return { isUt: count(0), isStd: count(1), leap: count(2), times: count(3), types: count(4), chars: count(5) };
};

const blockBytes = ({ isUt, isStd, leap, times, types, chars }: Counts, timeBytes: number): number =>
  times * (timeBytes + 1) + types * 6 + chars + leap * (timeBytes + 4) + isStd + isUt;

/** Where one block of a TZif file keeps its parts. */
type Block = { readonly counts: Counts; readonly start: number; readonly timeBytes: 4 | 8; readonly end: number };

// Version 2 and later repeat everything with 64-bit times after the 32-bit block, and end in a rule for the future.
const findBlock = (file: DataView): Block => {
  const first = readCounts(file, 0);
  const firstEnd = headerBytes + blockBytes(first, 4);
  if (file.getUint8(4) === 0) return { counts: first, start: headerBytes, timeBytes: 4, end: firstEnd };
  const counts = readCounts(file, firstEnd);
  const start = firstEnd + headerBytes;
  return { counts, start, timeBytes: 8, end: start + blockBytes(counts, 8) };
};

const text = (file: DataView, start: number, stop: number): string => {
  let at = start;
  let found = "";
  while (at < file.byteLength && file.getUint8(at) !== stop) found += String.fromCharCode(file.getUint8(at++));
  return found;
};

/** A parsed TZif file (RFC 9636): when which offset began, the offset before the first of them, the rule after the last. */
export type ZoneFile = {
  readonly changes: readonly { readonly from: number; readonly offset: ZoneOffset }[];
  readonly before: ZoneOffset;
  /** A TZ string of POSIX, or empty. */
  readonly rule: string;
};

/** Reads a TZif file. Throws an Error (or RangeError, where it is cut short) for anything else. */
export const parseZoneFile = (bytes: Uint8Array): ZoneFile => {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { counts, start, timeBytes, end } = findBlock(file);
  const indexes = start + counts.times * timeBytes;
  const types = indexes + counts.times;
  const names = types + counts.types * 6;
  const offset = (type: number): ZoneOffset => {
    if (type >= counts.types) throw new Error("a time zone file that contradicts itself");
    return {
      seconds: file.getInt32(types + type * 6),
      name: text(file, names + file.getUint8(types + type * 6 + 5), 0),
    };
  };
  const changes = Array.from({ length: counts.times }, (_, at) => ({
    from: timeBytes === 8 ? Number(file.getBigInt64(start + at * 8)) : file.getInt32(start + at * 4),
    offset: offset(file.getUint8(indexes + at)),
  }));
  const rule = timeBytes === 8 && end < file.byteLength ? text(file, end + 1, 10) : "";
  return { changes, before: offset(0), rule };
};
