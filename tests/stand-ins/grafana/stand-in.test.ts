import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { grafanaStandInHome } from "./build.ts";
import type { Json } from "./json.ts";
import { RELEASE_NAMES, type ReleaseName } from "./release.ts";
import { AS_ADMIN, ask, basic } from "./replay/client.ts";
import { differences } from "./replay/compare.ts";
import { type AnswerSource, prometheusAnswers } from "./replay/prometheus-answers.ts";
import { writeRecordedSetup } from "./replay/provisioned.ts";
import { type Exchange, type RecordedAuth, recordings } from "./replay/recordings.ts";
import { releaseOfHome } from "./replay/release-of-home.ts";
import { type Renames, renames } from "./replay/renames.ts";
import { type RunningGrafana, startGrafana } from "./replay/running-grafana.ts";
import { SPECIAL_ANSWERS } from "./replay/special-answers.ts";
import { type Workspace, workspace } from "./replay/workspace.ts";

/** Exchanges a server is not held to, each with the reason. */
const EXCUSED: readonly { readonly name: string; readonly why: string }[] = [];

/** Where the recorded servers had their Prometheus. */
const RECORDED_PROMETHEUS = "http://127.0.0.1:19090";

const START_TIMEOUT_MS = 120_000;

const realHome = process.env["TEST_GRAFANA_HOME"];

for (const release of RELEASE_NAMES) {
  describe(`the stand-in for Grafana ${release}`, () => {
    replay(release, async ({ root }) => {
      const home = join(root, "home");
      await grafanaStandInHome(home, { version: release, nodeBinary: process.execPath });
      return home;
    });
  });
}

describe.runIf(realHome !== undefined)("the real Grafana of TEST_GRAFANA_HOME", async () => {
  const home = realHome ?? "";
  it("is a home folder with bin, conf and public", () => {
    for (const folder of ["bin/grafana", "conf/defaults.ini", "public"])
      expect(existsSync(join(home, folder))).toBe(true);
  });
  const release = realHome === undefined ? undefined : await releaseOfHome(home);
  if (release !== undefined) replay(release, async () => home);
});

function replay(release: ReleaseName, prepareHome: (work: Workspace) => Promise<string>): void {
  const exchanges = recordings(release);
  const largeIds = new Map<number, number>();
  const tokens = new Map<RecordedAuth, string>();
  let work: Workspace;
  let prometheus: AnswerSource;
  let grafana: RunningGrafana;
  let names: Renames;

  beforeAll(async () => {
    work = await workspace();
    prometheus = await prometheusAnswers(exchanges);
    names = renames({ [RECORDED_PROMETHEUS]: prometheus.url });
    const config = await writeRecordedSetup(work, exchanges, prometheus.url);
    grafana = await startGrafana({ home: await prepareHome(work), workspace: work, arguments: ["--config", config] });
    await vi.waitFor(async () => {
      const answer = await ask(grafana.url, { path: "/api/dashboards/uid/sampleup", authorization: AS_ADMIN });
      expect(answer.status).toBe(200);
    }, START_TIMEOUT_MS);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await grafana?.stop();
    await prometheus?.close();
    await work?.remove();
  });

  it("is held to recordings that name each exchange once", () => {
    expect(new Set(exchanges.map(({ name }) => name)).size).toBe(exchanges.length);
    expect(exchanges.length).toBeGreaterThan(70);
    expect(EXCUSED).toEqual([]);
  });

  it.each(exchanges)("answers $name as recorded", async (exchange) => {
    const answer = await ask(grafana.url, {
      method: exchange.request.method,
      path: names.inText(exchange.request.path),
      authorization: credentials(exchange.request.auth),
      body: names.apply(exchange.request.body),
    });
    expect({ status: answer.status, contentType: answer.headers.get("content-type") }).toEqual({
      status: exchange.status,
      contentType: exchange.headers["Content-Type"] ?? null,
    });
    expect(compared(exchange, answer.text)).toEqual([]);
  });

  function credentials(auth: RecordedAuth): string | undefined {
    if (auth === null) return undefined;
    if (auth === "admin") return AS_ADMIN;
    if (auth === "wrong password") return basic("admin", "wrong");
    return `Bearer ${tokens.get(auth) ?? "glsa_notAToken"}`;
  }

  function compared(exchange: Exchange, text: string): string[] {
    const isJson = exchange.headers["Content-Type"]?.startsWith("application/json") === true;
    const live: Json = isJson ? (JSON.parse(text) as Json) : text;
    names.learn(exchange.body, live);
    keepToken(exchange.name, live);
    const special = SPECIAL_ANSWERS[exchange.name];
    const expected = names.apply(exchange.body);
    const [recorded, answered] = special === undefined ? [expected, live] : special.reduce(expected, live);
    return differences(recorded, answered, largeIds);
  }

  function keepToken(name: string, live: Json): void {
    const kinds: Readonly<Record<string, RecordedAuth>> = {
      "token-create": "token",
      "token-create-viewer": "viewer token",
    };
    const kind = kinds[name];
    if (kind !== undefined && typeof live === "object" && live !== null && "key" in live)
      tokens.set(kind, String(live["key"]));
  }
}
