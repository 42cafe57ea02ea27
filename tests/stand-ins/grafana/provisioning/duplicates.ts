import type { Log } from "../log.ts";
import type { DashboardReader } from "./dashboard-reader.ts";

interface Usage {
  times: number;
  readonly readers: Set<DashboardReader>;
}

/**
 * Finds uids and titles that several files use, says so, and takes the right to write away from every provider
 * involved until that is mended. What a first walk wrote before anyone compared stays.
 */
export function restrictDuplicates(readers: readonly DashboardReader[], log: Log): void {
  const uids = usages(readers, ({ uid }) => uid);
  const titles = usages(readers, ({ title, folderUid }) => `${folderUid}\n${title}`);
  for (const [uid, usage] of uids) {
    const fields = { orgId: 1, uid, times: usage.times, providers: names(usage) };
    log.warn("the same UID is used more than once", fields);
  }
  for (const [key, usage] of titles) {
    const fields = { orgId: 1, title: key.split("\n")[1], times: usage.times, providers: names(usage) };
    log.warn("dashboard title is not unique in folder", fields);
  }
  const involved = new Set([...uids, ...titles].flatMap(([, usage]) => [...usage.readers]));
  for (const reader of readers) {
    reader.restrict(involved.has(reader));
    if (!involved.has(reader)) continue;
    const fields = { provider: reader.provider.name, orgId: 1 };
    log.warn("dashboards provisioning provider has no database write permissions because of duplicates", fields);
  }
}

function usages(
  readers: readonly DashboardReader[],
  keyOf: (found: ReturnType<DashboardReader["found"]>[number]) => string,
): Map<string, Usage> {
  const all = new Map<string, Usage>();
  for (const reader of readers) {
    for (const found of reader.found()) {
      const key = keyOf(found);
      if (key === "") continue;
      const usage = all.get(key) ?? { times: 0, readers: new Set() };
      usage.times += 1;
      usage.readers.add(reader);
      all.set(key, usage);
    }
  }
  return new Map([...all].filter(([, { times }]) => times > 1));
}

function names({ readers }: Usage): string[] {
  return [...readers].map(({ provider }) => provider.name);
}
