import { existsSync, readFileSync } from "node:fs";
import { databaseFile, openDatabase } from "../database/open.ts";
import type { Release } from "../release.ts";
import { SHORTEST_PASSWORD } from "../stores/passwords.ts";
import { openStores } from "../stores/stores.ts";
import type { Arguments } from "./arguments.ts";
import { setUp } from "./setup.ts";

/**
 * `grafana cli admin reset-admin-password`: works beside a running server too.
 * @throws Error with the text the real program ends with; an unknown user ends it well on 12.4, and so does this.
 */
export function resetAdminPassword(given: Arguments, release: Release): void {
  const { configuration, log } = setUp({
    release,
    home: given.option("homepath"),
    file: given.option("config"),
    properties: (given.option("configOverrides") ?? "").split(" ").filter((word) => word !== ""),
    environment: process.env,
    workingDirectory: process.cwd(),
  });
  const isFromStandardInput = given.flag("password-from-stdin");
  if (isFromStandardInput) console.log("New Password: ");
  const password = isFromStandardInput ? firstLine(readFileSync(0, "utf8")) : (given.words[2] ?? "");
  if (password.length < SHORTEST_PASSWORD) {
    throw new Error(
      release.modern ? "the new password doesn't meet the password policy criteria" : "new password is too short",
    );
  }
  // 12.4 makes a database where there is none; 9.4 has no user to change then.
  if (!release.modern && !existsSync(databaseFile(configuration))) throw new Error(noUser(1));
  const query = openDatabase(configuration, release, log);
  const { users } = openStores(query, configuration, release, log);
  const id = Number(given.option("user-id") ?? "1");
  const user = users.byId(id);
  if (user !== undefined && (user.isServerAdmin || !release.modern)) {
    users.setPassword(id, password);
    console.log("\n\nAdmin password changed successfully ✔\n");
  } else if (user === undefined && !release.modern) {
    throw new Error(noUser(id));
  } else if (user === undefined) {
    const admins = users.people().filter(({ isServerAdmin }) => isServerAdmin);
    console.log("\n\nAdmin user cannot be found ✘. \n");
    console.log("\nPlease try to run the command again specifying a user-id (--user-id) from the list below:");
    for (const admin of admins) console.log(`\t Username: ${admin.login} ID: ${admin.id}`);
  }
  query.close();
}

function noUser(id: number): string {
  return `could not read user (id: ${id}) from database. Error: user not found`;
}

function firstLine(text: string): string {
  const [line] = text.split("\n");
  if (text === "" || line === undefined) throw new Error("can't read password from stdin");
  return line.replace(/\r$/, "");
}
