import { Line } from "./line.tsx";
import { Section } from "./section.tsx";
import { useTheme } from "./theme.ts";

/** A part of the screen that is a list of ready lines. */
export function LinesPanel(props: {
  readonly title: string;
  readonly aside?: string;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Says how many lines did not fit. */
  readonly countsRest?: boolean;
}) {
  const { title, aside = "", lines, width, height, countsRest = false } = props;
  const { glyphs, paint } = useTheme();
  const cut = countsRest && lines.length > height && height > 1;
  const rest = `   ${paint("dim", `${glyphs.ellipsis} ${lines.length - height + 1} more`)}`;
  const shown = cut ? [...lines.slice(0, height - 1), rest] : lines.slice(0, height);
  return (
    <Section title={title} aside={aside} width={width} height={height}>
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <Line key={index}>{line}</Line>
      ))}
    </Section>
  );
}
