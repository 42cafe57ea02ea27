import type { Configuration } from "../config/configuration.ts";
import { number, sqlDate } from "../database/columns.ts";
import type { Query } from "../database/query.ts";
import type { Stores } from "../grafana.ts";
import type { LogBook } from "../log.ts";
import type { Release } from "../release.ts";
import { annotations } from "./annotations.ts";
import { dataSources } from "./data-sources.ts";
import { legacyShelf } from "./legacy-shelf.ts";
import { loginAttempts } from "./login-attempts.ts";
import { secretBox } from "./secrets.ts";
import { sessions } from "./sessions.ts";
import { tokens } from "./tokens.ts";
import { modernShelf } from "./unified-migration.ts";
import { type Users, users } from "./users.ts";

/** Opens every store of the database, and makes the first organization and admin when there is no user yet. */
export function openStores(query: Query, configuration: Configuration, release: Release, log: LogBook): Stores {
  const people = users(query, release.modern);
  const authors = {
    uidOf: (id: number) => people.byId(id)?.uid,
    idOf: (uid: string) => people.byUid(uid)?.id,
  };
  createFirstUser(query, people, configuration, log);
  return {
    query,
    users: people,
    loginAttempts: loginAttempts(query, configuration.flag("security", "disable_brute_force_login_protection")),
    sessions: sessions(query),
    tokens: tokens(query),
    dataSources: dataSources(query, release.modern, secretBox(configuration.text("security", "secret_key"))),
    annotations: annotations(query, release.modern),
    shelf: release.modern ? modernShelf(query, authors, log("unified-storage-migrations")) : legacyShelf(query),
  };
}

// Later starts read neither the name nor the password: changing them is up to the API or the command line.
function createFirstUser(query: Query, people: Users, configuration: Configuration, log: LogBook): void {
  if (number(query.one("SELECT COUNT(*) AS users FROM user") ?? {}, "users") > 0) return;
  const login = configuration.text("security", "admin_user");
  query.transaction(() => {
    const now = sqlDate(new Date());
    query.run("INSERT INTO org (version, name, created, updated) VALUES (0, 'Main Org.', ?, ?)", now, now);
    people.create({
      login,
      email: configuration.text("security", "admin_email") || login,
      name: "",
      password: configuration.text("security", "admin_password"),
      role: "Admin",
      isServerAdmin: true,
      isServiceAccount: false,
    });
  });
  log("sqlstore").info("Created default admin", { user: login });
  log("sqlstore").info("Created default organization");
}
