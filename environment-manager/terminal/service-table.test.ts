import { expect, test } from "vitest";
import { renderServices } from "./service-table.ts";

const now = new Date("2026-11-20T12:00:00Z");

test("shows each service with its state in words, and below why one is not up and what to do", () => {
  const text = renderServices(
    [
      {
        service: "grafana",
        state: "healthy",
        url: "http://127.0.0.1:3000",
        startedAt: new Date("2026-11-20T09:46:00Z"),
        restarts: 0,
      },
      {
        service: "dcgm-exporter",
        state: "unavailable",
        detail: "the NVIDIA container toolkit is missing",
        remedy: "Install nvidia-container-toolkit",
      },
    ],
    { colour: false, unicode: true, now },
  );
  expect(text).toBe(
    [
      "   SERVICE        STATE            UP  RESTARTS  WHERE",
      "●  grafana        healthy      2h 14m         0  http://127.0.0.1:3000",
      "–  dcgm-exporter  unavailable",
      "",
      "– dcgm-exporter: the NVIDIA container toolkit is missing",
      "  → Install nvidia-container-toolkit",
    ].join("\n"),
  );
});
