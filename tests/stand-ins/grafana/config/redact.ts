import type { Release } from "../release.ts";

export const REDACTED = "*********";

const SECRET_KEY = /PASSWORD|SECRET|PRIVATE_KEY|CERTIFICATE|ACCOUNT_KEY|ENCRYPTION_KEY|VAULT_TOKEN|ENTERPRISE_LICENSE/;

/** A setting's value as logs and `/api/admin/settings` show it. 9.4 masks empty secrets too, 12.4 shows them empty. */
export function redacted(release: Release, key: string, value: string): string {
  if (value === "" && release.modern) return "";
  return SECRET_KEY.test(key.toUpperCase()) ? REDACTED : value;
}
