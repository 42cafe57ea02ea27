import type { Grafana } from "../grafana.ts";
import { earlyJson } from "../http/reply.ts";
import { guarded, type Route } from "../http/route.ts";
import type { JsonObject } from "../json.ts";

/** What the web pages ask for first. Only the members that tools read; nothing of this was recorded. */
export function frontendSettingsRoutes(grafana: Grafana): Route[] {
  return [guarded("GET", "/api/frontend/settings", [], () => earlyJson(200, settings(grafana)))];
}

function settings({ release, configuration, dataSources }: Grafana): JsonObject {
  const sources = dataSources.all();
  return {
    defaultDatasource: sources.find(({ isDefault }) => isDefault)?.name ?? "-- Grafana --",
    datasources: Object.fromEntries(
      sources.map(({ id, uid, name, type, isDefault, readOnly, jsonData }) => [
        name,
        {
          id,
          uid,
          name,
          type,
          url: `/api/datasources/proxy/uid/${uid}`,
          isDefault,
          readOnly,
          access: "proxy",
          jsonData,
        },
      ]),
    ),
    appSubUrl: "",
    appUrl: configuration.text("server", "root_url"),
    anonymousEnabled: configuration.flag("auth.anonymous", "enabled"),
    disableLoginForm: configuration.flag("auth", "disable_login_form"),
    buildInfo: {
      hideVersion: false,
      version: release.reported,
      versionString: `Grafana v${release.reported} (${release.commit})`,
      commit: release.commit,
      edition: "Open Source",
      env: configuration.text("DEFAULT", "app_mode"),
      latestVersion: "",
      hasUpdate: false,
      buildstamp: 0,
    },
  };
}
