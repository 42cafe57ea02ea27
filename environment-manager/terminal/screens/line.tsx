import { Text } from "ink";
import type { ReactNode } from "react";

/** One line of the screen, cut at the edge: a line that wraps would push all others down. */
export function Line({ children }: { readonly children?: ReactNode }) {
  // An empty text has no height.
  return <Text wrap="truncate-end">{children ?? " "}</Text>;
}
