import type { Caller } from "./caller.ts";
import type { Reply } from "./reply.ts";
import type { ApiRequest } from "./request.ts";

/** A call that passed authentication and permissions, with the values of the path's parameters. */
export interface Call {
  readonly request: ApiRequest;
  readonly caller: Caller;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A visit that needs nobody to be known. */
export interface Visit {
  readonly request: ApiRequest;
  readonly caller: Caller | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

interface RouteAddress {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "ANY";
  /** `:name` takes one part of the path, a last `*name` the rest of it. */
  readonly path: string;
}

/** Answered to everyone, whoever they say they are. */
export interface OpenRoute extends RouteAddress {
  readonly open: true;
  /** Answered before anyone looks at credentials: wrong ones do not matter and are not counted. */
  readonly early: boolean;
  readonly answer: (visit: Visit) => Reply | Promise<Reply>;
}

/** Answered to who is signed in and may do one of the actions; an empty list asks for no more than signing in. */
export interface GuardedRoute extends RouteAddress {
  readonly open: false;
  readonly needs: readonly string[];
  readonly answer: (call: Call) => Reply | Promise<Reply>;
}

export type Route = OpenRoute | GuardedRoute;

export function open(method: Route["method"], path: string, answer: OpenRoute["answer"]): Route {
  return { method, path, open: true, early: false, answer };
}

export function early(method: Route["method"], path: string, answer: OpenRoute["answer"]): Route {
  return { method, path, open: true, early: true, answer };
}

export function guarded(
  method: Route["method"],
  path: string,
  needs: readonly string[],
  answer: GuardedRoute["answer"],
): Route {
  return { method, path, open: false, needs, answer };
}

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The first route that fits; HEAD takes the routes of GET. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  for (const route of routes) {
    if (route.method !== "ANY" && route.method !== asked) continue;
    const parameters = parametersOf(route.path, path);
    if (parameters !== undefined) return { route, parameters };
  }
  return undefined;
}

function parametersOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith("*")) {
      parameters[part.slice(1)] = path.split("/").slice(index).join("/");
      return parameters;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (part.startsWith(":")) parameters[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return wanted.length === given.length ? parameters : undefined;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
