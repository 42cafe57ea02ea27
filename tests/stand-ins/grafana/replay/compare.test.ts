import { describe, expect, it } from "vitest";
import { differences } from "./compare.ts";
import { recordings } from "./recordings.ts";
import { renames } from "./renames.ts";

const compare = (recorded: Parameters<typeof differences>[0], live: unknown): string[] =>
  differences(recorded, live, new Map());

describe("comparing an answer with its recording", () => {
  it("finds nothing between a recording and itself", () => {
    for (const release of ["12.4.0", "9.4.0"] as const) {
      for (const { body } of recordings(release)) expect(compare(body, body)).toEqual([]);
    }
  });

  it("names every place that differs, is missing or is too much", () => {
    const recorded = { message: "x", status: 1, list: [{ name: "a" }], gone: null };
    const live = { message: "y", status: "1", list: [{ name: "a", more: true }] };
    expect(compare(recorded, live)).toEqual([
      "body.gone: recorded null, not answered",
      'body.message: recorded "x", answered "y"',
      'body.status: recorded 1, answered "1"',
      "body.list.0.more: not recorded, answered true",
    ]);
  });

  it("takes another time only in the recorded format", () => {
    expect(compare({ created: "2026-11-20T13:12:28Z" }, { created: "2027-01-01T00:00:00Z" })).toEqual([]);
    expect(compare({ created: "2026-11-20T13:12:28Z" }, { created: "2027-01-01T00:00:00.5Z" })).toHaveLength(1);
    expect(compare({ expiration: null }, { expiration: "2027-01-01T00:00:00Z" })).toHaveLength(1);
    expect(compare({ expires: "0001-01-01T00:00:00Z" }, { expires: "0002-01-01T00:00:00Z" })).toHaveLength(1);
  });

  it("takes another large id, but the same one for the same", () => {
    const recorded = { id: 2_571_001_513_766_912, folderId: 2_571_001_513_766_912 };
    expect(compare(recorded, { id: 4_000_000_000_000_001, folderId: 4_000_000_000_000_001 })).toEqual([]);
    expect(compare(recorded, { id: 4_000_000_000_000_001, folderId: 4_000_000_000_000_002 })).toHaveLength(1);
    expect(compare(recorded, { id: 4, folderId: 4 })).toHaveLength(2);
    expect(compare({ id: 4 }, { id: 5 })).toHaveLength(1);
  });

  it("learns generated uids by their shape, and uses them wherever the recording does", () => {
    const names = renames({});
    names.learn({ uid: "z2IYve6Dz" }, { uid: "AbCdEf123" });
    expect(names.apply({ uid: "z2IYve6Dz", url: "/d/z2IYve6Dz/x" })).toEqual({
      uid: "AbCdEf123",
      url: "/d/AbCdEf123/x",
    });
    names.learn({ uid: "563c0466-499d-48d0-8045-1df61f9c2a2f" }, { uid: "short" });
    expect(names.inText("563c0466-499d-48d0-8045-1df61f9c2a2f")).toBe("563c0466-499d-48d0-8045-1df61f9c2a2f");
  });
});
