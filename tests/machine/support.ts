import { accessSync, constants, readFileSync } from "node:fs";

const tools = ["apt-get", "dpkg", "tar"];

/** Why no engine can be brought up on this machine, or undefined where it can. */
export function whyUnsupported(): string | undefined {
  if (process.platform !== "linux") return `it needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "it needs root, to start a Docker engine of its own";
  const release = osRelease();
  if (!/^ID=debian$/m.test(release)) return `it needs Debian, this is ${/^ID=(.*)$/m.exec(release)?.[1] ?? "unknown"}`;
  const missing = tools.filter((tool) => !isOnPath(tool));
  return missing.length > 0 ? `it needs ${missing.join(", ")} on PATH` : undefined;
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
