import { type Activity, cutMiddle } from "./activity-lines.ts";
import { Line } from "./line.tsx";
import { Section } from "./section.tsx";
import { useTheme } from "./theme.ts";

/** The part of the screen that tells what is being done, asks, or tells how it ended. */
export function ActivityPanel({
  activity,
  width,
  height,
}: {
  readonly activity: Activity;
  readonly width: number;
  readonly height: number;
}) {
  const { glyphs } = useTheme();
  return (
    <Section title={activity.title} aside={activity.hint ?? ""} width={width} height={height}>
      {cutMiddle(activity.lines, height, glyphs.ellipsis).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <Line key={index}>{`  ${line}`}</Line>
      ))}
    </Section>
  );
}
