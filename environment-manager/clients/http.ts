import axios, { AxiosError, type AxiosInstance } from "axios";
import { ExternalError, exitCode } from "../errors.ts";

const deadlineMilliseconds = 10_000;

/** A client of one server of the stack. Never through a proxy: all of them are on this machine. */
export const httpClient = (baseURL: string, auth?: { username: string; password: string }): AxiosInstance =>
  axios.create({ baseURL, timeout: deadlineMilliseconds, proxy: false, ...(auth ? { auth } : {}) });

/** Turns a failed request into an error that names the server and its answer, and holds no credentials. */
export function httpError(server: string, error: unknown): ExternalError {
  if (!(error instanceof AxiosError)) throw error;
  const status = error.response?.status;
  const body = error.response?.data;
  const said = typeof body === "string" ? body : JSON.stringify(body ?? "");
  return new ExternalError(
    `${server} ${status ? `answered ${status}` : `does not answer: ${error.code ?? error.message}`}`,
    {
      program: server,
      code: status,
      lastLines: said === '""' || said === "" ? [] : [said.slice(0, 300)],
      ...(status ? {} : { exitCode: exitCode.unavailable }),
    },
  );
}
