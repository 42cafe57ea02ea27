/** A Grafana as a browser would ask it. */
export interface GrafanaForTests {
  /** The status of an answer to these credentials: 200, or 401 where they are refused. */
  login(user: string, password: string): Promise<number>;
  /** The body of a GET as `user`. */
  get<T>(path: string): Promise<T>;
  /** The status of the answer. */
  send(method: "POST" | "PUT", path: string, body: object): Promise<number>;
}

export function grafanaAt(port: number, user = "admin", password = "admin"): GrafanaForTests {
  const url = `http://127.0.0.1:${port}`;
  const headers = (name: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`,
    "content-type": "application/json",
  });
  const own = headers(user, password);
  return {
    login: async (name, secret) => (await fetch(`${url}/api/user`, { headers: headers(name, secret) })).status,
    get: async <T>(path: string) => (await (await fetch(url + path, { headers: own })).json()) as T,
    send: async (method, path, body) =>
      (await fetch(url + path, { method, headers: own, body: JSON.stringify(body) })).status,
  };
}
