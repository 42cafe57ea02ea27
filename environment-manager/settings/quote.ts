/**
 * `value` as it has to stand behind `KEY=` so that dotenv, `docker compose --env-file` (which expands `$` in plain and
 * double-quoted values) and, where it is quoted, a shell read the same back. Undefined where no form does: a value with
 * a line break or another control character, or one that needs both kinds of quotes.
 */
export function quoteEnvValue(value: string): string | undefined {
  if (/[^\P{Cc}\t]|[\p{Zl}\p{Zp}]/u.test(value) || !value.isWellFormed()) return undefined;
  if (/^[\w.,:/@%+-]+$/.test(value)) return value;
  if (!/'|\\$/.test(value)) return `'${value}'`;
  if (!/["\\$`]/.test(value)) return `"${value}"`;
  // Behind a plain value nothing ends it but a comment or white space; both programs take backslashes in it literally.
  if (!/[#$]|^[\s'"`]|[\s\u0085\uFEFF]$/.test(value)) return value;
  return undefined;
}
