/** An answer, whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** What handlers answer: no charset. */
export function json(value: unknown, status = 200): Reply {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

/** What is answered before or instead of a handler: with a charset. */
export function earlyJson(status: number, value: unknown): Reply {
  return { status, headers: { "Content-Type": "application/json; charset=UTF-8" }, body: JSON.stringify(value) };
}

export function html(body: string, status = 200): Reply {
  return { status, headers: { "Content-Type": "text/html; charset=UTF-8", "Cache-Control": "no-store" }, body };
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const body = `<a href="${location}">Found</a>.\n\n`;
  return { status: 302, headers: { ...headers, Location: location, "Content-Type": "text/html; charset=utf-8" }, body };
}
