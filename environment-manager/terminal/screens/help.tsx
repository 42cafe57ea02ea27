import { Box } from "ink";
import { pad, textWidth } from "../text-width.ts";
import { type Binding, shownKey } from "./keys.ts";
import { Line } from "./line.tsx";
import { Section } from "./section.tsx";
import { useTheme } from "./theme.ts";

/** All keys of a screen, from the list that its handler reads. */
export function Help(props: {
  readonly title: string;
  readonly bindings: readonly Binding<string>[];
  readonly width: number;
  readonly height: number;
}) {
  const { title, bindings, width, height } = props;
  const { paint } = useTheme();
  const names = bindings.map(({ keys }) => keys.map(shownKey).join(" "));
  const nameWidth = Math.max(...names.map(textWidth));
  return (
    <Box flexDirection="column">
      <Section title={title} aside="any key goes back" width={width} height={height}>
        {bindings.map(({ command, help }, index) => (
          <Line key={command}>{`   ${paint("cyan", pad(names[index] ?? "", nameWidth))}  ${help}`}</Line>
        ))}
      </Section>
    </Box>
  );
}
