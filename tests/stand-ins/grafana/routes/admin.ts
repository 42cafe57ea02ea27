import { redacted } from "../config/redact.ts";
import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { guarded, type Route } from "../http/route.ts";
import { textsAt } from "../json.ts";

/** Settings, figures, and reading the provisioning files again. */
export function adminRoutes(grafana: Grafana): Route[] {
  const { provisioning, failures } = grafana;
  return [
    guarded("GET", "/api/admin/settings", ["settings:read"], () => settings(grafana)),
    guarded("GET", "/api/admin/stats", ["server:stats:read"], () => json(statistics(grafana))),
    guarded("POST", "/api/admin/provisioning/dashboards/reload", ["provisioning:reload"], () => {
      provisioning.reloadDashboards();
      return json({ message: "Dashboards config reloaded" });
    }),
    guarded("POST", "/api/admin/provisioning/datasources/reload", ["provisioning:reload"], () => {
      try {
        provisioning.reloadDataSources();
        return json({ message: "Datasources config reloaded" });
      } catch {
        return failures.caused(500, "");
      }
    }),
  ];
}

function settings({ configuration, release }: Grafana): Reply {
  const sections = [...configuration.raw].filter(([, keys]) => keys.size > 0);
  return json(
    Object.fromEntries(
      sections.map(([section, keys]) => [
        section,
        Object.fromEntries([...keys].map(([key, value]) => [key, redacted(release, key, value)])),
      ]),
    ),
  );
}

function statistics({ users, shelf, dataSources, release }: Grafana): Record<string, number> {
  const people = users.people();
  const dashboards = shelf.dashboards();
  const tags = new Set(dashboards.flatMap(({ spec }) => textsAt(spec, "tags")));
  const admins = people.filter(({ role }) => role === "Admin").length;
  const monthAgo = Date.now() - 30 * 24 * 3600 * 1000;
  const active = people.filter(({ lastSeen }) => lastSeen.getTime() > monthAgo);
  return {
    orgs: 1,
    dashboards: dashboards.length,
    snapshots: 0,
    tags: tags.size,
    datasources: dataSources.all().length,
    playlists: 0,
    stars: 0,
    alerts: 0,
    users: people.length,
    admins,
    editors: people.filter(({ role }) => role === "Editor").length,
    viewers: people.filter(({ role }) => role === "Viewer").length,
    activeUsers: active.length,
    // 9.4 counts those who have a session, which API clients have not.
    activeAdmins: release.modern ? active.filter(({ role }) => role === "Admin").length : 0,
    activeEditors: 0,
    activeViewers: 0,
    activeSessions: 0,
    dailyActiveUsers: active.length,
    dailyActiveAdmins: 0,
    dailyActiveEditors: 0,
    dailyActiveViewers: 0,
    dailyActiveSessions: 0,
    monthlyActiveUsers: active.length,
    ...(release.modern ? { activeDevices: 0 } : {}),
  };
}
