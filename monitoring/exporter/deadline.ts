/** How long a scrape may take when the client does not say, in milliseconds. */
const usualMs = 10_000;
const longestMs = 120_000;

/**
 * How long collecting may take, in milliseconds, from Prometheus' header `X-Prometheus-Scrape-Timeout-Seconds`: a little less
 * than the scrape itself, so that the answer is back in time.
 */
export const collectingMs = (header: string | string[] | undefined): number => {
  const asked = typeof header === "string" ? Number(header) * 1000 : Number.NaN;
  const timeout = asked > 0 ? Math.min(asked, longestMs) : usualMs;
  return timeout - Math.min(500, timeout / 5);
};
