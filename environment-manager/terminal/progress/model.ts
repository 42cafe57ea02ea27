import type { ProgressEvent, ServiceState } from "../../progress.ts";

/** A step that is being worked on. Times are milliseconds of the caller's clock. */
export interface RunningStep {
  readonly title: string;
  readonly startedAt: number;
  readonly detail?: string;
}

/** Something that moves towards an end: an image being pulled, a download. */
export interface Transfer {
  readonly title: string;
  readonly fraction?: number;
  readonly detail?: string;
}

export interface ServiceProgress {
  readonly service: string;
  readonly state: ServiceState;
  readonly detail?: string;
  readonly firstSeenAt: number;
  /** When it reached the state it is in. */
  readonly changedAt: number;
}

/** What is to be seen of an operation between two of its events. Finished steps and warnings are not kept. */
export interface ProgressModel {
  readonly steps: readonly RunningStep[];
  readonly transfers: readonly Transfer[];
  /** In the order in which they first were heard of. */
  readonly services: readonly ServiceProgress[];
}

export const nothingYet: ProgressModel = { steps: [], transfers: [], services: [] };

/** The model after an event. */
export function advance(model: ProgressModel, event: ProgressEvent, now: number): ProgressModel {
  switch (event.kind) {
    case "step":
      return advanceStep(model, event, now);
    case "progress":
      return { ...model, transfers: advanceTransfers(model.transfers, event) };
    case "service":
      return { ...model, services: advanceServices(model.services, event, now) };
    case "warning":
      return model;
  }
}

type EventOf<Kind extends ProgressEvent["kind"]> = Extract<ProgressEvent, { kind: Kind }>;

const detailOf = ({ detail }: { readonly detail?: string }) => (detail === undefined ? {} : { detail });

function advanceStep(model: ProgressModel, event: EventOf<"step">, now: number): ProgressModel {
  const known = model.steps.find(({ title }) => title === event.title);
  const others = model.steps.filter((step) => step !== known);
  if (event.state === "started") {
    const step = { title: event.title, startedAt: known?.startedAt ?? now, ...detailOf(event) };
    return { ...model, steps: [...others, step] };
  }
  // What a step was moving has ended with the last step that is running, whether or not it told of its end.
  return { ...model, steps: others, transfers: others.length === 0 ? [] : model.transfers };
}

function advanceTransfers(transfers: readonly Transfer[], event: EventOf<"progress">): readonly Transfer[] {
  const { title, fraction } = event;
  if (fraction !== undefined && fraction >= 1) return transfers.filter((transfer) => transfer.title !== title);
  const next = { title, ...(fraction === undefined ? {} : { fraction: Math.max(0, fraction) }), ...detailOf(event) };
  return replaceOrAppend(transfers, (transfer) => transfer.title === title, next);
}

function advanceServices(
  services: readonly ServiceProgress[],
  event: EventOf<"service">,
  now: number,
): readonly ServiceProgress[] {
  const { service, state } = event;
  const known = services.find((one) => one.service === service);
  const next = {
    service,
    state,
    ...detailOf(event),
    firstSeenAt: known?.firstSeenAt ?? now,
    changedAt: known?.state === state ? known.changedAt : now,
  };
  return replaceOrAppend(services, (one) => one.service === service, next);
}

function replaceOrAppend<Item>(items: readonly Item[], is: (item: Item) => boolean, next: Item): readonly Item[] {
  return items.some(is) ? items.map((item) => (is(item) ? next : item)) : [...items, next];
}
