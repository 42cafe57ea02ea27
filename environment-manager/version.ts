/** Replaced by the build with the version of package.json. */
declare const ENV_MANAGER_VERSION: string;

export const version = typeof ENV_MANAGER_VERSION === "string" ? ENV_MANAGER_VERSION : "development";
