import type { PinnedArchive } from "../native-service.ts";

/** Sums as in the release's sha256sums.txt; OpenStack's Kolla pins the same for both architectures. */
export const prometheusArchive: PinnedArchive = {
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
};

/** Sums as in Arch Linux' package grafana-bin for this release, the first of 12.4 with the fixes of March 2026. */
export const grafanaArchive: PinnedArchive = {
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
};
