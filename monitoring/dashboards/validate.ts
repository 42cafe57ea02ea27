/** One thing that is wrong with a dashboard file. */
export interface DashboardProblem {
  readonly file: string;
  readonly what: string;
}

interface Panel {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: unknown;
  readonly targets?: readonly { readonly expr?: string }[];
  readonly panels?: readonly Panel[];
}

/**
 * What Grafana would not load, or would show empty. It says little itself: a file that is no JSON or has no title is left out
 * with a line in the log, and two files with one uid keep all files of their provider from being written.
 */
export function validateDashboards(
  files: readonly { readonly file: string; readonly content: string }[],
): readonly DashboardProblem[] {
  const uids = new Map<string, string>();
  return files.flatMap(({ file, content }) => {
    const dashboard = parseObject(content);
    if (!dashboard) return [{ file, what: "is not a JSON object" }];
    const { uid, title, panels } = dashboard as { uid?: string; title?: string; panels?: readonly Panel[] };
    const other = uid ? uids.get(uid) : undefined;
    if (uid) uids.set(uid, file);
    const problems = [
      ...(title ? [] : ["has no title"]),
      ...(uid ? [] : ["has no uid, so links to it break whenever it is loaded anew"]),
      ...(other ? [`has the uid ${uid} of ${other}`] : []),
      ...(panels?.length ? panels.flatMap(panelProblems) : ["has no panels"]),
    ];
    return problems.map((what) => ({ file, what }));
  });
}

function panelProblems(panel: Panel): readonly string[] {
  if (panel.type === "row") return (panel.panels ?? []).flatMap(panelProblems);
  const name = `panel ${panel.title || "without a title"}`;
  const asks = panel.targets?.some(({ expr }) => expr?.trim());
  return [
    ...(panel.title ? [] : [`${name} tells nobody what it shows`]),
    ...(panel.description ? [] : [`${name} has no description`]),
    ...(panel.type === "text" || asks ? [] : [`${name} asks for nothing`]),
    ...(panel.type === "text" || panel.datasource ? [] : [`${name} names no data source`]),
  ];
}

function parseObject(content: string): object | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
