import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const fixtures = join(import.meta.dirname, "../../../tests/fixtures/exporter");

/** A tree like that of a machine with an NVIDIA driver, and a tool that answers from a table. */
export type GpuMachine = {
  readonly root: string;
  readonly procfs: string;
  readonly tool: string;
  /** Has the tool answer from another table, or misbehave as the stand-in describes. */
  readonly become: (table: string, mode?: string) => void;
  readonly remove: () => void;
};

/** Makes one in a temporary folder. `become` decides what its tool answers. */
export const makeGpuMachine = (): GpuMachine => {
  const root = mkdtempSync(join(tmpdir(), "exporter-gpu-"));
  const procfs = join(root, "proc");
  cpSync(join(fixtures, "host"), root, { recursive: true });
  mkdirSync(join(procfs, "driver/nvidia/gpus/0000:18:00.0"), { recursive: true });
  writeFileSync(
    join(procfs, "driver/nvidia/version"),
    "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build  (dvs-builder@U16)\n",
  );
  const tool = join(root, "nvidia-smi");
  return {
    root,
    procfs,
    tool,
    become: (table, mode = "") => {
      const script = join(fixtures, "nvidia-smi-stand-in");
      cpSync(join(fixtures, "gpus", `${table}.table`), join(root, "cards.table"));
      writeFileSync(tool, `#!/bin/sh\nGPU_TABLE=${root}/cards.table GPU_MODE=${mode} exec ${script} "$@"\n`, {
        mode: 0o755,
      });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};
