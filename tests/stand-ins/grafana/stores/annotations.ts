import { number, text } from "../database/columns.ts";
import type { Query, Row } from "../database/query.ts";

export interface Annotation {
  readonly id: number;
  readonly userId: number;
  readonly dashboardId: number;
  readonly dashboardUid: string;
  readonly panelId: number;
  /** Milliseconds since 1970, as all times here. */
  readonly time: number;
  readonly timeEnd: number;
  readonly created: number;
  readonly updated: number;
  readonly text: string;
  readonly tags: readonly string[];
}

export type NewAnnotation = Omit<Annotation, "id" | "created" | "updated">;

export interface Annotations {
  readonly all: () => Annotation[];
  readonly add: (annotation: NewAnnotation) => number;
  readonly remove: (id: number) => void;
}

/** Annotations, newest first. 9.4 has no column for the dashboard's uid and finds it by the numeric id. */
export function annotations(query: Query, modern: boolean): Annotations {
  return {
    all: () => query.all("SELECT * FROM annotation ORDER BY epoch_end DESC, id DESC").map(annotationOf),
    add: (annotation) =>
      query.transaction(() => {
        const now = Date.now();
        const id = query.run(
          `INSERT INTO annotation (org_id, user_id, dashboard_id, panel_id, type, title, text, prev_state, new_state, data,
            epoch, epoch_end, tags, created, updated) VALUES (1, ?, ?, ?, '', '', ?, '', '', '{}', ?, ?, ?, ?, ?)`,
          annotation.userId,
          annotation.dashboardId,
          annotation.panelId,
          annotation.text,
          annotation.time,
          annotation.timeEnd,
          JSON.stringify(annotation.tags),
          now,
          now,
        );
        if (modern) query.run("UPDATE annotation SET dashboard_uid = ? WHERE id = ?", annotation.dashboardUid, id);
        return id;
      }),
    remove: (id) => {
      query.run("DELETE FROM annotation WHERE id = ?", id);
    },
  };
}

function annotationOf(row: Row): Annotation {
  const tags: unknown = JSON.parse(text(row, "tags") || "[]");
  return {
    id: number(row, "id"),
    userId: number(row, "user_id"),
    dashboardId: number(row, "dashboard_id"),
    dashboardUid: text(row, "dashboard_uid"),
    panelId: number(row, "panel_id"),
    time: number(row, "epoch"),
    timeEnd: number(row, "epoch_end"),
    created: number(row, "created"),
    updated: number(row, "updated"),
    text: text(row, "text"),
    tags: Array.isArray(tags) ? tags.map(String) : [],
  };
}
