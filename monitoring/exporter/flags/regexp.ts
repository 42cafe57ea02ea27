/**
 * A regular expression as people write it for node_exporter (RE2). The two dialects agree on what device and mount filters
 * use; RE2's leading flags, as in `(?i)^eth`, are put where this language wants them. Throws an Error that names the fault.
 */
export const toRegExp = (source: string): RegExp => {
  const [, flags = "", rest = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? [];
  return new RegExp(rest, flags);
};
