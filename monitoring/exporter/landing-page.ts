import { version } from "./version.ts";

/** The page at `/`, for people who come with a browser. */
export const landingPage = (collectors: readonly string[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>env-manager exporter</title>
<h1>env-manager exporter ${version}</h1>
<p>Metrics of this machine and its NVIDIA GPUs for Prometheus.</p>
<ul>
<li><a href="/metrics">/metrics</a>
<li><a href="/healthz">/healthz</a>
</ul>
<p>One collector only:</p>
<ul>
${collectors.map((name) => `<li><a href="/metrics?collect[]=${name}">${name}</a>`).join("\n")}
</ul>
`;
