import { useSyncExternalStore } from "react";
import type { OperationRunner, OperationView } from "./operation-runner.ts";

/** What the runner does now; renders again when it changes. */
export const useOperation = (runner: OperationRunner): OperationView =>
  useSyncExternalStore(runner.subscribe, runner.view);
