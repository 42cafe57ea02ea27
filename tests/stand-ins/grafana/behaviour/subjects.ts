import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { grafanaStandInHome } from "../build.ts";
import { RELEASE_NAMES, type ReleaseName } from "../release.ts";
import { releaseOfHome } from "../replay/release-of-home.ts";

/** A Grafana under test: a stand-in of either release, or the real one of `TEST_GRAFANA_HOME`. */
export interface Subject {
  readonly name: string;
  readonly release: ReleaseName;
  readonly modern: boolean;
  readonly home: string;
}

export interface Subjects {
  readonly all: readonly Subject[];
  /** The stand-in of a release. */
  readonly standIn: (release: ReleaseName) => Subject;
  readonly remove: () => Promise<void>;
}

/** A test on a real server has to wait for its start; the stand-in's is over before one looks. */
export const SUBJECT_TIMEOUT_MS = 120_000;

/** Lays out both stand-ins in a temporary folder, and adds the real Grafana where there is one. */
export async function subjects(): Promise<Subjects> {
  const folder = await mkdtemp(join(tmpdir(), "grafana-stand-in-homes-"));
  const standIns: Subject[] = [];
  for (const release of RELEASE_NAMES) {
    const home = join(folder, release);
    await grafanaStandInHome(home, { version: release, nodeBinary: process.execPath });
    standIns.push({ name: `stand-in ${release}`, release, modern: release === "12.4.0", home });
  }
  const realHome = process.env["TEST_GRAFANA_HOME"];
  const real = realHome === undefined || realHome === "" ? [] : [await realSubject(realHome)];
  return {
    all: [...standIns, ...real],
    standIn: (release) => {
      const found = standIns.find((subject) => subject.release === release);
      if (found === undefined) throw new Error(`no stand-in plays ${release}`);
      return found;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function realSubject(home: string): Promise<Subject> {
  const release = await releaseOfHome(home);
  return { name: `real ${release}`, release, modern: release === "12.4.0", home };
}
