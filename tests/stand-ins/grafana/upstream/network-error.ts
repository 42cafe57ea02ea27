interface NodeNetworkError {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly message: string;
  readonly errors?: readonly NodeNetworkError[];
}

/** A failed connection in the words of the real server's HTTP client: `dial tcp 127.0.0.1:1: connect: connection refused`. */
export function networkErrorText(error: unknown): string {
  if (!isNodeError(error)) return String(error);
  // A name with several addresses fails with one error an address; the last one is reported.
  const cause = error.errors?.at(-1) ?? error;
  const at = cause.address === undefined ? "" : ` ${host(cause.address)}:${cause.port}`;
  switch (cause.code) {
    case "ECONNREFUSED":
      return `dial tcp${at}: connect: connection refused`;
    case "EHOSTUNREACH":
      return `dial tcp${at}: connect: no route to host`;
    case "ENETUNREACH":
      return `dial tcp${at}: connect: network is unreachable`;
    case "ETIMEDOUT":
      return `dial tcp${at}: i/o timeout`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `dial tcp: lookup ${cause.hostname}: no such host`;
    case "ECONNRESET":
      return "EOF";
    default:
      return cause.message;
  }
}

function host(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function isNodeError(error: unknown): error is NodeNetworkError {
  return error instanceof Error;
}
