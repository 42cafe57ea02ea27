const digits = /^\d+$/;

/** A whole number as the kernel prints it, or NaN for anything else (`Number("")` would be 0). */
export const parseCount = (text: string | undefined): number =>
  text !== undefined && digits.test(text) ? Number(text) : Number.NaN;

/** A decimal number such as `0.42`, or NaN for anything else. */
export const parseDecimal = (text: string | undefined): number =>
  text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
