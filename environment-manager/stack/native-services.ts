import type { Project } from "../settings/project.ts";
import type { NativeService } from "./native-service.ts";
import { nativeExporter } from "./services/native-exporter.ts";
import { nativeGrafana } from "./services/native-grafana.ts";
import { nativePrometheus } from "./services/native-prometheus.ts";

/** The services of the stack without Docker, in the order in which they are shown. */
export const nativeServices = (project: Project): readonly NativeService[] => [
  nativeGrafana(project),
  nativePrometheus(project),
  nativeExporter(project),
];
