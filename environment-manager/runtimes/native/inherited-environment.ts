/**
 * What of the user's environment the supervisor and its services get. A short list, since a shell's environment holds
 * passwords and tokens that a service must not have for weeks.
 */
const names = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "XDG_RUNTIME_DIR",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  // Where NVIDIA's libraries are not in the usual place.
  "LD_LIBRARY_PATH",
] as const;

export function inheritedEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of names) {
    const value = environment[name];
    if (value !== undefined) inherited[name] = value;
  }
  return inherited;
}
