import { exitCode } from "../errors.ts";
import { serviceUrls } from "../settings/service-urls.ts";
import { openUrl } from "../terminal/open-url.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const { settings } = await context.loadProject();
  const url = serviceUrls(settings).grafana;
  context.print({ url }, url);
  if (context.options["json"] !== true) await openUrl(url);
  return exitCode.done;
}
