import { type ChildProcess, spawn } from "node:child_process";
import { generationMark, type ProcessIdentity } from "../process-table.ts";
import { survivorGraceMs } from "../survivors.ts";

/**
 * A shell of one megabyte that outlives the supervisor for a moment: it reads from a pipe that the supervisor holds open,
 * and when that breaks (the supervisor crashed or was killed) it ends every process of this generation, asking first and
 * insisting later. Arguments: the generation's mark, the grace in seconds. A line `done` sends it home.
 */
const script = `
trap '' HUP INT TERM
read -r word
[ "$word" = done ] && exit 0
marked() { grep -lsxzF -e "$1" /proc/[0-9]*/environ | cut -d / -f 3; }
pids=$(marked "$1")
[ -z "$pids" ] || kill -TERM $pids
left=$(($2 * 5))
while [ "$left" -gt 0 ] && [ -n "$(marked "$1")" ]; do sleep 0.2; left=$((left - 1)); done
for again in 1 2 3 4 5; do
  pids=$(marked "$1")
  [ -n "$pids" ] || exit 0
  kill -KILL $pids
  sleep 0.2
done
`;

/** Starts the keeper, and starts it again should somebody end it. Returns what dismisses it. */
export function startKeeper(supervisor: ProcessIdentity): () => void {
  let dismissed = false;
  let keeper: ChildProcess;
  const start = () => {
    // The script comes by the environment, so that `ps` shows a line that people can read.
    const mark = generationMark(supervisor);
    keeper = spawn("sh", ["-c", 'eval "$KEEPER"', "env-manager-keeper", mark, String(survivorGraceMs / 1000)], {
      detached: true,
      // Not the supervisor's environment: the keeper must not be found by its own search.
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", KEEPER: script },
      stdio: ["pipe", "ignore", "ignore"],
    });
    keeper.on("error", () => {});
    keeper.stdin?.on("error", () => {});
    keeper.once("exit", () => {
      if (!dismissed) setTimeout(start, 1000).unref();
    });
    keeper.unref();
  };
  start();
  return () => {
    dismissed = true;
    keeper.stdin?.end("done\n");
  };
}
