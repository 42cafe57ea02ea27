import { join } from "node:path";
import type { Project } from "../../settings/project.ts";
import { serviceUrls } from "../../settings/service-urls.ts";
import type { NativeService } from "../native-service.ts";

/** Our exporter as a process of this machine. */
export function nativeExporter({ settings, programRoot }: Project): NativeService {
  const url = serviceUrls(settings).exporter;
  const script = join(programRoot, "monitoring", "exporter", "dist", "exporter.cjs");
  return {
    name: "exporter",
    title: "Exporter",
    required: true,
    program: {
      kind: "script",
      path: script,
      remedy: "Build it (npm run build in a clone), or install env-manager again",
    },
    command: () => ({ arguments: [`--web.listen-address=127.0.0.1:${settings.EXPORTER_PORT}`], environment: {} }),
    listens: { address: "127.0.0.1", port: settings.EXPORTER_PORT, setting: "EXPORTER_PORT" },
    readiness: { url: `${url}/healthz`, withinSeconds: 30 },
    files: [{ path: script, onChange: "restart" }],
    stop: { signal: "SIGTERM", withinSeconds: 5 },
    url,
  };
}
