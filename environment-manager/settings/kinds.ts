import * as z from "zod";
import { durationMilliseconds, memoryBytes } from "./quantities.ts";
import type { SettingKind } from "./table.ts";

const year = 365 * 24 * 3_600_000;
const noSpaceAtEnds = /^(?!\s)(?:.*\S)?$/s;

// No pattern, because a reader of the JSON Schema that does not know \p would take it for letters.
const isOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.isWellFormed();

const login = z
  .string()
  .min(1, "must not be empty")
  .max(190, "must have at most 190 characters") // the width of the column in Grafana's database
  .regex(/^[^:]*$/, "must not contain a colon, which separates user and password in basic authentication")
  .regex(/^[^$]*$/, "must not contain a dollar sign, which Grafana expands in its settings")
  .refine(isOneLine, "must not contain line breaks or control characters")
  .regex(noSpaceAtEnds, "must not begin or end with white space");

// Grafana reads the password from a file and trims it, so white space at its ends would not survive.
const password = z
  .string()
  .min(2, "must have at least 2 characters, and 8 where Grafana listens on more than loopback")
  .max(1024, "must have at most 1024 characters")
  .refine(isOneLine, "must not contain line breaks or control characters")
  .regex(noSpaceAtEnds, "must not begin or end with white space");

const portNumber = /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;

const port = z.string().regex(portNumber, "must be a whole number from 1 to 65535").transform(Number);

const address = z.union(
  [z.ipv4(), z.ipv6()],
  "must be an IPv4 or IPv6 address without brackets, such as 127.0.0.1, 0.0.0.0 or ::1",
);

const image = z
  .string()
  .max(255, "must have at most 255 characters")
  .regex(
    /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/,
    "must be the name of an image without its tag, such as grafana/grafana or registry.example:5000/grafana",
  );

const tag = z
  .string()
  .regex(
    /^\w[\w.-]{0,127}(?:@sha256:[0-9a-f]{64})?$/,
    "must be the tag of an image, such as 12.4.0, with or without @sha256:… behind it",
  );

const durationRule =
  "must be a duration in Prometheus' notation, such as 15s, 1m30s or 30d, more than 0 and at most 100y";

const duration = z
  .string()
  .regex(/^(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/, durationRule)
  .refine((text) => {
    const milliseconds = durationMilliseconds(text);
    return milliseconds > 0 && milliseconds <= 100 * year;
  }, durationRule);

const size = z
  .string()
  .regex(
    /^(?:0|[1-9]\d{0,14}(?:B|KB|MB|GB|TB|PB|EB))$/,
    "must be a size in Prometheus' notation, a whole number with B, KB, MB, GB, TB, PB or EB, such as 20GB, or 0 for no limit",
  );

const memoryRule = "must be an amount of memory of at least 6M, such as 512M or 1G";

const memory = z
  .string()
  .regex(/^\d{1,15}(?:\.\d{1,6})?[KMGTkmgt][Bb]?$/, memoryRule)
  .refine((text) => memoryBytes(text) >= 6 * 1024 ** 2, memoryRule); // the least that Docker accepts

const cpusRule = "must be a number of CPU cores from 0.01 to 4096, such as 0.5 or 2";

const cpus = z
  .string()
  .regex(/^\d{1,4}(?:\.\d{1,6})?$/, cpusRule)
  .refine((text) => Number(text) >= 0.01 && Number(text) <= 4096, cpusRule);

const name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    "must be a name of at most 63 lower case letters, digits, dashes and underscores that begins with a letter or digit",
  );

const path = z
  .string()
  .regex(/^(?:\/.*)?$/su, "must be an absolute path (or empty)")
  .refine(isOneLine, "must not contain line breaks or control characters");

const choice = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `must be ${values.slice(0, -1).join(", ")} or ${values.at(-1)}`);

/**
 * The type of each kind of setting: text as it stands in a flag, a variable or a file in, the typed value out. Its
 * message completes the sentence "it …" and says what is allowed.
 */
export const kindSchemas = {
  login,
  password,
  port,
  address,
  image,
  tag,
  duration,
  size,
  memory,
  cpus,
  name,
  path,
  runtime: choice("auto", "docker", "native"),
  switch: choice("auto", "on", "off"),
} as const satisfies Record<SettingKind, z.ZodType>;
