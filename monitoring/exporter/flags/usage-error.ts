/** A command line that cannot be obeyed; the message says what to write instead. Ends the program with 64. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
