import type { Grafana } from "../grafana.ts";
import type { Author } from "../stores/shelf.ts";

/** A login name; the server itself, and people who are gone, are "Anonymous". */
export function authorName({ users }: Grafana, author: Author): string {
  return users.byId(author)?.login ?? "Anonymous";
}
