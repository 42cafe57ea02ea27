import { execaSync } from "execa";
import { expect, test } from "vitest";
import { completionScript } from "./completion.ts";

/** What bash offers where the last of the words is being typed. */
function completed(...words: string[]): string[] {
  const line = ["env-manager", ...words].map((word) => `'${word}'`).join(" ");
  const call = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _env_manager; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = execaSync("bash", ["-c", `${completionScript("bash")}\n${call}`]);
  return stdout.split("\n").filter(Boolean);
}

test("commands, the words of a command, and services are completed", () => {
  expect(completed("re")).toEqual(["restart"]);
  expect(completed("images", "")).toEqual(["save", "load"]);
  expect(completed("restart", "g")).toEqual(["grafana", "gateway"]);
});

test("flags of all commands, of settings, and of the one command that was typed are completed", () => {
  expect(completed("status", "--proj")).toEqual(["--project-dir", "--project-name"]);
  expect(completed("enable", "--gen")).toEqual(["--generate-password"]);
  expect(completed("--enable-monitoring", "--gen")).toEqual(["--generate-password"]);
  expect(completed("status", "--gen")).toEqual([]);
  expect(completed("logs", "--e")).toContain("--errors");
});

test("bash, zsh and fish have a script, others none", () => {
  expect(["bash", "zsh", "fish"].map((shell) => completionScript(shell)?.includes("restart"))).toEqual([
    true,
    true,
    true,
  ]);
  expect(completionScript("tcsh")).toBeUndefined();
});
