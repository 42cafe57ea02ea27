import { Box } from "ink";
import type { Figures } from "../../clients/exporter.ts";
import type { ServiceStatus } from "../../runtimes/runtime.ts";
import type { Activity } from "./activity-lines.ts";
import { ActivityPanel } from "./activity-panel.tsx";
import { figuresLines } from "./figures-lines.ts";
import { layoutHome } from "./home-layout.ts";
import { LinesPanel } from "./lines-panel.tsx";
import { Services } from "./services.tsx";
import { useTheme } from "./theme.ts";

/** Services, figures and what is going on, arranged for the terminal's size. */
export function Overview(props: {
  readonly services: readonly ServiceStatus[];
  readonly instead: string;
  readonly selected: number;
  readonly figures: Figures | undefined;
  /** For a width, since texts are broken to it. */
  readonly activity: (width: number) => Activity | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly now: number;
}) {
  const { services, instead, selected, figures, columns, rows, now } = props;
  const theme = useTheme();
  const arrange = (width: number) => {
    const activity = props.activity(width - 4);
    const { host, gpus } = figuresLines(figures, theme, { width, now });
    const wants = {
      services: Math.max(1, services.length),
      host: host.lines.length,
      gpus: gpus.length,
      activity: activity?.lines.length ?? 0,
    };
    return { activity, host, gpus, width, layout: layoutHome(wants, { columns, rows }) };
  };
  const stacked = arrange(columns);
  const { activity, host, gpus, layout, width } = stacked.layout.sideBySide
    ? arrange(Math.floor((columns - 2) / 2))
    : stacked;

  const gap = layout.airy ? 1 : 0;
  const list = { services, instead, selected, now };
  const left = (
    <>
      {layout.services > 0 && <Services {...list} width={width} height={layout.services} />}
      {layout.sideBySide && activity && <ActivityPanel activity={activity} width={width} height={layout.activity} />}
    </>
  );
  const right = (
    <>
      {layout.host > 0 && <LinesPanel {...host} width={width} height={layout.host} />}
      {layout.gpus > 0 && <LinesPanel title="GPUs" countsRest lines={gpus} width={width} height={layout.gpus} />}
      {!layout.sideBySide && activity && layout.activity > 0 && (
        <ActivityPanel activity={activity} width={width} height={layout.activity} />
      )}
    </>
  );
  return (
    <Box flexDirection={layout.sideBySide ? "row" : "column"} gap={layout.sideBySide ? 2 : gap} paddingTop={gap}>
      <Box flexDirection="column" gap={gap}>
        {left}
      </Box>
      <Box flexDirection="column" gap={gap}>
        {right}
      </Box>
    </Box>
  );
}
