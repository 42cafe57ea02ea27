import * as common from "@grafana/grafana-foundation-sdk/common";
import { VizLegendOptionsBuilder, VizTooltipOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import { ThresholdsConfigBuilder, ThresholdsMode, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** The data source that the reader has chosen, so that a dashboard works with any Prometheus. */
export const datasource = { type: "prometheus", uid: "${datasource}" };

export interface PanelSpec {
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit: `percent`, `bytes`, `Bps`. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Values from which it is yellow, and red. */
  readonly thresholds?: readonly [yellow: number, red: number];
  readonly min?: number;
  readonly max?: number;
  /** What an empty panel says. */
  readonly noValue?: string;
  readonly mappings?: readonly ValueMapping[];
  /** Of 24 columns. */
  readonly span: number;
}

export interface Query {
  readonly expr: string;
  readonly legend?: string;
}

/** A line graph. */
export function timeseries(spec: PanelSpec): TimeseriesBuilder {
  const panel = new TimeseriesBuilder()
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending))
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .height(8);
  return dress(panel, spec, false);
}

/** One large number, with its course behind it. */
export function stat(spec: PanelSpec): StatBuilder {
  return dress(new StatBuilder().height(4), spec, true);
}

function dress<Panel extends TimeseriesBuilder | StatBuilder>(panel: Panel, spec: PanelSpec, instant: boolean): Panel {
  panel.title(spec.title).description(spec.description).datasource(datasource).unit(spec.unit).span(spec.span);
  if (spec.min !== undefined) panel.min(spec.min);
  if (spec.max !== undefined) panel.max(spec.max);
  if (spec.noValue !== undefined) panel.noValue(spec.noValue);
  if (spec.mappings) panel.mappings([...spec.mappings]);
  panel.thresholds(thresholds(spec.thresholds));
  spec.queries.forEach(({ expr, legend = "__auto" }, index) => {
    const query = new DataqueryBuilder()
      .expr(expr)
      .legendFormat(legend)
      .refId(String.fromCharCode(65 + index));
    panel.withTarget(instant ? query.instant() : query.range());
  });
  return panel;
}

function thresholds(levels: readonly [number, number] | undefined): ThresholdsConfigBuilder {
  const steps = [
    { value: null, color: "green" },
    ...(levels
      ? [
          { value: levels[0], color: "yellow" },
          { value: levels[1], color: "red" },
        ]
      : []),
  ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
