import { isDeepStrictEqual } from "node:util";
import { grafanaApi } from "../clients/grafana.ts";
import { ExternalError } from "../errors.ts";
import type { Operation, ProgressEvent } from "../progress.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { serviceUrls } from "../settings/service-urls.ts";
import { appliedCredentials, type Credentials, writeCredentials } from "./secrets.ts";

/**
 * Makes Grafana's administrator the one of the settings. Grafana takes user and password from its environment only when it
 * makes its database; later changes go through its API with the former ones, or, where these are not known, through its
 * own command line, but then only if this run was told the password: one that people changed in Grafana is theirs.
 * Grafana shuts a user out for five minutes after five refusals, so nothing is asked twice.
 * @returns whether Grafana accepts the credentials of the settings
 */
export async function* ensureGrafanaCredentials(
  project: Project,
  runtime: Runtime,
  passwordGiven: boolean,
): Operation<boolean> {
  const { settings, paths } = project;
  const wanted: Credentials = { username: settings.GRAFANA_USER, password: settings.GRAFANA_PASSWORD };
  const url = serviceUrls(settings).grafana;
  const accepted = async (credentials: Credentials) => (await grafanaApi(url, credentials).whoAmI()) !== undefined;
  const former = appliedCredentials(paths, runtime.name);

  if (await accepted(wanted)) {
    writeCredentials(paths, runtime.name, wanted);
    return true;
  }
  if (former && !isDeepStrictEqual(former, wanted) && (await accepted(former))) {
    yield* change(url, former, wanted);
    writeCredentials(paths, runtime.name, wanted);
    return true;
  }
  if (!passwordGiven) {
    yield changedInGrafana(url, wanted);
    return false;
  }
  const title = "Setting Grafana's password";
  yield { kind: "step", title, state: "started" };
  await reset(runtime, wanted.password);
  yield* change(url, { username: former?.username ?? wanted.username, password: wanted.password }, wanted);
  writeCredentials(paths, runtime.name, wanted);
  yield { kind: "step", title, state: "done" };
  if (await accepted(wanted)) return true;
  yield stillRefused(url, wanted);
  return false;
}

const changedInGrafana = (where: string, { username }: Credentials): ProgressEvent => ({
  kind: "warning",
  problem: {
    what: `Grafana refuses the user ${username} with the password of the settings; it was changed in Grafana`,
    where,
    remedy: "Set it anew with --grafana-password-file FILE, or put the one in use into .env",
  },
});

const stillRefused = (where: string, { username }: Credentials): ProgressEvent => ({
  kind: "warning",
  problem: {
    what: `The password is set, but Grafana refuses the user ${username}; it does so for five minutes after five wrong passwords, or its administrator was given another name in Grafana`,
    where,
    remedy: "Try to log in later; if it is the name, set it with --grafana-user NAME",
  },
});

async function* change(url: string, former: Credentials, wanted: Credentials): Operation<void> {
  const title = "Changing Grafana's user or password";
  const api = grafanaApi(url, former);
  const user = await api.whoAmI();
  if (!user) return;
  yield { kind: "step", title, state: "started" };
  if (user.login !== wanted.username) await api.rename(user, wanted.username);
  if (former.password !== wanted.password) {
    const renamed = grafanaApi(url, { username: wanted.username, password: former.password });
    await renamed.changePassword(former.password, wanted.password);
  }
  yield { kind: "step", title, state: "done" };
}

async function reset(runtime: Runtime, password: string): Promise<void> {
  const command = ["grafana", "cli", "admin", "reset-admin-password", "--password-from-stdin"];
  const { code, output } = await runtime.execute("grafana", command, password);
  if (code === 0) return;
  throw new ExternalError("Grafana's password could not be set", {
    program: "grafana cli",
    code,
    lastLines: output.trim().split("\n").slice(-5),
  });
}
