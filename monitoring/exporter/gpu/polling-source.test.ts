import { expect, test } from "vitest";
import { type GpuQuery, pollingSource } from "./polling-source.ts";

const empty = { snapshot: { gpus: [] }, complaints: [] };
const query = (read: GpuQuery["read"]): GpuQuery => ({ read, stop: () => {} });

test("readings are taken in the background, again and again while somebody asks", async () => {
  let reads = 0;
  const source = pollingSource(
    query(async () => {
      reads += 1;
      return empty;
    }),
    10,
  );
  expect(source.latest().state).toBe("pending");
  await expect.poll(() => source.latest().state).toBe("read");
  await expect
    .poll(() => {
      source.latest();
      return reads;
    })
    .toBeGreaterThan(3);
  source.stop();
});

test("when nobody asks any more the reading ends, and begins again with the next question", async () => {
  const [intervalMs, longSilenceMs] = [20, 400];
  let reads = 0;
  const source = pollingSource(
    query(async () => {
      reads += 1;
      return empty;
    }),
    intervalMs,
  );
  await new Promise((resolve) => setTimeout(resolve, longSilenceMs));
  const before = reads;
  expect(before).toBeLessThan(longSilenceMs / intervalMs);
  expect(source.latest()).toEqual({ state: "pending" }); // What was read long ago is history.
  await expect.poll(() => source.latest().state).toBe("read");
  expect(reads).toBeGreaterThan(before);
  source.stop();
});

test("a reading that hangs keeps nobody waiting, and no second one is started", async () => {
  let reads = 0;
  const source = pollingSource(
    query(() => {
      reads += 1;
      return new Promise(() => {});
    }),
    5,
  );
  const startedAt = performance.now();
  await source.settled(30);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(source.latest().state).toBe("pending");
  expect(reads).toBe(1);
  source.stop();
});

test("a failure is told with its reason and when it last went well, and a success ends it", async () => {
  let failing = false;
  const source = pollingSource(
    query(async () => {
      if (failing) throw new Error("lost");
      return empty;
    }),
    5,
  );
  await expect.poll(() => source.latest().state).toBe("read");
  failing = true;
  await expect.poll(() => source.latest().state).toBe("failed");
  expect(source.latest()).toMatchObject({ reason: "lost", lastSuccessAt: expect.any(Number) });
  failing = false;
  await expect.poll(() => source.latest().state).toBe("read");
  source.stop();
});
