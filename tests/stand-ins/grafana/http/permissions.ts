import { randomInt } from "node:crypto";
import type { Caller } from "./caller.ts";
import { earlyJson, type Reply } from "./reply.ts";

const VIEWER = [
  "orgs:read",
  "dashboards:read",
  "folders:read",
  "annotations:read",
  "datasources:query",
  "alert.rules:read",
];

const EDITOR = [
  ...VIEWER,
  "dashboards:create",
  "dashboards:write",
  "dashboards:delete",
  "folders:create",
  "folders:write",
  "folders:delete",
  "annotations:create",
  "annotations:delete",
];

const ADMIN = [
  ...EDITOR,
  "datasources:read",
  "datasources:create",
  "datasources:write",
  "datasources:delete",
  "org.users:read",
  "org.users:write",
  "serviceaccounts:read",
  "serviceaccounts:create",
  "serviceaccounts:write",
  "serviceaccounts:delete",
];

const ACTIONS_OF = { Viewer: VIEWER, Editor: EDITOR, Admin: ADMIN, None: [] } as const;

/** Whether the caller's role grants one of the actions. The server's admin may do everything. */
export function mayDo(caller: Caller, actions: readonly string[]): boolean {
  if (caller.isServerAdmin) return true;
  const granted: readonly string[] = ACTIONS_OF[caller.role];
  return actions.some((action) => granted.includes(action));
}

export function accessDenied(actions: readonly string[]): Reply {
  const needed = actions.length === 1 ? actions.join("") : `any of ${actions.join(", ")}`;
  return earlyJson(403, {
    accessErrorId: `ACE${String(randomInt(10_000_000_000)).padStart(10, "0")}`,
    message: `You'll need additional permissions to perform this action. Permissions needed: ${needed}`,
    title: "Access denied",
  });
}
