/** The environment variable that overrides a key: `auth.anonymous`, `enabled` → `GF_AUTH_ANONYMOUS_ENABLED`. */
export function environmentKey(section: string, key: string): string {
  return `GF_${section}_${key}`.toUpperCase().replaceAll(/[.-]/g, "_");
}
