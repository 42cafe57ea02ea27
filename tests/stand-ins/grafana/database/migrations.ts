/** One step of the schema; its name is what `migration_log` remembers. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The shape both releases share. Column names and types are near to the real ones, so that tools can read the file. */
const COMMON: readonly Migration[] = [
  {
    name: "create user table v2",
    sql: `CREATE TABLE user (id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL, login TEXT NOT NULL,
      email TEXT NOT NULL, name TEXT, password TEXT, salt TEXT, rands TEXT, company TEXT, org_id INTEGER NOT NULL,
      is_admin INTEGER NOT NULL, email_verified INTEGER, theme TEXT, created DATETIME NOT NULL, updated DATETIME NOT NULL,
      help_flags1 INTEGER NOT NULL DEFAULT 0, last_seen_at DATETIME, is_disabled INTEGER NOT NULL DEFAULT 0,
      is_service_account BOOLEAN DEFAULT 0);
      CREATE UNIQUE INDEX UQE_user_login ON user (login); CREATE UNIQUE INDEX UQE_user_email ON user (email);`,
  },
  {
    name: "create org table v1",
    sql: `CREATE TABLE org (id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL, name TEXT NOT NULL,
      address1 TEXT, address2 TEXT, city TEXT, state TEXT, zip_code TEXT, country TEXT, billing_email TEXT,
      created DATETIME NOT NULL, updated DATETIME NOT NULL);`,
  },
  {
    name: "create org_user table v1",
    sql: `CREATE TABLE org_user (id INTEGER PRIMARY KEY AUTOINCREMENT, org_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
      role TEXT NOT NULL, created DATETIME NOT NULL, updated DATETIME NOT NULL);`,
  },
  {
    name: "create dashboard v2",
    sql: `CREATE TABLE dashboard (id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL, slug TEXT NOT NULL,
      title TEXT NOT NULL, data TEXT NOT NULL, org_id INTEGER NOT NULL, created DATETIME NOT NULL, updated DATETIME NOT NULL,
      updated_by INTEGER, created_by INTEGER, gnet_id INTEGER, plugin_id TEXT, folder_id INTEGER NOT NULL DEFAULT 0,
      is_folder INTEGER NOT NULL DEFAULT 0, has_acl INTEGER NOT NULL DEFAULT 0, uid TEXT, is_public INTEGER NOT NULL DEFAULT 0);
      CREATE UNIQUE INDEX UQE_dashboard_org_id_uid ON dashboard (org_id, uid);`,
  },
  {
    name: "create dashboard_version table v1",
    sql: `CREATE TABLE dashboard_version (id INTEGER PRIMARY KEY AUTOINCREMENT, dashboard_id INTEGER NOT NULL,
      parent_version INTEGER NOT NULL, restored_from INTEGER NOT NULL, version INTEGER NOT NULL, created DATETIME NOT NULL,
      created_by INTEGER NOT NULL, message TEXT NOT NULL, data TEXT NOT NULL);`,
  },
  {
    name: "create dashboard_provisioning v2",
    sql: `CREATE TABLE dashboard_provisioning (id INTEGER PRIMARY KEY AUTOINCREMENT, dashboard_id INTEGER, name TEXT NOT NULL,
      external_id TEXT NOT NULL, updated INTEGER NOT NULL DEFAULT 0, check_sum TEXT);`,
  },
  {
    name: "create data_source table v2",
    sql: `CREATE TABLE data_source (id INTEGER PRIMARY KEY AUTOINCREMENT, org_id INTEGER NOT NULL, version INTEGER NOT NULL,
      type TEXT NOT NULL, name TEXT NOT NULL, access TEXT NOT NULL, url TEXT NOT NULL, password TEXT, user TEXT,
      database TEXT, basic_auth INTEGER NOT NULL, basic_auth_user TEXT, basic_auth_password TEXT, is_default INTEGER NOT NULL,
      json_data TEXT, created DATETIME NOT NULL, updated DATETIME NOT NULL, with_credentials INTEGER NOT NULL DEFAULT 0,
      secure_json_data TEXT, read_only INTEGER, uid TEXT NOT NULL DEFAULT 0);
      CREATE UNIQUE INDEX UQE_data_source_org_id_name ON data_source (org_id, name);
      CREATE UNIQUE INDEX UQE_data_source_org_id_uid ON data_source (org_id, uid);`,
  },
  {
    name: "create api_key table v2",
    sql: `CREATE TABLE api_key (id INTEGER PRIMARY KEY AUTOINCREMENT, org_id INTEGER NOT NULL, name TEXT NOT NULL,
      key TEXT NOT NULL, role TEXT NOT NULL, created DATETIME NOT NULL, updated DATETIME NOT NULL, expires INTEGER,
      service_account_id INTEGER, last_used_at DATETIME, is_revoked INTEGER DEFAULT 0);`,
  },
  {
    name: "create annotation table v5",
    sql: `CREATE TABLE annotation (id INTEGER PRIMARY KEY AUTOINCREMENT, org_id INTEGER NOT NULL, alert_id INTEGER,
      user_id INTEGER, dashboard_id INTEGER, panel_id INTEGER, category_id INTEGER, type TEXT NOT NULL, title TEXT NOT NULL,
      text TEXT NOT NULL, metric TEXT, prev_state TEXT NOT NULL, new_state TEXT NOT NULL, data TEXT NOT NULL,
      epoch INTEGER NOT NULL, region_id INTEGER DEFAULT 0, tags TEXT, created INTEGER DEFAULT 0, updated INTEGER DEFAULT 0,
      epoch_end INTEGER NOT NULL DEFAULT 0);`,
  },
  {
    name: "create user auth token table",
    sql: `CREATE TABLE user_auth_token (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, auth_token TEXT NOT NULL,
      prev_auth_token TEXT NOT NULL, user_agent TEXT NOT NULL, client_ip TEXT NOT NULL, auth_token_seen INTEGER NOT NULL,
      seen_at INTEGER, rotated_at INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
      CREATE UNIQUE INDEX UQE_user_auth_token_auth_token ON user_auth_token (auth_token);`,
  },
  {
    name: "create login attempt table",
    sql: `CREATE TABLE login_attempt (id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL, ip_address TEXT NOT NULL,
      created INTEGER NOT NULL DEFAULT 0);`,
  },
];

const RESOURCE_COLUMNS = `guid TEXT PRIMARY KEY NOT NULL, resource_version INTEGER, "group" TEXT NOT NULL, resource TEXT NOT NULL,
  namespace TEXT NOT NULL, name TEXT NOT NULL, value TEXT, action INTEGER NOT NULL, label_set TEXT,
  previous_resource_version INTEGER, folder TEXT NOT NULL DEFAULT ''`;

/** What 12 adds to a folder of 9; 9 starts on the result without noticing, which is what makes going back so quiet. */
const SINCE_TWELVE: readonly Migration[] = [
  {
    name: "Add uid column to user",
    sql: "ALTER TABLE user ADD COLUMN uid TEXT; UPDATE user SET uid = printf('u%09d', id);",
  },
  {
    name: "add is_provisioned column to user",
    sql: "ALTER TABLE user ADD COLUMN is_provisioned INTEGER NOT NULL DEFAULT 0",
  },
  { name: "Add folder_uid for dashboard", sql: "ALTER TABLE dashboard ADD COLUMN folder_uid TEXT" },
  {
    name: "add is_prunable column to data_source table",
    sql: "ALTER TABLE data_source ADD COLUMN is_prunable INTEGER DEFAULT 0",
  },
  { name: "Add api_version column", sql: "ALTER TABLE data_source ADD COLUMN api_version TEXT" },
  { name: "Add dashboard_uid column to annotation table", sql: "ALTER TABLE annotation ADD COLUMN dashboard_uid TEXT" },
  {
    name: "create table resource",
    sql: `CREATE TABLE resource (${RESOURCE_COLUMNS});
      CREATE UNIQUE INDEX UQE_resource_namespace_group_resource_name ON resource (namespace, "group", resource, name);`,
  },
  {
    name: "create table resource_history",
    sql: `CREATE TABLE resource_history (${RESOURCE_COLUMNS}, generation INTEGER NOT NULL DEFAULT 0);
      CREATE INDEX IDX_resource_history ON resource_history (namespace, "group", resource, name, generation);`,
  },
  {
    name: "create table unifiedstorage_migration_log",
    sql: `CREATE TABLE unifiedstorage_migration_log (id INTEGER PRIMARY KEY AUTOINCREMENT, migration_id TEXT NOT NULL,
      sql TEXT NOT NULL, success INTEGER NOT NULL, error TEXT NOT NULL, timestamp DATETIME NOT NULL);`,
  },
];

/** The schema a release wants; each step runs once per file, whichever release came first. */
export function migrationsOf(modern: boolean): readonly Migration[] {
  return modern ? [...COMMON, ...SINCE_TWELVE] : COMMON;
}
