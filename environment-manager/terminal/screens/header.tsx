import { homedir } from "node:os";
import { pad, textWidth, truncate } from "../text-width.ts";
import type { HomeStatus } from "./home-model.ts";
import { Line } from "./line.tsx";
import { useTheme } from "./theme.ts";

/** The top line: which installation this is, and what runs it. */
export function Header(props: {
  readonly status: HomeStatus | undefined;
  readonly readOnly: boolean;
  readonly width: number;
}) {
  const { status, readOnly, width } = props;
  const { glyphs, paint } = useTheme();
  const name = status?.name ?? "env-manager";
  const right = [status?.runtime ?? (status ? "not enabled" : ""), readOnly ? "read-only" : ""].filter(Boolean);
  const aside = right.join(` ${glyphs.separator} `);
  const room = width - textWidth(name) - textWidth(aside) - 6;
  const directory = room < 8 ? "" : truncate(shortened(status?.directory ?? ""), room, glyphs.ellipsis);
  return <Line>{` ${paint(["bold", "cyan"], name)}  ${paint("dim", pad(directory, room + 2))}${aside} `}</Line>;
}

const shortened = (directory: string): string => {
  const home = homedir();
  return directory === home || directory.startsWith(`${home}/`) ? `~${directory.slice(home.length)}` : directory;
};
