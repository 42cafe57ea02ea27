import type { SearchedProgram } from "./native-service.ts";

/**
 * Prometheus as a program. The sums are those of the release's sha256sums.txt, as OpenStack's Kolla and several other
 * projects that download the release pin them.
 */
export const prometheusProgram = (binary: string): SearchedProgram => ({
  kind: "searched",
  setting: { name: "PROMETHEUS_BINARY", value: binary },
  commands: ["prometheus"],
  places: [
    "/usr/bin/prometheus",
    "/usr/local/bin/prometheus",
    "/usr/sbin/prometheus",
    "/opt/prometheus*/prometheus",
    "/opt/prometheus*/bin/prometheus",
    "/usr/local/prometheus*/prometheus",
  ],
  companions: [],
  versionArguments: ["--version"],
  minimumVersion: "2.42.0",
  archive: {
    version: "3.5.0",
    program: "prometheus",
    files: {
      x64: {
        url: "https://github.com/prometheus/prometheus/releases/download/v3.5.0/prometheus-3.5.0.linux-amd64.tar.gz",
        sha256: "e811827af26d822afb09a4f28314f61b618b12cff5369835a67f674d8b46f39a",
      },
      arm64: {
        url: "https://github.com/prometheus/prometheus/releases/download/v3.5.0/prometheus-3.5.0.linux-arm64.tar.gz",
        sha256: "173389cc42bf09c4e6e54cb53fa07a5a835d7c261e14775d2183181d6e385d1c",
      },
    },
  },
  package: { name: "prometheus", program: "usr/bin/prometheus" },
});

/**
 * Grafana as a program; without `conf` and `public` beside it, it does not start. The sums are those that Arch Linux'
 * package grafana-bin has for this release. No distribution of ours carries Grafana as a package.
 */
export const grafanaProgram = (home: string): SearchedProgram => ({
  kind: "searched",
  setting: { name: "GRAFANA_HOME", value: home, inside: "bin/grafana" },
  commands: ["grafana"],
  places: [
    "/usr/share/grafana/bin/grafana",
    "/usr/local/share/grafana/bin/grafana",
    "/opt/grafana*/bin/grafana",
    "/usr/local/grafana*/bin/grafana",
  ],
  companions: ["../conf/defaults.ini", "../public"],
  versionArguments: ["--version"],
  minimumVersion: "10.0.0",
  archive: {
    version: "12.4.2",
    program: "bin/grafana",
    files: {
      x64: {
        url: "https://dl.grafana.com/grafana/release/12.4.2/grafana_12.4.2_23531306697_linux_amd64.tar.gz",
        sha256: "f240b200a803bf64592fae645331750c2681df5f07496743d714db12393a591f",
      },
      arm64: {
        url: "https://dl.grafana.com/grafana/release/12.4.2/grafana_12.4.2_23531306697_linux_arm64.tar.gz",
        sha256: "28f37f0952e923e90aed02c7d71cef7443705a9a37ba5439b76d7f72aeb1a63f",
      },
    },
  },
});
