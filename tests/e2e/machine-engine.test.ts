import { execa } from "execa";
import { afterEach, describe, expect, inject, test } from "vitest";
import { engineOf } from "../machine/engine.ts";

const docker = inject("docker");

describe.skipIf(docker === undefined || docker.shared)("an engine of the test machine", () => {
  const engine = engineOf();

  const cli = async (...args: string[]) => (await execa("docker", args, { env: { ...docker?.env } })).stdout;
  const isRunning = (name: string) => cli("inspect", "--format", "{{.State.Running}}", name);
  const runSleeper = (...options: string[]) =>
    cli("run", "--detach", "--name", "sleeper", ...options, "prom/prometheus:v2.53.3");

  afterEach(async () => {
    engine.resume();
    await engine.start();
    await cli("rm", "--force", "--volumes", "sleeper");
  });

  test("answers nobody while it is stopped, and again when started, with its containers", async () => {
    await runSleeper("--restart", "always");
    await engine.stop();
    await expect(cli("ps")).rejects.toThrow(/Cannot connect|no such file/);
    await engine.start();
    expect(await isRunning("sleeper")).toBe("true");
  });

  test("leaves containers running when it is killed, and takes them up again", async () => {
    await runSleeper();
    const pid = Number(await cli("inspect", "--format", "{{.State.Pid}}", "sleeper"));
    await engine.kill();
    expect(() => process.kill(pid, 0)).not.toThrow();
    await engine.start();
    expect(await cli("ps", "--all", "--format", "{{.Names}}")).toBe("sleeper");
  });

  test("keeps callers waiting while it is paused", async () => {
    engine.pause();
    const answer = cli("version", "--format", "{{.Server.Version}}");
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, "nothing"))]);
    expect(first).toBe("nothing");
    engine.resume();
    expect(await answer).toMatch(/^26\.1\./);
  });

  test("can be Debian 12's 20.10 in its place, which takes Compose 2.26 too", async () => {
    const old = engineOf("20.10");
    await engine.stop();
    try {
      await old.start();
      const env = { ...docker?.env, DOCKER_HOST: old.dockerHost };
      const version = await execa("docker", ["version", "--format", "{{.Server.Version}}"], { env });
      expect(version.stdout).toMatch(/^20\.10\./);
      expect((await execa("docker", ["compose", "ls", "--quiet"], { env })).stdout).toBe("");
    } finally {
      await old.tearDown();
    }
  });
});
