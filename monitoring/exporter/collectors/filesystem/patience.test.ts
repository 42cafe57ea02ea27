import { expect, test } from "vitest";
import { type Answer, type Ask, timedOut } from "./ask.ts";
import { patientAsker } from "./patience.ts";

const room: Answer = { size: 4, free: 3, available: 2, files: 1, filesFree: 0 };

/** Mounts that answer when told to. */
const quietMounts = () => {
  const open = new Map<string, (answer: Answer) => void>();
  const asked: string[] = [];
  const ask: Ask = (path, answered) => {
    asked.push(path);
    open.set(path, answered);
  };
  const wake = (path: string): void => {
    open.get(path)?.(room);
    open.delete(path);
  };
  return { ask, asked, wake };
};

const healthy: Ask = (_path, answered) => setImmediate(() => answered(room));

test("mounts that answer are all there, also when they are more than may be asked at once", async () => {
  const paths = Array.from({ length: 30 }, (_, at) => `/mnt/${at}`);
  const answers = await patientAsker(healthy, 3).askAll(paths, 5000);
  expect([...answers.keys()].sort()).toEqual([...paths].sort());
  expect(new Set(answers.values())).toEqual(new Set([room]));
});

test("a mount that is silent costs the wait and no more, and does not hide the others", async () => {
  const { ask: never } = quietMounts();
  const asker = patientAsker((path, answered) => (path === "/dead" ? never : healthy)(path, answered), 3);
  const answers = await asker.askAll(["/dead", "/alive"], 50);
  expect(answers.get("/dead")).toEqual(timedOut);
  expect(answers.get("/alive")).toEqual(room);
  expect(asker.isWaiting()).toBe(true);
});

test("a silent mount is not asked again until it has answered, and is asked again then", async () => {
  const { ask, asked, wake } = quietMounts();
  const asker = patientAsker(ask, 3);
  await asker.askAll(["/dead"], 1);
  const again = await asker.askAll(["/dead"], 5000);
  expect(again.get("/dead")).toEqual(timedOut);
  expect(asked).toEqual(["/dead"]);
  wake("/dead");
  expect(asker.isWaiting()).toBe(false);
  const recovered = asker.askAll(["/dead"], 5000);
  wake("/dead");
  expect((await recovered).get("/dead")).toEqual(room);
});

test("never more questions are open than threads may be lost", async () => {
  const { ask, asked } = quietMounts();
  const answers = await patientAsker(ask, 2).askAll(["/a", "/b", "/c", "/d"], 10);
  expect(asked).toEqual(["/a", "/b"]);
  expect([...answers.values()]).toEqual([timedOut, timedOut, timedOut, timedOut]);
});

test("an answer that comes when nobody waits any more changes nothing", async () => {
  const { ask, wake } = quietMounts();
  const asker = patientAsker(ask, 2);
  const answers = await asker.askAll(["/late"], 1);
  wake("/late");
  expect(answers.get("/late")).toEqual(timedOut);
});
