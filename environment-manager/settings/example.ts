import { settingGroups } from "./groups.ts";
import { settingsTable } from "./table.ts";

/** `.env.example`: every variable with what it means, its default behind a `#`. */
export function renderEnvExample(): string {
  const groups = settingGroups.flatMap(({ title, names }) => [
    "",
    `# ${title}`,
    ...names.map((name) => {
      const { default: value, help } = settingsTable[name];
      return `#\n# ${help}\n#${name}=${value}`;
    }),
  ]);
  return [...preamble, ...groups, "", ...ownVariables, ""].join("\n");
}

const preamble = [
  "# Settings of one installation, as .env in its project directory. Copy this file there, take the # away from a line",
  "# and change its value. A flag (--monitor-port) or an environment variable of the same name wins over .env; what flags",
  "# say is saved here. docs/settings.md tells more.",
  "#",
  "# .env may hold a password, so nobody else may read it: chmod 600 .env",
  "# Put a value with spaces, #, $ or quotes into single quotes. A value has one line.",
];

const ownVariables = [
  "# Your own",
  "#",
  "# Names that begin with X_, and those of Docker and Compose (DOCKER_…, COMPOSE_…), are handed on to Compose, for",
  "# monitoring/docker-compose.override.yml",
  "#X_SMTP_HOST=mail.example.org:587",
];
