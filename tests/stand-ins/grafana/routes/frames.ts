import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from "../json.ts";

/** What every frame of a query carries along. */
export interface QueryMeta {
  readonly refId: string;
  readonly expression: string;
  /** Milliseconds. */
  readonly step: number;
  readonly executed: string;
}

interface Series {
  readonly labels: JsonObject;
  readonly times: number[];
  readonly values: (number | null)[];
}

/** Data frames of an answer of Prometheus: one a series, with the names and the meta data of the release. */
export function framesOf(data: JsonObject, meta: QueryMeta, modern: boolean): Json[] {
  const type = textAt(data, "resultType");
  const frame = modern ? modernFrame : oldFrame;
  return seriesOf(data, type).map((series, index) => frame(series, meta, type, index === 0));
}

function seriesOf(data: JsonObject, type: string): Series[] {
  if (type === "scalar") return [oneSeries({}, [listAt(data, "result")])];
  return listAt(data, "result")
    .filter(isObject)
    .map((entry) =>
      oneSeries(objectAt(entry, "metric"), type === "matrix" ? listAt(entry, "values") : [listAt(entry, "value")]),
    );
}

function oneSeries(labels: JsonObject, samples: readonly Json[]): Series {
  const pairs = samples.filter((sample) => Array.isArray(sample));
  return {
    labels,
    times: pairs.map(([time]) => Math.round(Number(time) * 1000)),
    values: pairs.map(([, value]) => (Number.isFinite(Number(value)) ? Number(value) : null)),
  };
}

function modernFrame({ labels, times, values }: Series, meta: QueryMeta, resultType: string, isFirst: boolean): Json {
  const custom = { ...(isFirst ? { calculatedMinStep: meta.step } : {}), resultType };
  return {
    schema: {
      refId: meta.refId,
      meta: {
        type: resultType === "matrix" ? "timeseries-multi" : "numeric-multi",
        typeVersion: [0, 1],
        custom,
        ...(isFirst ? { executedQueryString: meta.executed } : {}),
      },
      fields: [timeField(meta), valueField(textAt(labels, "__name__") || "Value", labels, meta)],
    },
    data: { values: [times, values] },
  };
}

function oldFrame({ labels, times, values }: Series, meta: QueryMeta, resultType: string): Json {
  return {
    schema: {
      name: displayName(labels, meta),
      refId: meta.refId,
      meta: { type: "timeseries-multi", custom: { resultType }, executedQueryString: meta.executed },
      fields: [timeField(meta), valueField("Value", labels, meta)],
    },
    data: { values: [times, values] },
  };
}

function timeField(meta: QueryMeta): JsonObject {
  return { name: "Time", type: "time", typeInfo: { frame: "time.Time" }, config: { interval: meta.step } };
}

function valueField(name: string, labels: JsonObject, meta: QueryMeta): JsonObject {
  const config = { displayNameFromDS: displayName(labels, meta) };
  return { name, type: "number", typeInfo: { frame: "float64" }, labels, config };
}

function displayName(labels: JsonObject, meta: QueryMeta): string {
  const { __name__: name = "", ...others } = labels;
  const pairs = Object.entries(others)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  if (pairs.length === 0) return name === "" ? meta.expression : String(name);
  return `${String(name)}{${pairs.join(", ")}}`;
}
