import type { Role, User } from "../stores/users.ts";

/** Who a request comes from, once that is known. */
export interface Caller {
  /** 0 for anonymous visitors. */
  readonly id: number;
  readonly login: string;
  readonly role: Role;
  readonly isServerAdmin: boolean;
  readonly user: User | undefined;
}

export function callerOf(user: User): Caller {
  const { id, login, role, isServerAdmin } = user;
  return { id, login, role, isServerAdmin, user };
}

export function anonymous(role: Role): Caller {
  return { id: 0, login: "", role, isServerAdmin: false, user: undefined };
}
