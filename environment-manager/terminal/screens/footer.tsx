import { type Binding, fittingLabels } from "./keys.ts";
import { Line } from "./line.tsx";
import { useTheme } from "./theme.ts";

/** The bottom line: the keys that matter, as many as fit. */
export function Footer({ bindings, width }: { readonly bindings: readonly Binding<string>[]; readonly width: number }) {
  const { paint } = useTheme();
  const labels = fittingLabels(bindings, width - 1).map(({ key, label }) => `${paint("cyan", key)} ${label}`);
  return <Line>{` ${labels.join("  ")}`}</Line>;
}
