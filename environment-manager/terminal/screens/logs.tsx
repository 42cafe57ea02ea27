import { Box } from "ink";
import { useState } from "react";
import type { LogLine } from "../../runtimes/runtime.ts";
import { renderError } from "../errors.ts";
import { Footer } from "./footer.tsx";
import type { HomeActions } from "./home-model.ts";
import { useKeys } from "./keyboard.tsx";
import { commandOf } from "./keys.ts";
import { Line } from "./line.tsx";
import { filterLines, visibleRows } from "./log-view.ts";
import { type LogsCommand, logsBindings } from "./logs-keys.ts";
import { Section } from "./section.tsx";
import { useTheme } from "./theme.ts";
import { useLogLines } from "./use-log-lines.ts";

const levelColour = { error: "red", warning: "yellow" } as const;

/** One service's log: follows it, scrolls back, filters. */
export function Logs(props: {
  readonly logs: HomeActions["logs"];
  readonly service: string;
  readonly columns: number;
  readonly rows: number;
  readonly onBack: () => void;
  readonly onQuit: () => void;
}) {
  const { logs, service, columns, rows, onBack, onQuit } = props;
  const theme = useTheme();
  const { paint, glyphs } = theme;
  const { lines, ended, error } = useLogLines(logs, service);
  const [filter, setFilter] = useState("");
  const [typing, setTyping] = useState(false);
  const [back, setBack] = useState(0);
  // While somebody reads further up, what comes in must not move the lines under their eyes.
  const [held, setHeld] = useState<readonly LogLine[]>();

  const height = Math.max(1, rows - 2);
  const found = filterLines(held ?? lines, filter);
  const window = visibleRows(found, { width: columns - 2, height, back });

  const scrollTo = (next: number) => {
    setBack(Math.max(0, next));
    setHeld(next > 0 ? (held ?? lines) : undefined);
  };
  const filterBy = (text: string) => {
    setFilter(text);
    scrollTo(0);
  };
  const commands: Readonly<Record<LogsCommand, () => void>> = {
    up: () => scrollTo(window.back + 1),
    down: () => scrollTo(window.back - 1),
    "page-up": () => scrollTo(window.back + height - 1),
    "page-down": () => scrollTo(window.back - height + 1),
    top: () => scrollTo(Number.MAX_SAFE_INTEGER),
    follow: () => scrollTo(0),
    filter: () => setTyping(true),
    back: () => (filter === "" ? onBack() : filterBy("")),
    quit: onQuit,
  };
  const type = (name: string) => {
    if (name === "ctrl-c") return onQuit();
    if (name === "enter") return setTyping(false);
    if (name === "escape") {
      setTyping(false);
      return filterBy("");
    }
    if (name === "backspace") return filterBy(filter.slice(0, -1));
    const character = name === "space" ? " " : name;
    if ([...character].length === 1) filterBy(filter + character);
  };
  useKeys(
    (name) => {
      if (typing) return type(name);
      const command = commandOf(logsBindings, name);
      if (command !== undefined) commands[command]();
    },
    (text) => typing && filterBy(filter + text.replaceAll(/\s+/g, " ")),
  );

  const state = window.back > 0 ? "scrolled back" : ended ? "ended" : "following";
  const aside = [found.length === 1 ? "1 line" : `${found.length} lines`, filter && `with “${filter}”`, state]
    .filter(Boolean)
    .join(` ${glyphs.separator} `);
  const failure = error === undefined ? [] : renderError(error, { ...theme, json: false }).split("\n");
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Section title={`Logs of ${service}`} aside={aside} width={columns} height={height}>
        {window.rows.map(({ text, level }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
          <Line key={index}>{` ${paint(level && levelColour[level], text)}`}</Line>
        ))}
        {window.rows.length === 0 && failure.length === 0 && (
          <Line>{`   ${paint("dim", filter ? "No line contains this" : "Nothing logged yet")}`}</Line>
        )}
        {failure.map((line) => (
          <Line key={line}>{` ${line}`}</Line>
        ))}
      </Section>
      {typing ? (
        <Line>{` ${paint("cyan", "/")}${filter}${paint("inverse", " ")}`}</Line>
      ) : (
        <Footer bindings={logsBindings} width={columns} />
      )}
    </Box>
  );
}
