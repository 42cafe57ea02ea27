import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import { ExternalError } from "../../errors.ts";
import { connectSocket } from "./connect-socket.ts";
import { throwIfInterrupted } from "./interruption.ts";
import type { NativeLayout } from "./layout.ts";
import { readLines } from "./supervisor/lines.ts";
import type {
  ServiceReport,
  SupervisorMessage,
  SupervisorMethod,
  SupervisorMethods,
  SupervisorReport,
} from "./supervisor/protocol.ts";

/** A conversation with the supervisor of one installation. */
export interface SupervisorClient {
  /** Hash of the program that it runs. */
  readonly build: string;
  /** @throws ExternalError where the supervisor refuses, ends or does not answer in time. */
  ask<Method extends SupervisorMethod>(
    method: Method,
    parameters: SupervisorMethods[Method]["parameters"],
  ): Promise<SupervisorReport>;
  /** The changes after the last answer, once subscribed; ends with the connection. */
  events(): AsyncIterable<ServiceReport>;
  close(): void;
}

const connectMs = 2000;
/** What is only looked up is answered at once; stopping takes as long as the slowest service does. */
const answerMs = (method: SupervisorMethod) => (method === "status" || method === "subscribe" ? 3000 : 180_000);

/** Connects to the supervisor; undefined where none answers: one that hangs accepts a connection and says nothing. */
export async function connectSupervisor(layout: NativeLayout): Promise<SupervisorClient | undefined> {
  if (!existsSync(layout.folder)) return undefined;
  const socket = await connectSocket(layout.folder, layout.socketName, connectMs).catch(() => undefined);
  if (!socket) return undefined;
  const conversation = converse(socket);
  const report = await conversation.ask("status", {}).catch(() => undefined);
  if (report) return { ...conversation, build: report.build };
  conversation.close();
  return undefined;
}

/**
 * Asks one question; undefined where no supervisor answers. An interruption ends the waiting, not what was asked for.
 */
export async function askSupervisor<Method extends SupervisorMethod>(
  layout: NativeLayout,
  method: Method,
  parameters: SupervisorMethods[Method]["parameters"],
  signal?: AbortSignal,
): Promise<SupervisorReport | undefined> {
  const client = await connectSupervisor(layout);
  const close = () => client?.close();
  signal?.addEventListener("abort", close);
  try {
    return await client?.ask(method, parameters);
  } catch (error) {
    if (signal) throwIfInterrupted(signal);
    throw error;
  } finally {
    signal?.removeEventListener("abort", close);
    close();
  }
}

interface Waiting {
  readonly answer: (report: SupervisorReport) => void;
  readonly fail: (error: Error) => void;
}

function converse(socket: Socket): Omit<SupervisorClient, "build"> {
  const waiting = new Map<number, Waiting>();
  const events: ServiceReport[] = [];
  let wake = () => {};
  let ended = false;
  let lastId = 0;

  const end = () => {
    ended = true;
    for (const { fail } of waiting.values()) fail(failure("The supervisor ended before it answered"));
    waiting.clear();
    wake();
  };
  socket.on("error", () => {});
  socket.once("close", end);
  const take = (line: string) => {
    const message: SupervisorMessage = JSON.parse(line);
    if ("event" in message) {
      events.push(message.event);
      wake();
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    // The answer tells how things are now; what happened before it is past.
    events.length = 0;
    if ("error" in message) asked?.fail(failure(message.error));
    else asked?.answer(message.result);
  };
  readLines(socket, (lines) => lines.forEach(take), Number.POSITIVE_INFINITY);

  return {
    ask: (method, parameters) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(failure("The supervisor has ended"));
          return;
        }
        const id = ++lastId;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(failure(`The supervisor did not answer ${method} within ${answerMs(method) / 1000} s`));
        }, answerMs(method));
        const settle = <Value>(how: (value: Value) => void) => {
          return (value: Value) => {
            clearTimeout(timer);
            how(value);
          };
        };
        waiting.set(id, { answer: settle(resolve), fail: settle(reject) });
        socket.write(`${JSON.stringify({ id, method, parameters })}\n`);
      }),
    async *events() {
      for (;;) {
        const event = events.shift();
        if (event) yield event;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
    close: () => socket.destroy(),
  };
}

const failure = (what: string) =>
  new ExternalError(what, { program: "the supervisor of the native services", remedy: "Run the command again" });
