import type { Configuration } from "./config/configuration.ts";
import type { Query } from "./database/query.ts";
import type { Failures } from "./http/failures.ts";
import type { LogBook } from "./log.ts";
import type { Provisioning } from "./provisioning/provisioning.ts";
import type { Release } from "./release.ts";
import type { Annotations } from "./stores/annotations.ts";
import type { DataSources } from "./stores/data-sources.ts";
import type { LoginAttempts } from "./stores/login-attempts.ts";
import type { Sessions } from "./stores/sessions.ts";
import type { Shelf } from "./stores/shelf.ts";
import type { Tokens } from "./stores/tokens.ts";
import type { Users } from "./stores/users.ts";

/** What is kept in the database. */
export interface Stores {
  readonly query: Query;
  readonly users: Users;
  readonly loginAttempts: LoginAttempts;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly dataSources: DataSources;
  readonly annotations: Annotations;
  readonly shelf: Shelf;
}

/** One running stand-in, as its routes see it. */
export interface Grafana extends Stores {
  readonly release: Release;
  readonly configuration: Configuration;
  readonly log: LogBook;
  readonly failures: Failures;
  readonly provisioning: Provisioning;
}
