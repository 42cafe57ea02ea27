import { join } from "node:path";
import { renderPage } from "../exposition/page.ts";
import { parseOptions } from "../options.ts";
import { scrapeAll, toRunning } from "../scrape.ts";

/** The made-up machine that golden tests read. */
export const hostTree = join(import.meta.dirname, "../../../tests/fixtures/exporter/host");

/** The flags that make an exporter read the tree at `root`. */
const treeFlags = (root: string): string[] => [
  `--path.procfs=${root}/proc`,
  `--path.sysfs=${root}/sys`,
  `--path.rootfs=${root}/root`,
];

/** One scrape of the tree at `root`, as the page and what was logged. */
export const scrapeTree = async (
  root: string,
  ...more: readonly string[]
): Promise<{ readonly page: string; readonly log: readonly string[] }> => {
  const log: string[] = [];
  const { paths, flags, enabled } = parseOptions([...treeFlags(root), ...more]);
  const setup = { paths, flags, log: (line: string) => log.push(line) };
  const running = enabled.map(({ name, create }) => toRunning(name, create(setup)));
  const sections = await scrapeAll(running, performance.now() + 5000, setup.log);
  for (const { collector } of running) collector.stop?.();
  return { page: renderPage(sections, "text"), log };
};
