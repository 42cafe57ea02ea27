import { serviceCommand } from "./service-verb.ts";

export const run = serviceCommand("stop", "stopped");
