import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ExternalError } from "../../errors.ts";
import {
  freePort,
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "./fixtures/temporary-installation.ts";

const signal = new AbortController().signal;
let installation: TemporaryInstallation;

beforeEach(async () => {
  installation = await temporaryInstallation();
});
afterEach(() => installation.dispose());

test("up starts the services, and down leaves no process", async () => {
  const [one, two] = [await freePort(), await freePort()];
  const runtime = installation.runtime([tinyService("one", one), tinyService("two", two)]);
  expect((await outcome(runtime.up(signal))).result).toEqual({ created: ["one", "two"], started: ["one", "two"] });
  expect(await runtime.status()).toMatchObject([
    { service: "one", state: "healthy", restarts: 0, url: `http://127.0.0.1:${one}` },
    { service: "two", state: "healthy" },
  ]);
  expect((await fetch(`http://127.0.0.1:${two}/ready`)).status).toBe(200);
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
  expect(await runtime.status()).toMatchObject([{ state: "stopped" }, { state: "stopped" }]);
});
