import { connect } from "node:net";

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly why: string };

/**
 * Asks a service of this machine over plain HTTP. A few lines over `net` in place of `http`, which would be a fifth of
 * the supervisor's memory.
 */
export function askReadiness(url: string, timeoutMs: number): Promise<Readiness> {
  const { hostname, port, pathname, search, host } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ""));
    const answer = (readiness: Readiness) => {
      socket.destroy();
      resolve(readiness);
    };
    let head = "";
    socket.setEncoding("latin1");
    socket.setTimeout(timeoutMs, () => answer({ ready: false, why: `no answer within ${timeoutMs / 1000} s` }));
    socket.once("error", (error: NodeJS.ErrnoException) => answer({ ready: false, why: reason(error) }));
    socket.once("end", () => answer({ ready: false, why: "the connection was closed without an answer" }));
    socket.on("data", (text: string) => {
      head += text;
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
      if (status) answer(status.startsWith("2") ? { ready: true } : { ready: false, why: `HTTP status ${status}` });
      else if (head.length > 16) answer({ ready: false, why: "the answer is not HTTP" });
    });
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: env-manager\r\nConnection: close\r\n\r\n`,
    );
  });
}

const reason = (error: NodeJS.ErrnoException) =>
  error.code === "ECONNREFUSED" ? "nothing listens there" : (error.code ?? error.message);
