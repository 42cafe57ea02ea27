/** libuv's own figure for when the variable is not set. */
const usualSize = 4;

/** How large the pool becomes: one lost thread for each of a dozen mounts that hang, and some left to work. */
const largeSize = 16;

/** Makes the thread pool of this process larger. Without effect once the pool is in use, so only for a program's first steps. */
export const enlargeThreadPool = (): void => {
  process.env["UV_THREADPOOL_SIZE"] ??= String(largeSize);
};

/** How many calls can wait in threads at the same time. */
export const threadPoolSize = (): number => {
  const size = Number(process.env["UV_THREADPOOL_SIZE"] ?? usualSize);
  return Number.isInteger(size) && size > 0 ? size : usualSize;
};
