const hide = "\u001b[?25l";
const show = "\u001b[?25h";
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Hides the terminal's cursor and gives back the function that shows it again. It is shown too when the process exits or
 * a signal ends it; whoever else listens to that signal stays the one who decides what it does.
 */
export function hideCursor(stream: { write(text: string): unknown }): () => void {
  let hidden = true;
  const restore = () => {
    if (!hidden) return;
    hidden = false;
    process.off("exit", restore);
    for (const signal of endings) process.off(signal, onSignal);
    stream.write(show);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return;
    // Nobody but us: the signal would have ended the process had we not listened, so let it.
    restore();
    process.kill(process.pid, signal);
  };
  stream.write(hide);
  process.on("exit", restore);
  // First in the row, to count a listener that takes itself off when it is called.
  for (const signal of endings) process.prependListener(signal, onSignal);
  return restore;
}
