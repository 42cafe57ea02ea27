import type { Flag } from "./flags/flag.ts";

const spelling = ({ name, placeholder, fallback }: Flag<unknown>): string => {
  if (placeholder !== undefined) return `--${name}=${placeholder}`;
  return fallback === "true" ? `--[no-]${name}` : `--${name}`;
};

const entry = (flag: Flag<unknown>): string => {
  const fallback = flag.placeholder === undefined || flag.fallback === "" ? "" : `\n      Default: ${flag.fallback}`;
  return `  ${spelling(flag)}\n      ${flag.help}${fallback}`;
};

/** The text of `--help`, from the flags themselves. */
export const helpText = (flags: readonly Flag<unknown>[]): string => `Usage: exporter [FLAG]...

Serves metrics of this machine and its NVIDIA GPUs for Prometheus at /metrics, under node_exporter's names.

${flags.map(entry).join("\n")}

Exit codes: 0 ended as asked, or healthy; 1 failed, or not healthy; 64 wrong usage; 77 no permission to listen.
`;
