import type { Clocks, Gpu } from "./snapshot.ts";

/** What to ask nvidia-smi for, in its words; a driver that does not know a field says so, and is asked without it. */
export const queryFields = [
  "index",
  "uuid",
  "name",
  "driver_version",
  "vbios_version",
  "pci.bus_id",
  "compute_cap",
  "persistence_mode",
  "compute_mode",
  "utilization.gpu",
  "utilization.memory",
  "memory.used",
  "memory.free",
  "memory.reserved",
  "memory.total",
  "temperature.gpu",
  "temperature.memory",
  "power.draw",
  "power.limit",
  "power.default_limit",
  "pstate",
  "fan.speed",
  "clocks.sm",
  "clocks.mem",
  "clocks.gr",
  "clocks.video",
  "clocks.max.sm",
  "clocks.max.mem",
  "clocks.max.gr",
] as const;
export type QueryField = (typeof queryFields)[number];

type Row = ReadonlyMap<string, string>;

const mebibyte = 1024 * 1024;
const megahertz = 1_000_000;

/** A number, or nothing for `[N/A]`, `[Not Supported]`, `[Unknown Error]` and whatever else is put in its place. */
const figure = (text: string | undefined, unit = 1): number | undefined => {
  const value = text?.trim() ?? "";
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) * unit : undefined;
};

const word = (text: string | undefined): string => {
  const value = text?.trim() ?? "";
  return /^\[.*\]$|^N\/A$/.test(value) ? "" : value;
};

type Figures = Omit<Gpu, "index" | "uuid" | "info" | "fanSpeeds" | "clocks" | "maxClocks">;

/** Drops what is undefined: a figure that is withheld is absent. */
const known = <T extends object>(values: { [key in keyof T]-?: T[key] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

const clocks = (row: Row, prefix: string): Clocks =>
  known<Clocks>({
    sm: figure(row.get(`${prefix}.sm`), megahertz),
    memory: figure(row.get(`${prefix}.mem`), megahertz),
    graphics: figure(row.get(`${prefix}.gr`), megahertz),
    video: figure(row.get(`${prefix}.video`), megahertz),
  });

const toGpu = (row: Row): Gpu | undefined => {
  const index = figure(row.get("index"));
  const uuid = word(row.get("uuid"));
  if (index === undefined || uuid === "") return undefined;
  const fan = figure(row.get("fan.speed"));
  return {
    index,
    uuid,
    info: {
      name: word(row.get("name")),
      driverVersion: word(row.get("driver_version")),
      cudaVersion: "",
      vbios: word(row.get("vbios_version")),
      pciBusId: word(row.get("pci.bus_id")),
      computeCapability: word(row.get("compute_cap")),
      persistenceMode: word(row.get("persistence_mode")),
      computeMode: word(row.get("compute_mode")),
    },
    ...known<Figures>({
      utilization: figure(row.get("utilization.gpu")),
      memoryUtilization: figure(row.get("utilization.memory")),
      memoryUsedBytes: figure(row.get("memory.used"), mebibyte),
      memoryFreeBytes: figure(row.get("memory.free"), mebibyte),
      memoryReservedBytes: figure(row.get("memory.reserved"), mebibyte),
      memoryTotalBytes: figure(row.get("memory.total"), mebibyte),
      temperatureCelsius: figure(row.get("temperature.gpu")),
      memoryTemperatureCelsius: figure(row.get("temperature.memory")),
      powerWatts: figure(row.get("power.draw")),
      powerLimitWatts: figure(row.get("power.limit")),
      powerDefaultLimitWatts: figure(row.get("power.default_limit")),
      performanceState: figure(/^P(\d{1,2})$/.exec(row.get("pstate")?.trim() ?? "")?.[1]),
    }),
    fanSpeeds: fan === undefined ? [] : [fan],
    clocks: clocks(row, "clocks"),
    maxClocks: clocks(row, "clocks.max"),
  };
};

/** The cards of a `--format=csv,noheader,nounits` output for `asked`, and the lines that tell of none. */
export const parseGpuCsv = (text: string, asked: readonly QueryField[]): { gpus: Gpu[]; complaints: string[] } => {
  const gpus: Gpu[] = [];
  const complaints: string[] = [];
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    if (line === "" || line === "No devices were found") continue;
    const cells = line.split(",");
    const gpu =
      cells.length === asked.length ? toGpu(new Map(asked.map((field, at) => [field, cells[at] ?? ""]))) : undefined;
    if (gpu === undefined) complaints.push(line);
    else if (!gpus.some(({ uuid }) => uuid === gpu.uuid)) gpus.push(gpu);
  }
  return { gpus, complaints };
};
