-- The same tables in DuckDB, of files below the working directory: `duckdb -init duckdb.sql`, or another directory by
-- SET file_search_path. Account ids are texts, so that zeros in front stay.

CREATE VIEW findings AS SELECT * FROM read_json('findings/*/*.ndjson.gz', format = 'newline_delimited',
  hive_partitioning = true, hive_types = {date: VARCHAR}, columns = {
    version: 'INTEGER',
    runId: 'VARCHAR',
    recordedAt: 'VARCHAR',
    scope: 'VARCHAR',
    ruleId: 'VARCHAR',
    kind: 'VARCHAR',
    severity: 'VARCHAR',
    subject: 'VARCHAR',
    account: 'VARCHAR',
    region: 'VARCHAR',
    accountName: 'VARCHAR',
    source: 'VARCHAR',
    message: 'VARCHAR',
    because: 'VARCHAR',
    aliases: 'VARCHAR[]',
    ownerTags: 'VARCHAR',
    fingerprint: 'VARCHAR',
    suppression: 'VARCHAR',
    baselineState: 'VARCHAR',
    previousState: 'VARCHAR',
    title: 'VARCHAR',
    helpUri: 'VARCHAR',
    compliance: 'VARCHAR[]'
  });

CREATE VIEW keys AS SELECT * FROM read_json('keys/*/*.ndjson.gz', format = 'newline_delimited',
  hive_partitioning = true, hive_types = {date: VARCHAR}, columns = {
    version: 'INTEGER',
    runId: 'VARCHAR',
    recordedAt: 'VARCHAR',
    account: 'VARCHAR',
    region: 'VARCHAR',
    accountName: 'VARCHAR',
    subject: 'VARCHAR',
    scope: 'VARCHAR',
    keyId: 'VARCHAR',
    keySpec: 'VARCHAR',
    keyUsage: 'VARCHAR',
    origin: 'VARCHAR',
    keyState: 'VARCHAR',
    multiRegionKeyType: 'VARCHAR',
    rotationEnabled: 'BOOLEAN',
    rotationPeriodInDays: 'INTEGER',
    createdAt: 'VARCHAR',
    lastRotationAt: 'VARCHAR',
    nextRotationAt: 'VARCHAR',
    expiresAt: 'VARCHAR',
    deletionAt: 'VARCHAR',
    aliases: 'VARCHAR[]',
    successors: 'VARCHAR[]',
    ownerTags: 'VARCHAR',
    description: 'VARCHAR',
    verdicts: 'STRUCT(fail INTEGER, open INTEGER, suppressed INTEGER, unchanged INTEGER, pass INTEGER, notApplicable INTEGER, bySeverity STRUCT(critical INTEGER, high INTEGER, medium INTEGER, low INTEGER, info INTEGER))'
  });

CREATE VIEW scans AS SELECT * FROM read_json('scans/*/*.ndjson.gz', format = 'newline_delimited',
  hive_partitioning = true, hive_types = {date: VARCHAR}, columns = {
    version: 'INTEGER',
    runId: 'VARCHAR',
    recordedAt: 'VARCHAR',
    account: 'VARCHAR',
    region: 'VARCHAR',
    scope: 'VARCHAR',
    keys: 'INTEGER',
    fail: 'INTEGER',
    open: 'INTEGER',
    gaps: 'INTEGER',
    reasons: 'VARCHAR[]',
    unread: 'VARCHAR[]'
  });

CREATE VIEW accounts AS SELECT * FROM read_json('accounts/*/*.ndjson.gz', format = 'newline_delimited',
  hive_partitioning = true, hive_types = {date: VARCHAR}, columns = {
    runId: 'VARCHAR',
    account: 'VARCHAR'
  });
