import { Box } from "ink";
import type { ReactNode } from "react";
import { textWidth, truncate } from "../text-width.ts";
import { Line } from "./line.tsx";
import { useTheme } from "./theme.ts";

/** A part of the screen below a ruled heading, exactly `height` lines and the heading high. */
export function Section(props: {
  readonly title: string;
  /** At the heading's right end. */
  readonly aside?: string;
  readonly width: number;
  readonly height: number;
  readonly children: ReactNode;
}) {
  const { title, aside = "", width, height, children } = props;
  const { glyphs, paint } = useTheme();
  const shown = textWidth(title) + textWidth(aside) + 8 <= width ? aside : "";
  const name = truncate(title, width - 6, glyphs.ellipsis);
  const rule = glyphs.rule.repeat(Math.max(0, width - textWidth(name) - textWidth(shown) - (shown === "" ? 4 : 5)));
  return (
    <Box flexDirection="column" width={width}>
      <Line>
        {paint("dim", glyphs.rule.repeat(2))} {paint("bold", name)} {paint("dim", rule)}
        {shown === "" ? "" : ` ${paint("dim", shown)}`}
      </Line>
      <Box flexDirection="column" height={height} overflow="hidden">
        {children}
      </Box>
    </Box>
  );
}
