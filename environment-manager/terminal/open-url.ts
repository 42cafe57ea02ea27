import { spawn } from "node:child_process";

export type OpenedUrl =
  | { readonly opened: true; readonly program: string }
  | { readonly opened: false; readonly why: string };

/** Openers that fail say so fast; one that still runs after this time has a browser to wait for. */
const patienceMilliseconds = 1000;

/**
 * Opens a web address in the user's browser where there is a desktop. Never throws, never waits for the browser, and
 * leaves it running when we end.
 */
export async function openUrl(
  url: string,
  {
    env = process.env,
    platform = process.platform,
  }: { readonly env?: NodeJS.ProcessEnv; readonly platform?: NodeJS.Platform } = {},
): Promise<OpenedUrl> {
  if (!/^https?:\/\//.test(url)) return { opened: false, why: `${url} is not a web address` };
  const macintosh = platform === "darwin";
  if (!macintosh && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return { opened: false, why: "no desktop here" };
  const program = macintosh ? "open" : "xdg-open";

  const opener = spawn(program, [url], { detached: true, stdio: "ignore", env });
  return new Promise((resolve) => {
    const patience = setTimeout(() => {
      opener.unref();
      resolve({ opened: true, program });
    }, patienceMilliseconds);
    const settle = (result: OpenedUrl) => {
      clearTimeout(patience);
      resolve(result);
    };
    opener.once("error", ({ message }) => settle({ opened: false, why: `${program} does not start: ${message}` }));
    opener.once("exit", (code) =>
      settle(code === 0 ? { opened: true, program } : { opened: false, why: `${program} failed (exit code ${code})` }),
    );
  });
}
