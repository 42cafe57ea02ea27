import { createHash } from "node:crypto";
import type { Grafana } from "../grafana.ts";
import type { User } from "../stores/users.ts";

/** Where a user's picture is: a plain one when gravatars are off. */
export function avatarOf({ configuration }: Grafana, user: User | undefined): string {
  if (configuration.flag("security", "disable_gravatar")) return "/public/img/user_profile.png";
  const hash = createHash("md5").update((user?.email ?? "").trim().toLowerCase());
  return `/avatar/${hash.digest("hex")}`;
}
