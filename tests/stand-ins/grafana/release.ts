/** The two Grafana releases whose recorded answers the stand-in is held to. */
export type ReleaseName = "12.4.0" | "9.4.0";

export interface Release {
  readonly name: ReleaseName;
  /** What the server itself says it is: the recorded 9.4 was a build that calls itself `9.4.0-pre`. */
  readonly reported: string;
  readonly commit: string;
  readonly branch: string;
  /** True from 12: errors carry message ids, dashboards live in unified storage, users have uids. */
  readonly modern: boolean;
}

const RELEASES: Readonly<Record<ReleaseName, Release>> = {
  "12.4.0": { name: "12.4.0", reported: "12.4.0", commit: "e2289a38", branch: "HEAD", modern: true },
  "9.4.0": { name: "9.4.0", reported: "9.4.0-pre", commit: "8f3e923057", branch: "main", modern: false },
};

export const DEFAULT_RELEASE: ReleaseName = "12.4.0";

export const RELEASE_NAMES: readonly ReleaseName[] = ["12.4.0", "9.4.0"];

/**
 * The release a stand-in plays, by the value of `GRAFANA_STAND_IN_VERSION`.
 * @throws Error naming the known releases, when it is none of them.
 */
export function releaseNamed(name: string = DEFAULT_RELEASE): Release {
  const found = RELEASE_NAMES.find((known) => known === name);
  if (found === undefined) {
    throw new Error(`GRAFANA_STAND_IN_VERSION is "${name}", the stand-in knows ${RELEASE_NAMES.join(" and ")}`);
  }
  return RELEASES[found];
}
