import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder with the files a Grafana is started on. */
export interface Workspace {
  readonly root: string;
  readonly data: string;
  readonly provisioning: string;
  readonly dashboards: string;
  /** Writes a file below the root; folders on the way are made. */
  readonly write: (path: string, content: string | object) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export async function workspace(): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), "grafana-stand-in-"));
  const folders = ["data", "data/plugins", "dashboards", "provisioning/dashboards", "provisioning/datasources"];
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  return {
    root,
    data: join(root, "data"),
    provisioning: join(root, "provisioning"),
    dashboards: join(root, "dashboards"),
    write: async (path, content) => {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
      return file;
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
