import type { ServiceDefinition, WantedService } from "../definition.ts";
import type { ServiceReport, SupervisorMethods, SupervisorReport, SupervisorRequest } from "./protocol.ts";
import type { SupervisedService } from "./supervised-service.ts";

export interface SupervisorSurroundings {
  readonly makeService: (definition: ServiceDefinition, onChange: () => void) => SupervisedService;
  /** Keeps what is to run across restarts. */
  readonly remember: (services: readonly WantedService[]) => void;
  /** Called at every change of any service. */
  readonly onChange: (report: ServiceReport) => void;
  readonly build: string;
}

export interface Supervisor {
  /** Takes on what an earlier supervisor had, and starts what is to run. */
  begin(remembered: readonly WantedService[]): void;
  /** No service runs or is to run. */
  isIdle(): boolean;
  services(): Iterable<SupervisedService>;
  report(): SupervisorReport;
  handle(request: Pick<SupervisorRequest, "method" | "parameters">): Promise<void>;
}

/** All services of one installation, and what can be asked of them. Requests are carried out one after the other. */
export function createSupervisor(surroundings: SupervisorSurroundings): Supervisor {
  const services = new Map<string, SupervisedService>();
  let queue: Promise<unknown> = Promise.resolve();

  const report = (): SupervisorReport => ({
    pid: process.pid,
    build: surroundings.build,
    services: [...services.values()].map((service) => service.report()),
  });

  const remember = () =>
    surroundings.remember(
      [...services.values()].map((service) => ({ definition: service.definition(), wanted: service.report().wanted })),
    );

  function add(definition: ServiceDefinition): SupervisedService {
    const service = surroundings.makeService(definition, () => surroundings.onChange(service.report()));
    services.set(definition.name, service);
    return service;
  }

  function named(name: string): SupervisedService {
    const service = services.get(name);
    if (!service) throw new Error(`There is no service ${name}`);
    return service;
  }

  const stopAll = () => Promise.all([...services.values()].map((service) => service.stop()));

  type Handlers = {
    [Method in keyof SupervisorMethods]: (parameters: SupervisorMethods[Method]["parameters"]) => unknown;
  };
  const handlers: Handlers = {
    status: () => {},
    subscribe: () => {},
    async apply({ definitions, keep }) {
      const names = new Set([...keep, ...definitions.map(({ name }) => name)]);
      const gone = [...services.keys()].filter((name) => !names.has(name));
      await Promise.all(gone.map((name) => named(name).stop()));
      for (const name of gone) services.delete(name);
      await Promise.all(
        definitions.map((definition) => (services.get(definition.name) ?? add(definition)).change(definition)),
      );
    },
    start: ({ service }) => named(service).start(),
    stop: ({ service }) => named(service).stop(),
    async restart({ service }) {
      await named(service).stop();
      named(service).start();
    },
    async remove({ service }) {
      await services.get(service)?.stop();
      services.delete(service);
    },
    async shutdown({ disable }) {
      if (!disable) remember();
      await stopAll();
      if (disable) remember();
    },
  };

  const changing = new Set<string>(["apply", "start", "stop", "restart", "remove"]);

  function handle({ method, parameters }: Pick<SupervisorRequest, "method" | "parameters">): Promise<void> {
    if (!Object.hasOwn(handlers, method)) return Promise.reject(new Error(`There is no method ${method}`));
    // What is only looked up does not wait for what takes its time.
    if (method === "status" || method === "subscribe") return Promise.resolve();
    const done = queue.then(async () => {
      // The protocol's types pair each method with its parameters; over the socket only the name is left of that.
      await (handlers[method] as (parameters: unknown) => unknown)(parameters);
      if (changing.has(method)) remember();
    });
    queue = done.catch(() => {});
    return done;
  }

  function begin(remembered: readonly WantedService[]): void {
    for (const { definition, wanted } of remembered) {
      const service = add(definition);
      if (wanted) service.start();
    }
  }

  const isIdle = () => [...services.values()].every((service) => !service.process() && !service.report().wanted);

  return { begin, isIdle, report, services: () => services.values(), handle };
}
