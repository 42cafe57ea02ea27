import type { ServiceStatus } from "../../runtimes/runtime.ts";
import { textWidth } from "../text-width.ts";
import { Line } from "./line.tsx";
import { Section } from "./section.tsx";
import { ServiceRow } from "./service-row.tsx";
import { useTheme } from "./theme.ts";

/** The list of services, scrolled so that the selected one is always to be seen. */
export function Services(props: {
  readonly services: readonly ServiceStatus[];
  /** What to say where there are none. */
  readonly instead: string;
  readonly selected: number;
  readonly width: number;
  readonly height: number;
  readonly now: number;
}) {
  const { services, instead, selected, width, height, now } = props;
  const { paint } = useTheme();
  const nameWidth = Math.min(Math.max(8, ...services.map(({ service }) => textWidth(service))), width - 30);
  const stateWidth = Math.max(7, ...services.map(({ state }) => state.length));
  const first = Math.max(0, Math.min(selected - Math.floor(height / 2), services.length - height));
  const up = services.filter(({ state }) => state === "healthy" || state === "running").length;
  return (
    <Section
      title="Services"
      aside={services.length === 0 ? "" : `${up} of ${services.length} up`}
      width={width}
      height={height}
    >
      {services.length === 0 && <Line>{`   ${paint("dim", instead)}`}</Line>}
      {services.slice(first, first + height).map((status, index) => (
        <ServiceRow
          key={status.service}
          status={status}
          selected={first + index === selected}
          {...{ nameWidth, stateWidth }}
          width={width}
          now={now}
        />
      ))}
    </Section>
  );
}
