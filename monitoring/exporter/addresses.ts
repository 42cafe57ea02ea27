/** Where to listen: a host, or every address of the machine when there is none, and a port. */
export type Address = { readonly host: string | undefined; readonly port: number };

/** Reads `HOST:PORT`, `:PORT` or `[IPV6]:PORT`. Throws an Error that says what is wrong; port 0 lets the system choose. */
export const parseAddress = (text: string): Address => {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) {
    throw new Error(`"${text}" is no address; write one such as 127.0.0.1:9410, [::1]:9410 or :9410`);
  }
  return { host: bracketed ?? (plain === "" ? undefined : plain), port };
};

/** Reads a port, 0 to 65535. Throws an Error that says what is wrong. */
export const parsePort = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error(`"${text}" is no port; a port is 1 to 65535`);
  return Number(text);
};

/** An address as a client on this machine writes it: one that means every address becomes loopback. */
export const toUrl = ({ host = "127.0.0.1", port }: Address): string => {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
};

/** An address as a line of a log tells it. */
export const toText = (address: Address): string => {
  const { host, port } = address;
  return host === undefined || host === "0.0.0.0" || host === "::" ? `port ${port} of every address` : toUrl(address);
};
