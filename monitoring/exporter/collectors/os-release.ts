import { join } from "node:path";
import { gauge } from "../exposition/family.ts";
import { labels, noLabels } from "../exposition/labels.ts";
import type { Emit } from "../exposition/section.ts";
import { type Paths, resolveInRoot } from "../reading/paths.ts";
import { readOptional } from "../reading/read.ts";
import { rememberFacts } from "../reading/remember.ts";
import { type CollectorDefinition, NoData } from "./collector.ts";

const info = gauge("node_os_info", "1, labelled by the fields of os-release.");
const version = gauge("node_os_version", "The leading major.minor part of VERSION_ID in os-release.");
const supportEnd = gauge(
  "node_os_support_end_timestamp_seconds",
  "When support for the operating system ends, in seconds since 1970.",
);

const assignment = /^\s*([A-Z_][A-Z0-9_]*)=(.*)$/i;

const unquote = (value: string): string => {
  const text = value.trim();
  if (text.length >= 2 && text.startsWith("'") && text.endsWith("'")) return text.slice(1, -1);
  const inner = text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return inner.replace(/\\([\\"$`'])/g, "$1");
};

/** The assignments of an os-release file (os-release(5)), unquoted. Lines that are none are passed over. */
export const parseOsRelease = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split("\n").flatMap((line): [string, string][] => {
      const [, name, value = ""] = assignment.exec(line) ?? [];
      return name === undefined ? [] : [[name, unquote(value)]];
    }),
  );

const fieldLabels = [
  "build_id",
  "id",
  "id_like",
  "image_id",
  "image_version",
  "name",
  "pretty_name",
  "variant",
  "variant_id",
  "version",
  "version_codename",
  "version_id",
] as const;

const readRelease = ({ rootfs }: Paths): ReadonlyMap<string, string> | undefined => {
  for (const path of ["etc/os-release", "usr/lib/os-release"]) {
    const text = readOptional(resolveInRoot(rootfs, join("/", path)), "utf8");
    if (text !== undefined) return parseOsRelease(text);
  }
  return undefined;
};

const emitRelease = (release: ReadonlyMap<string, string> | undefined, emit: Emit): void => {
  if (release === undefined) throw new NoData("there is no os-release file");
  const field = (name: string): string => release.get(name.toUpperCase()) ?? "";
  emit(info, labels(Object.fromEntries(fieldLabels.map((name) => [name, field(name)]))), 1);
  const [majorMinor] = /^\d+\.?\d*/.exec(field("version_id")) ?? [];
  if (majorMinor !== undefined && Number(majorMinor) > 0) {
    emit(version, labels({ id: field("id"), id_like: field("id_like"), name: field("name") }), Number(majorMinor));
  }
  const end = /^\d{4}-\d{2}-\d{2}$/.test(field("support_end")) ? Date.parse(`${field("support_end")}T00:00:00Z`) : NaN;
  if (!Number.isNaN(end)) emit(supportEnd, noLabels, end / 1000);
};

/** The machine's distribution, from os-release. */
export const os: CollectorDefinition = {
  name: "os",
  help: "distribution and version",
  defaultEnabled: true,
  flags: [],
  create: ({ paths }) => {
    const release = rememberFacts(() => readRelease(paths));
    return { collect: (_scrape, emit) => emitRelease(release(), emit) };
  },
};
