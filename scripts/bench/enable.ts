import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession } from "../../tests/machine/session.ts";
import { execute, interleave, report } from "./measure.ts";

/** Enabling beside `docker compose up --detach --wait` on the same files, on the engine of the tests. */
export async function benchEnable(root: string): Promise<void> {
  const session = await openSession("tests", (line) => console.error(line));
  const directory = mkdtempSync(join(tmpdir(), "env-manager-bench-"));
  const env = { ...process.env, ...session.env };
  const manager = (...args: string[]) =>
    execute(join(root, "env-manager"), ["--project-dir", directory, "--quiet", ...args], env);
  try {
    writeFileSync(join(directory, ".env"), settings(session.grafana));
    manager("enable");
    const compose = [
      ...["compose", "--project-directory", join(directory, "head_1")],
      ...["--env-file", join(directory, ".env-manager", "compose.env")],
      ...["-f", join(directory, "head_1", "docker-compose.yml")],
      ...["-f", join(directory, ".env-manager", "docker-compose.local.yml")],
      ...["-f", join(directory, "monitoring", "docker-compose.override.yml")],
    ];
    const composeUp = () => execute("docker", [...compose, "up", "--detach", "--wait"], env);
    const stopped = () => execute("docker", [...compose, "stop"], env);
    const removed = () => execute("docker", [...compose, "down"], env);
    // `down` must not make the manager forget its runtime, so that only what is compared differs.
    for (const [from, before] of [["stopped", stopped] as const, ["removed", removed] as const]) {
      const timings = await interleave(
        [
          { name: "docker compose up --detach --wait", before, run: composeUp },
          { name: "env-manager enable", before, run: () => manager("enable") },
        ],
        5,
      );
      report(`Enabling from ${from} (demand from stopped: ≤ 1.15 ×)`, timings, "docker compose up --detach --wait");
    }
    const up = await interleave(
      [
        { name: "docker compose up --detach --wait", run: composeUp },
        { name: "env-manager enable", run: () => manager("enable") },
      ],
      10,
    );
    report("Enabling what is up already (demand: ≤ 1500 ms)", up, "docker compose up --detach --wait");
  } finally {
    manager("disable");
    rmSync(directory, { recursive: true, force: true });
    await session.end();
  }
}

const settings = ({ image, tag }: { image: string; tag: string }) =>
  [
    `GRAFANA_IMAGE=${image}`,
    `GRAFANA_TAG=${tag}`,
    "PROMETHEUS_TAG=v2.53.3",
    "HAPROXY_TAG=3.0-alpine",
    "PROJECT_NAME=env-manager-bench",
    "NETWORK_NAME=env-manager-bench-net",
    "MONITOR_PORT=13300",
    "PROMETHEUS_PORT=13390",
    "EXPORTER_PORT=13341",
    "ALERTMANAGER_PORT=13393",
    "",
  ].join("\n");
