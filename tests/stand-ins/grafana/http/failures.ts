import type { Release } from "../release.ts";
import { earlyJson, json, type Reply } from "./reply.ts";

/** How a release words its refusals; which form an error takes is part of what was recorded. */
export interface Failures {
  /** The message and nothing else, on both. */
  readonly plain: (status: number, message: string) => Reply;
  /** An error with a cause behind it: 9.4 adds an empty trace id. */
  readonly caused: (status: number, message: string) => Reply;
  /** An error with an id of its own on 12.4; 9.4 takes the form given for it. */
  readonly coded: (status: number, id: string, message: string, onOld: Reply) => Reply;
  /** Refused before a handler was reached. */
  readonly early: (status: number, id: string, message: string, onOld: object) => Reply;
}

export function failures(release: Release): Failures {
  const plain = (status: number, message: string): Reply => json({ message }, status);
  return {
    plain,
    caused: (status, message) => (release.modern ? plain(status, message) : json({ message, traceID: "" }, status)),
    coded: (status, messageId, message, onOld) =>
      release.modern ? json({ statusCode: status, messageId, message }, status) : onOld,
    early: (status, messageId, message, onOld) => {
      const modern = { extra: null, message, messageId, statusCode: status, traceID: "" };
      return earlyJson(status, release.modern ? modern : onOld);
    },
  };
}
