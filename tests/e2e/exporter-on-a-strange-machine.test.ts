import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa, execaSync } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleExporter } from "./support/exporter-bundle.ts";
import { parseExposition } from "./support/exposition.ts";

/** Namespaces and mounts of a test's own want root; they vanish with the last process in them. */
const whyNot = (): string | undefined => {
  if (process.getuid?.() !== 0) return "only root may make namespaces and mounts";
  const tools = ["ip link set lo up", "setpriv --nnp true", "hostname test"];
  const { exitCode } = execaSync("unshare", ["-mnu", "sh", "-ec", tools.join("\n")], { reject: false });
  return exitCode === 0 ? undefined : "namespaces cannot be made here, or ip, setpriv or hostname is missing";
};
const reason = whyNot();
const fuseReason = reason ?? (existsSync("/dev/fuse") ? undefined : "there is no /dev/fuse");

let bundle: Awaited<ReturnType<typeof bundleExporter>>;
let folder: string;
beforeAll(async () => {
  bundle = await bundleExporter();
  chmodSync(dirname(bundle.file), 0o755);
  folder = mkdtempSync(join(tmpdir(), "exporter-strange-"));
  chmodSync(folder, 0o755);
});
afterAll(() => {
  bundle?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script in namespaces of its own, with `$NODE`, `$EXPORTER` and `$FOLDER`. */
const inNamespaces = (namespaces: readonly string[], script: string) =>
  execa("unshare", [...namespaces, "sh", "-ec", script], {
    env: { NODE: process.execPath, EXPORTER: bundle.file, FOLDER: folder },
    reject: false,
    timeout: 60_000,
    forceKillAfterDelay: 1000,
  });

// Clients inside, since the network namespace has nobody else. `scrape FILE` keeps trying until the exporter answers.
const functions = `
  scrape() {
    "$NODE" -e '
      const [file, gzip] = process.argv.slice(1);
      const again = () => fetch("http://127.0.0.1:9410/metrics").then(async (r) => require("fs").writeFileSync(file, await r.text()), () => setTimeout(again, 20));
      again();
    ' "$1"
  }
`;

describe.skipIf(reason !== undefined)("in a container's namespaces, as nobody and without any capability", () => {
  test("it shows the machine's devices, name and mounts, and owns up to a mount it cannot see", async () => {
    const view = join(folder, "view");
    mkdirSync(view);
    const running = inNamespaces(
      ["--mount", "--net", "--uts"],
      `${functions}
      mount --make-rprivate /
      mount -t tmpfs tmpfs ${view}
      mkdir ${view}/root ${view}/proc ${view}/sys ${folder}/late
      mount --rbind /proc ${view}/proc
      mount --rbind /sys ${view}/sys
      mount --rbind / ${view}/root
      ip link set lo up
      hostname in-a-container
      # The machine's own list of mounts, as process 1 of a machine that has one more.
      { cat /proc/1/mountinfo; echo "900 1 0:999 / ${folder}/late rw,relatime - tmpfs latecomer rw"; } > ${folder}/mountinfo
      mount --bind ${folder}/mountinfo ${view}/proc/1/mountinfo
      setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \
        "$NODE" "$EXPORTER" --path.procfs=${view}/proc --path.sysfs=${view}/sys --path.rootfs=${view}/root &
      scrape ${folder}/page
      "$NODE" "$EXPORTER" --healthcheck
      kill $!
      wait $!
      cat ${folder}/page`,
    );
    const { stdout, exitCode, stderr } = await running;
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("listens on")]);
    const page = parseExposition(stdout);
    for (const [key, value] of page.get("node_scrape_collector_success")?.series ?? [])
      expect([key, value]).toEqual([key, 1]);

    const hostDevices = execaSync("ls", ["/sys/class/net"])
      .stdout.split("\n")
      .map((name) => `device="${name}"`);
    const shown = [...(page.get("node_network_receive_bytes_total")?.series.keys() ?? [])];
    for (const device of hostDevices) expect(shown.join()).toContain(device);

    const errors = page.get("node_filesystem_device_error")?.series;
    const late = `node_filesystem_device_error{device="latecomer",device_error="not visible in this container",fstype="tmpfs",mountpoint="${folder}/late"}`;
    expect(errors?.get(late)).toBe(1);
    expect([...(page.get("node_filesystem_size_bytes")?.series.keys() ?? [])].join()).toContain('mountpoint="/"');
    expect([...(page.get("node_uname_info")?.series.keys() ?? [])].join()).not.toContain("in-a-container");
  });
});

describe.skipIf(fuseReason !== undefined)("with mounts that never answer", () => {
  test("scrapes wait once, the rest is there, and the end is not put off", async () => {
    const procfs = join(folder, "proc");
    mkdirSync(join(procfs, "1"), { recursive: true });
    symlinkSync("/proc/self/mountinfo", join(procfs, "1/mountinfo"));
    const silent = [1, 2, 3, 4, 5, 6].map((at) => join(folder, `silent-${at}`));
    const { stdout, stderr, exitCode } = await inNamespaces(
      ["--mount", "--net"],
      `${functions}
      mount --make-rprivate /
      ip link set lo up
      fd=3
      for dir in ${silent.join(" ")}; do
        mkdir $dir
        eval "exec $fd<>/dev/fuse"
        mount -i -t fuse -o fd=$fd,rootmode=40000,user_id=0,group_id=0 silent $dir
        fd=$((fd + 1))
      done
      "$NODE" "$EXPORTER" --path.procfs=${procfs} --collector.disable-defaults --collector.filesystem \
        --collector.filesystem.mount-timeout=300ms &
      scrape ${folder}/first
      scrape ${folder}/second
      cat ${folder}/second
      before=$(date +%s%N)
      kill -TERM $!
      wait $! || true
      echo "# ended after $((($(date +%s%N) - before) / 1000000)) ms"`,
    );
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining("ends by force, since a mount still does not answer"),
    ]);
    const page = parseExposition(stdout);
    const errors = [...(page.get("node_filesystem_device_error")?.series ?? [])];
    for (const dir of silent) {
      expect(errors.find(([key]) => key.includes(`mountpoint="${dir}"`))?.[0]).toContain(
        'device_error="mountpoint timeout"',
      );
    }
    expect(errors.some(([key, value]) => key.includes('mountpoint="/"') && value === 0)).toBe(true);
    const took = [...(page.get("node_scrape_collector_duration_seconds")?.series.values() ?? [])][0];
    expect(took).toBeLessThan(0.2); // The second time nobody waits for what was silent the first time.
    expect(Number(/ended after (\d+) ms/.exec(stdout)?.[1])).toBeLessThan(1000);
  });
});

if (fuseReason !== undefined) {
  test("some of this machine's strangeness cannot be made", ({ skip }) => {
    skip(fuseReason);
  });
}
