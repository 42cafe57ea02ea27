import type { Import, SourceFile } from "./scan.ts";

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly what: string;
  readonly rule: string;
}

const manager = "environment-manager/";
const exporter = "monitoring/exporter/";

/** The words that everything may use; files of the manager's own folder. */
const foundation = "foundation";

/** What each folder of the manager may import besides itself and the foundation. */
const layers: Readonly<Record<string, readonly string[]>> = {
  [foundation]: [],
  settings: [],
  stack: ["settings"],
  clients: ["settings"],
  runtimes: ["clients", "stack", "settings"],
  checks: ["runtimes", "clients", "stack", "settings"],
  operations: ["checks", "runtimes", "clients", "stack", "settings"],
  terminal: ["operations", "checks", "runtimes", "clients", "stack", "settings"],
  commands: ["terminal", "operations", "checks", "runtimes", "clients", "stack", "settings"],
  main: ["commands"],
};

/** Packages that are used behind one interface only. */
const homes: Readonly<Record<string, string>> = {
  axios: `${manager}clients/`,
  commander: `${manager}commands/`,
  "docker-compose": `${manager}runtimes/docker/`,
  dockerode: `${manager}runtimes/docker/`,
  ink: `${manager}terminal/`,
  react: `${manager}terminal/`,
};

/** Node's modules that only compute. */
const pureBuiltins = ["node:crypto", "node:path", "node:util"];
const impure =
  /\b(Date\.now|new Date\(\)|Math\.random|random(?:Bytes|UUID|Int)|performance\.|process\.|setTimeout|setInterval|fetch\()/;

const ends = /\bprocess\s*\.\s*(exit|exitCode|reallyExit|abort)\b/;
const mayEnd = [`${manager}main.ts`, `${manager}runtimes/native/supervisor/main.ts`, `${exporter}main.ts`];

/** Every import and call that goes against ARCHITECTURE.md. */
export function violations(files: readonly SourceFile[]): Violation[] {
  return [
    ...files.flatMap((file) => file.imports.flatMap((found) => againstDirection(file, found))),
    ...files.filter(isStack).flatMap((file) => impureParts(file, files)),
    ...files.filter(({ path }) => path === `${manager}main.ts`).flatMap((file) => loadedPackages(file, files)),
    ...files.filter(({ path }) => !mayEnd.includes(path)).flatMap(endings),
  ];
}

function againstDirection({ path }: SourceFile, { target, line }: Import): Violation[] {
  const refuse = (rule: string) => [{ path, line, what: `imports ${target}`, rule }];
  const home = homes[target.split("/")[0] ?? ""];
  if (home !== undefined && !path.startsWith(home)) return refuse(`only ${home} uses this package`);
  if (path.startsWith(exporter)) {
    return target.startsWith(manager) ? refuse("the exporter imports nothing of the manager") : [];
  }
  if (!path.startsWith(manager) || target.includes("node_modules")) return [];
  if (target.startsWith("monitoring/")) return refuse("the manager imports nothing of the exporter or the dashboards");
  if (!target.startsWith(manager)) return [];
  const [from, to] = [layerOf(path), layerOf(target)];
  const allowed = layers[from];
  if (allowed === undefined) return refuse(`${from} is no folder that ARCHITECTURE.md knows`);
  if (to === from || to === foundation || allowed.includes(to)) return [];
  return refuse(`${from} may import ${[...allowed, foundation].join(", ")}`);
}

/** `environment-manager/stack/services/grafana.ts` → stack. */
function layerOf(path: string): string {
  const [first = "", ...rest] = path.slice(manager.length).split("/");
  if (rest.length > 0) return first;
  return first === "main.ts" ? "main" : foundation;
}

const isStack = ({ path }: SourceFile): boolean => path.startsWith(`${manager}stack/`);

/** What a file of the stack touches of the world, itself or by what it loads. */
function impureParts(file: SourceFile, files: readonly SourceFile[]): Violation[] {
  const rule = "the stack is pure: no disk, no network, no clock, no processes";
  const calls = file.code.flatMap((text, index) => {
    const call = impure.exec(text)?.[0];
    return call === undefined ? [] : [{ path: file.path, line: index + 1, what: `uses ${call}`, rule }];
  });
  const loads = loaded(file, files).filter(
    ({ target }) => target.startsWith("node:") && !pureBuiltins.includes(target),
  );
  return [...calls, ...loads.map(({ line, what }) => ({ path: file.path, line, what, rule }))];
}

/** Packages that the program's first file loads before it knows what to do. */
function loadedPackages(file: SourceFile, files: readonly SourceFile[]): Violation[] {
  return loaded(file, files)
    .filter(({ target }) => !target.startsWith("node:") && !isOurs(target))
    .map(({ line, what }) => ({ path: file.path, line, what, rule: "--help loads no package" }));
}

interface Loaded {
  readonly target: string;
  /** Where the file itself starts the chain of imports that leads there. */
  readonly line: number;
  readonly what: string;
}

/** Everything outside our sources that is loaded with `file`; each of our files is looked at once. */
function loaded(file: SourceFile, files: readonly SourceFile[]): Loaded[] {
  const outside: Loaded[] = [];
  const seen = new Set([file.path]);
  const waiting = file.imports.map((found) => ({ ...found, start: found.line, chain: [found.target] }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { target, start, chain, loads } = next;
    if (!loads || seen.has(target)) continue;
    if (!isOurs(target)) outside.push({ target, line: start, what: `loads ${chain.join(" → ")}` });
    else {
      seen.add(target);
      const imports = files.find(({ path }) => path === target)?.imports ?? [];
      waiting.push(...imports.map((found) => ({ ...found, start, chain: [...chain, found.target] })));
    }
  }
  return outside;
}

const isOurs = (target: string): boolean => target.startsWith(manager) || target.startsWith("monitoring/");

function endings({ path, code }: SourceFile): Violation[] {
  return code.flatMap((text, index) => {
    const call = ends.exec(text)?.[0];
    if (call === undefined) return [];
    return [{ path, line: index + 1, what: `uses ${call}`, rule: "only a main.ts ends its process" }];
  });
}
