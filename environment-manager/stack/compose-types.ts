/** The part of the Compose specification that this stack uses. Strings may hold `${NAME:-default}`. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly args?: Readonly<Record<string, string>> };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly pid?: "host";
  readonly runtime?: string;
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: "service_healthy" | "service_started" }>>;
  readonly healthcheck?: ComposeHealthcheck;
  readonly cap_add?: readonly string[];
  readonly stop_signal?: "SIGTERM";
  readonly stop_grace_period?: string;
  /** Memory and CPU, as `limits()` gives them. */
  readonly deploy: { readonly resources: { readonly limits: Readonly<Record<string, string | number>> } };
}

export interface ComposeHealthcheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
}
