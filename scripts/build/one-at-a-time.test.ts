import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("one waits for the other", async () => {
  const lock = join(folder, "lock");
  const order: string[] = [];
  let finishFirst = () => {};
  const first = new Promise<void>((resolve) => {
    finishFirst = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    void oneAtATime(lock, async () => {
      resolve();
      await first;
      order.push("first");
    });
  });
  await begun;
  const second = oneAtATime(lock, async () => {
    order.push("second");
  });
  finishFirst();
  await second;
  expect(order).toEqual(["first", "second"]);
});

it("the lock of a killed process is free", async () => {
  const lock = join(folder, "lock");
  const holder = join(folder, "holder.ts");
  const module = JSON.stringify(join(import.meta.dirname, "one-at-a-time.ts"));
  writeFileSync(
    holder,
    `import { oneAtATime } from ${module};
     await oneAtATime(${JSON.stringify(lock)}, async () => { console.log("held"); setInterval(() => {}, 1000); await new Promise(() => {}); });`,
  );
  const child = execa(process.execPath, [holder], { reject: false });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  let done = false;
  await oneAtATime(lock, async () => {
    done = true;
  });
  expect(done).toBe(true);
});
