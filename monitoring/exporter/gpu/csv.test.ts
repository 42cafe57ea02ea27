import fc from "fast-check";
import { expect, test } from "vitest";
import { parseGpuCsv, queryFields } from "./csv.ts";

const row = (values: Readonly<Record<string, string>>): string =>
  queryFields.map((field) => values[field] ?? { index: "0", uuid: "GPU-1" }[field as string] ?? "[N/A]").join(", ");

test("a card that tells nothing but who it is has no figure, rather than zeros", () => {
  const { gpus, complaints } = parseGpuCsv(row({}), queryFields);
  expect(complaints).toEqual([]);
  expect(gpus).toEqual([
    {
      index: 0,
      uuid: "GPU-1",
      info: {
        name: "",
        driverVersion: "",
        cudaVersion: "",
        vbios: "",
        pciBusId: "",
        computeCapability: "",
        persistenceMode: "",
        computeMode: "",
      },
      fanSpeeds: [],
      clocks: {},
      maxClocks: {},
    },
  ]);
});

test("figures come in base units, and a true zero stays", () => {
  const { gpus } = parseGpuCsv(
    row({ "memory.used": "1024", "clocks.sm": "1830", "power.draw": "61.50", "utilization.gpu": "0", pstate: "P12" }),
    queryFields,
  );
  expect(gpus[0]).toMatchObject({
    memoryUsedBytes: 1024 ** 3,
    clocks: { sm: 1.83e9 },
    powerWatts: 61.5,
    utilization: 0,
    performanceState: 12,
  });
});

test.each([
  "[N/A]",
  "N/A",
  "[Not Supported]",
  "[Unknown Error]",
  "[GPU requires reset]",
  "[Insufficient Permissions]",
  "",
])("%j in place of a figure means it is not known", (text) => {
  const { gpus } = parseGpuCsv(row({ "utilization.gpu": text, "fan.speed": text, pstate: text }), queryFields);
  expect(gpus[0]?.utilization).toBeUndefined();
  expect(gpus[0]?.performanceState).toBeUndefined();
  expect(gpus[0]?.fanSpeeds).toEqual([]);
});

test("lines that tell of no card are complaints, and the cards beside them are read", () => {
  const { gpus, complaints } = parseGpuCsv(
    `${row({})}\nUnable to determine the device handle\n1, GPU-2, cut sho`,
    queryFields,
  );
  expect(gpus.map(({ uuid }) => uuid)).toEqual(["GPU-1"]);
  expect(complaints).toEqual(["Unable to determine the device handle", "1, GPU-2, cut sho"]);
});

test("a card is there once, whatever is printed", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(400), (noise, at) => {
      const text = `${row({})}\n${row({})}\n`;
      const { gpus } = parseGpuCsv(text.slice(0, at) + noise + text.slice(at), queryFields);
      expect(new Set(gpus.map(({ uuid }) => uuid)).size).toBe(gpus.length);
    }),
  );
});
