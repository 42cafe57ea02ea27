import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { grafanaAt } from "./support/grafana.ts";

describe.skipIf(!hasDocker)("Grafana's administrator", () => {
  let installation: DockerInstallation;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
  });
  afterAll(() => installation.cleanUp());

  const login = (user: string, password: string) => grafanaAt(installation.ports.grafana).login(user, password);
  const enable = (password: string, ...args: string[]) =>
    installation.start(["enable", "--grafana-password-file", "-", ...args], { input: password });

  test("gets another name and password on the running Grafana, and the former ones are refused", async () => {
    const before = (await installation.container("grafana")).Id;
    expect(await enable("first-Password-1", "--grafana-user", "boss")).toMatchObject({ exitCode: 0 });
    expect(await login("boss", "first-Password-1")).toBe(200);
    expect(await login("admin", "admin")).toBe(401);
    expect(await login("boss", "admin")).toBe(401);
    const { stdout } = await installation.run("enable");
    expect(stdout).toContain("user boss, password in .env:");
    expect(stdout).toMatch(/Dashboards +1/);
    expect((await installation.container("grafana")).Id === before).toBe(false);
  });

  test("keeps a password that people have set in Grafana; every enable says so", async () => {
    const grafana = grafanaAt(installation.ports.grafana, "boss", "first-Password-1");
    const change = { oldPassword: "first-Password-1", newPassword: "their-own-Pass-2", confirmNew: "their-own-Pass-2" };
    expect(await grafana.send("PUT", "/api/user/password", change)).toBe(200);
    // Grafana shuts out whom it has refused five times; the manager must not get its owner there.
    for (const _ of [1, 2, 3]) {
      const { exitCode, stderr } = await installation.run("enable");
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/it was changed in Grafana/);
      expect(stderr).toContain("--grafana-password-file");
    }
    expect(await login("boss", "their-own-Pass-2")).toBe(200);
  });

  test("gets the password that a run is told, though nobody knows the one in use", async () => {
    const { exitCode, stderr } = await enable("third-Password-3");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("Setting Grafana's password");
    expect(stderr).not.toContain("it was changed in Grafana");
    expect(await login("boss", "third-Password-3")).toBe(200);
    expect(await login("boss", "their-own-Pass-2")).toBe(401);
  });

  test("is said to have the new password where Grafana shuts out everybody after wrong ones", async () => {
    for (const guess of ["a", "b", "c", "d", "e"]) expect(await login("boss", guess)).toBe(401);
    const { exitCode, stderr } = await enable("fourth-Password-4");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("The password is set, but Grafana refuses the user boss");
  });
});
