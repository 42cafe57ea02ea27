/** What the supervisor is told to run: a service with everything found and decided. Plain data, kept in services.json. */
export interface ServiceDefinition {
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Working folder. */
  readonly folder: string;
  readonly readiness: { readonly url: string; readonly withinSeconds: number };
  readonly stop: { readonly signal: "SIGTERM" | "SIGINT"; readonly withinSeconds: number };
  /** Changes with everything that calls for a new process. */
  readonly restartKey: string;
  /** Changes with everything that calls for a SIGHUP. */
  readonly reloadKey: string;
}

/** A definition and whether it is to run: `stop SERVICE` outlives the supervisor and the machine's next boot. */
export interface WantedService {
  readonly definition: ServiceDefinition;
  readonly wanted: boolean;
}
