import { expect, test } from "vitest";
import { parseAddress, toText, toUrl } from "./addresses.ts";

test.each([
  ["127.0.0.1:9410", "http://127.0.0.1:9410", "http://127.0.0.1:9410"],
  ["[::1]:9410", "http://[::1]:9410", "http://[::1]:9410"],
  [":9410", "http://127.0.0.1:9410", "port 9410 of every address"],
  ["0.0.0.0:9410", "http://127.0.0.1:9410", "port 9410 of every address"],
  ["[::]:9410", "http://[::1]:9410", "port 9410 of every address"],
  ["localhost:80", "http://localhost:80", "http://localhost:80"],
])("%s is reached at %s and told as %s", (text, url, told) => {
  const address = parseAddress(text);
  expect([toUrl(address), toText(address)]).toEqual([url, told]);
});

test.each(["", "9410", "127.0.0.1", "127.0.0.1:", ":70000", "::1:9410", "host:port"])("%j is refused", (text) => {
  expect(() => parseAddress(text)).toThrow("is no address");
});
