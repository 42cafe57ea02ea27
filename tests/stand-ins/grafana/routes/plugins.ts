import type { Grafana } from "../grafana.ts";
import { json } from "../http/reply.ts";
import { guarded, type Route } from "../http/route.ts";
import type { JsonObject } from "../json.ts";

interface Plugin {
  readonly id: string;
  readonly name: string;
  readonly type: "panel" | "datasource";
  readonly author: string;
  readonly description: string;
  readonly logo: string;
  readonly learnMore: string;
  readonly keywords: readonly string[] | null;
}

/** The plugins recorded answers name, and the one the stand-in plays itself. A real server lists about fifty more. */
const PLUGINS: readonly Plugin[] = [
  {
    id: "alertlist",
    name: "Alert list",
    type: "panel",
    author: "Grafana Labs",
    description: "Shows list of alerts and their current status",
    logo: "icn-singlestat-panel.svg",
    learnMore: "https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/alert-list/",
    keywords: null,
  },
  {
    id: "alertmanager",
    name: "Alertmanager",
    type: "datasource",
    author: "Prometheus alertmanager",
    description:
      "Add external Alertmanagers (supports Prometheus and Mimir implementations) so you can use the Grafana Alerting UI to manage silences, contact points, and notification policies.",
    logo: "logo.svg",
    learnMore: "https://prometheus.io/docs/alerting/latest/alertmanager/",
    keywords: ["alerts", "alerting", "prometheus", "alertmanager", "mimir", "cortex"],
  },
  {
    id: "prometheus",
    name: "Prometheus",
    type: "datasource",
    author: "Grafana Labs",
    description: "Open source time series database & alerting",
    logo: "prometheus_logo.svg",
    learnMore: "https://prometheus.io/",
    keywords: ["prometheus"],
  },
];

export function pluginRoutes({ release, failures }: Grafana): Route[] {
  const listed = (plugin: Plugin): JsonObject => (release.modern ? modernPlugin(plugin) : oldPlugin(plugin));
  return [
    guarded("GET", "/api/plugins", [], () => json(PLUGINS.map(listed))),
    guarded("GET", "/api/plugins/:id/settings", [], ({ parameters }) => {
      const plugin = PLUGINS.find(({ id }) => id === parameters["id"]);
      return plugin === undefined
        ? failures.caused(404, "Plugin not found, no installed plugin with that id")
        : json(listed(plugin));
    }),
  ];
}

function modernPlugin(plugin: Plugin): JsonObject {
  const learnMore = { name: plugin.type === "panel" ? "Documentation" : "Learn more", url: plugin.learnMore };
  const raiseIssue = { name: "Raise issue", url: "https://github.com/grafana/grafana/issues/new" };
  const documentation = {
    name: "Documentation",
    url: `https://grafana.com/docs/grafana/latest/datasources/${plugin.id}/`,
  };
  const links = plugin.type === "panel" ? [raiseIssue, learnMore] : [learnMore, raiseIssue, documentation];
  const logo = `public/plugins/${plugin.id}/img/${plugin.logo}`;
  return pluginJson(
    plugin,
    {
      description: plugin.description,
      links,
      logos: { small: logo, large: logo },
      keywords: plugin.keywords as string[] | null,
    },
    { plugins: [], extensions: { exposedComponents: [] } },
    { angularDetected: false },
  );
}

function oldPlugin(plugin: Plugin): JsonObject {
  const links = plugin.type === "panel" ? null : [{ name: "Learn more", url: plugin.learnMore }];
  const logo = `public/app/plugins/${plugin.type}/${plugin.id}/img/${plugin.logo}`;
  const description = plugin.type === "panel" ? plugin.description : "";
  return pluginJson(plugin, { description, links, logos: { small: logo, large: logo } }, { plugins: [] }, {});
}

function pluginJson(plugin: Plugin, about: JsonObject, dependencies: JsonObject, more: JsonObject): JsonObject {
  return {
    name: plugin.name,
    type: plugin.type,
    id: plugin.id,
    enabled: true,
    pinned: false,
    info: {
      author: { name: plugin.author, url: "https://grafana.com" },
      build: {},
      screenshots: null,
      version: "",
      updated: "",
      ...about,
    },
    dependencies: { grafanaDependency: "", grafanaVersion: "*", ...dependencies },
    latestVersion: "",
    hasUpdate: false,
    defaultNavUrl: `/plugins/${plugin.id}/`,
    category: "",
    state: "",
    signature: "internal",
    signatureType: "",
    signatureOrg: "",
    ...more,
  };
}
