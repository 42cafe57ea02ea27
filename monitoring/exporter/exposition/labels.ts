declare const rendered: unique symbol;

/** Labels as they stand between the braces of a sample, escaped: `device="sda",mode="idle"`. */
export type Labels = string & { readonly [rendered]: true };

const needsEscape = /[\\"\n]/;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/** A label value with backslash, quote and newline escaped, as both exposition formats want it. */
export const escapeLabelValue = (value: string): string =>
  needsEscape.test(value) ? value.replace(/[\\"\n]/g, (char) => escapes[char] ?? char) : value;

/** The labels of a sample without any. */
export const noLabels = "" as Labels;

/** Renders labels in the order given. Callers keep the result where a series lives long. */
export const labels = (values: Readonly<Record<string, string>>): Labels => {
  let text = "";
  for (const name in values) {
    text += `${text === "" ? "" : ","}${name}="${escapeLabelValue(values[name] ?? "")}"`;
  }
  return text as Labels;
};

/** `first` and then `second`, either of which may be empty. */
export const joinLabels = (first: Labels, second: Labels): Labels =>
  (first === "" ? second : second === "" ? first : `${first},${second}`) as Labels;
