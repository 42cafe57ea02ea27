import { exitCode } from "../errors.ts";
import { requireEnabled } from "../operations/one-service.ts";
import { serviceUrls } from "../settings/service-urls.ts";
import { openUrl } from "../terminal/open-url.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const { project } = await context.loadProject();
  requireEnabled(project);
  const url = serviceUrls(project.settings).grafana;
  context.print({ url }, url);
  if (context.options["json"] !== true) await openUrl(url);
  return exitCode.done;
}
