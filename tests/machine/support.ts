import { accessSync, constants, readFileSync } from "node:fs";

/** Why Debian's packages cannot be had on this machine, or undefined where they can. */
export function whyNoPackages(): string | undefined {
  if (process.platform !== "linux") return `Debian's packages need Linux, this is ${process.platform}`;
  if (!/^ID=debian$/m.test(osRelease())) return "Debian's packages need Debian";
  const missing = ["apt-get", "dpkg", "tar"].filter((program) => !isOnPath(program));
  return missing.length > 0 ? `Debian's packages need ${missing.join(", ")} on PATH` : undefined;
}

/** Why no Docker engine can be started on this machine, or undefined where it can. */
export function whyNoEngine(): string | undefined {
  return whyNoPackages() ?? (process.getuid?.() === 0 ? undefined : "an engine of its own needs root");
}

function osRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
