import type { AxiosInstance } from "axios";
import { httpClient, httpError } from "./http.ts";

export interface GrafanaUser {
  readonly id: number;
  readonly login: string;
}

export interface GrafanaApi {
  /** Who the credentials are; undefined where Grafana refuses them. */
  whoAmI(): Promise<GrafanaUser | undefined>;
  dashboards(): Promise<readonly { readonly uid: string; readonly title: string }[]>;
  /** Changes the password of the user whose credentials these are. */
  changePassword(oldPassword: string, newPassword: string): Promise<void>;
  rename(user: GrafanaUser, login: string): Promise<void>;
}

/** @param url As `http://127.0.0.1:3000`. Each call throws ExternalError where Grafana fails or is not there. */
export function grafanaApi(url: string, credentials: { username: string; password: string }): GrafanaApi {
  const http = httpClient(url, credentials);
  return {
    whoAmI: async () => {
      const { status, data } = await request(http, "get", "/api/user", { allow: [401] });
      return status === 401 ? undefined : (data as GrafanaUser);
    },
    dashboards: async () => (await request(http, "get", "/api/search?type=dash-db&limit=5000")).data as [],
    changePassword: async (oldPassword, newPassword) => {
      const data = { oldPassword, newPassword, confirmNew: newPassword };
      await request(http, "put", "/api/user/password", { data });
    },
    rename: async ({ id }, login) => {
      await request(http, "put", `/api/users/${id}`, { data: { login, name: login, email: `${login}@localhost` } });
    },
  };
}

async function request(
  http: AxiosInstance,
  method: "get" | "put",
  url: string,
  { data, allow = [] }: { data?: object; allow?: readonly number[] } = {},
): Promise<{ status: number; data: unknown }> {
  try {
    const validateStatus = (status: number) => status < 300 || allow.includes(status);
    return await http.request({ method, url, ...(data ? { data } : {}), validateStatus });
  } catch (error) {
    throw httpError("Grafana", error);
  }
}
