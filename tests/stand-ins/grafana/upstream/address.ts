/** A path below a data source's address, whether or not that address has a path of its own. */
export function addressBelow(base: string, path: string, search: string): URL {
  const url = new URL(base);
  const joined = `${url.pathname.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
  return new URL(`${url.origin}${joined}${search === "" ? "" : `?${search}`}`);
}
