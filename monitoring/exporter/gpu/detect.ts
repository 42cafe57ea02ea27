import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { namesIn } from "../reading/list-dir.ts";
import { readOptional } from "../reading/read.ts";

/** What of an NVIDIA driver can be seen from here. */
export type GpuDetection = {
  /** The version of the loaded kernel module; `undefined` when none is loaded. */
  readonly driverVersion: string | undefined;
  /** Cards that the kernel module has taken; it keeps a folder for each. */
  readonly cards: number;
  /** Device files of cards that we could open, were we allowed to. */
  readonly deviceFiles: number;
  readonly library: string | undefined;
  readonly tool: string | undefined;
};

/** Where to look; the tests look elsewhere. */
export type GpuPlaces = {
  readonly procfs: string;
  readonly dev: string;
  readonly libraryFolders: readonly string[];
  /** A program, or the name of one to be found in `toolFolders`. */
  readonly tool: string;
  readonly toolFolders: readonly string[];
};

const multiarch: Readonly<Record<string, string>> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };

/** The places where drivers, container runtimes and WSL put things. */
export const usualPlaces = (procfs: string, tool: string): GpuPlaces => ({
  procfs,
  dev: "/dev",
  libraryFolders: [
    ...(process.env["LD_LIBRARY_PATH"] ?? "").split(delimiter),
    `/usr/lib/${multiarch[process.arch] ?? process.arch}`,
    "/usr/lib64",
    "/usr/lib",
    "/usr/lib/wsl/lib",
    "/run/nvidia/driver/usr/lib64",
    "/run/opengl-driver/lib",
  ].filter((folder) => folder !== ""),
  tool,
  toolFolders: [
    ...(process.env["PATH"] ?? "").split(delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/usr/lib/wsl/lib",
    "/run/current-system/sw/bin",
  ].filter((folder) => folder !== ""),
});

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const findTool = ({ tool, toolFolders }: GpuPlaces): string | undefined =>
  tool.includes("/") ? [tool].find(isProgram) : toolFolders.map((folder) => join(folder, tool)).find(isProgram);

const versionOf = (text: string): string => /Kernel Module\s+(?:for \S+\s+)?(\d[\d.]*)/.exec(text)?.[1] ?? "unknown";

const nothing: GpuDetection = {
  driverVersion: undefined,
  cards: 0,
  deviceFiles: 0,
  library: undefined,
  tool: undefined,
};

// The Windows Subsystem for Linux has the driver on the other side and shows only this device of it.
const isWsl = ({ dev, libraryFolders }: GpuPlaces): boolean =>
  existsSync(join(dev, "dxg")) && libraryFolders.some((folder) => existsSync(join(folder, "libnvidia-ml.so.1")));

/** Looks for a driver, its cards, its library and its tool. Opens no device, and costs two looks where there is none. */
export const detectGpus = (places: GpuPlaces): GpuDetection => {
  const version = readOptional(join(places.procfs, "driver/nvidia/version"));
  if (version === undefined && !isWsl(places)) return nothing;
  return {
    driverVersion: version === undefined ? "unknown" : versionOf(version),
    cards: namesIn(join(places.procfs, "driver/nvidia/gpus"), /:/).length,
    deviceFiles: namesIn(places.dev, /^nvidia\d+$/).length,
    library: places.libraryFolders.map((folder) => join(folder, "libnvidia-ml.so.1")).find(existsSync),
    tool: findTool(places),
  };
};
