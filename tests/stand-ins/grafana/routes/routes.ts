import type { Grafana } from "../grafana.ts";
import type { Route } from "../http/route.ts";
import { adminRoutes } from "./admin.ts";
import { adminUserRoutes } from "./admin-users.ts";
import { alertingRoutes } from "./alerting.ts";
import { annotationRoutes } from "./annotations.ts";
import { dashboardRoutes } from "./dashboards.ts";
import { dataSourceHealthRoutes } from "./data-source-health.ts";
import { dataSourceRoutes } from "./data-sources.ts";
import { dsQueryRoutes } from "./ds-query.ts";
import { folderRoutes } from "./folders.ts";
import { frontendSettingsRoutes } from "./frontend-settings.ts";
import { healthRoutes } from "./health.ts";
import { loginRoutes } from "./login.ts";
import { metricsRoutes } from "./metrics.ts";
import { organizationRoutes } from "./organization.ts";
import { pluginRoutes } from "./plugins.ts";
import { proxyRoutes } from "./proxy.ts";
import { searchRoutes } from "./search.ts";
import { serviceAccountRoutes } from "./service-accounts.ts";
import { tokenRoutes } from "./tokens.ts";
import { userRoutes } from "./users.ts";

/** Every interface except the pages; the first that fits an address answers. */
export function apiRoutes(grafana: Grafana): Route[] {
  return [
    ...healthRoutes(grafana),
    ...loginRoutes(grafana),
    ...userRoutes(grafana),
    ...organizationRoutes(grafana),
    ...adminUserRoutes(grafana),
    ...adminRoutes(grafana),
    ...dataSourceHealthRoutes(grafana),
    ...proxyRoutes(grafana),
    ...dataSourceRoutes(grafana),
    ...dsQueryRoutes(grafana),
    ...searchRoutes(grafana),
    ...folderRoutes(grafana),
    ...dashboardRoutes(grafana),
    ...serviceAccountRoutes(grafana),
    ...tokenRoutes(grafana),
    ...annotationRoutes(grafana),
    ...pluginRoutes(grafana),
    ...alertingRoutes(),
    ...frontendSettingsRoutes(grafana),
    ...metricsRoutes(grafana),
  ];
}
