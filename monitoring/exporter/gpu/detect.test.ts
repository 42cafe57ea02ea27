import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { detectGpus, type GpuPlaces } from "./detect.ts";
import { obstacle } from "./detecting-source.ts";

let root: string;
let places: GpuPlaces;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "exporter-detect-"));
  places = {
    procfs: join(root, "proc"),
    dev: join(root, "dev"),
    libraryFolders: [join(root, "lib")],
    tool: "nvidia-smi",
    toolFolders: [join(root, "bin")],
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (path: string, content = "", mode = 0o644): void => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), content, { mode });
};

test("a machine without a driver has nothing, though the tool and old device files lie about", () => {
  put("bin/nvidia-smi", "", 0o755);
  put("dev/nvidia0");
  const found = detectGpus(places);
  expect(found).toEqual({ driverVersion: undefined, cards: 0, deviceFiles: 0, library: undefined, tool: undefined });
  expect(obstacle(found)).toBeUndefined();
});

test("a driver, its cards, its library and its tool are found", () => {
  put(
    "proc/driver/nvidia/version",
    "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12 19:39:15 UTC 2024\n",
  );
  put("proc/driver/nvidia/gpus/0000:07:00.0/information");
  put("dev/nvidia0");
  put("dev/nvidiactl");
  put("lib/libnvidia-ml.so.1");
  put("bin/nvidia-smi", "", 0o755);
  expect(detectGpus(places)).toEqual({
    driverVersion: "535.183.01",
    cards: 1,
    deviceFiles: 1,
    library: join(root, "lib/libnvidia-ml.so.1"),
    tool: join(root, "bin/nvidia-smi"),
  });
});

test("the version of the open kernel module is read too, and a strange text is no version", () => {
  put(
    "proc/driver/nvidia/version",
    "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build\n",
  );
  expect(detectGpus(places).driverVersion).toBe("570.124.06");
  put("proc/driver/nvidia/version", "something else");
  expect(detectGpus(places).driverVersion).toBe("unknown");
});

test("cards that cannot be asked are told of with the remedy", () => {
  put("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01\n");
  put("proc/driver/nvidia/gpus/0000:07:00.0/information");
  put("proc/driver/nvidia/gpus/0000:08:00.0/information");
  put("bin/nvidia-smi", "not executable");
  expect(obstacle(detectGpus(places))).toMatch(/535\.183\.01\) with 2 cards .* NVIDIA container toolkit/);
});

test("Windows' Linux shows only a device and the library", () => {
  put("dev/dxg");
  expect(detectGpus(places).driverVersion).toBeUndefined();
  put("lib/libnvidia-ml.so.1");
  expect(detectGpus(places).driverVersion).toBe("unknown");
});
