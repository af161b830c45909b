-- The tables, for whoever does not apply ../aws-batch, which makes the same of tables.json: one statement at a time, with the
-- name of the bucket in the place of BUCKET. Partitions are projected: nothing has to be added day by day.
-- What is an object in a row, or a list of objects, is a text here: JSON, to be looked through by regexp_extract.

CREATE EXTERNAL TABLE `findings` (
  `version` int,
  `runid` string,
  `recordedat` string,
  `scope` string,
  `ruleid` string,
  `kind` string,
  `severity` string,
  `subject` string,
  `account` string,
  `region` string,
  `accountname` string,
  `source` string,
  `message` string,
  `because` string,
  `aliases` array<string>,
  `ownertags` string,
  `fingerprint` string,
  `suppression` string,
  `baselinestate` string,
  `previousstate` string,
  `title` string,
  `helpuri` string,
  `compliance` array<string>
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/findings/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2026-01-01,NOW',
  'storage.location.template' = 's3://BUCKET/findings/date=${date}'
);

CREATE EXTERNAL TABLE `keys` (
  `version` int,
  `runid` string,
  `recordedat` string,
  `account` string,
  `region` string,
  `accountname` string,
  `subject` string,
  `scope` string,
  `keyid` string,
  `keyspec` string,
  `keyusage` string,
  `origin` string,
  `keystate` string,
  `multiregionkeytype` string,
  `rotationenabled` boolean,
  `rotationperiodindays` int,
  `createdat` string,
  `lastrotationat` string,
  `nextrotationat` string,
  `expiresat` string,
  `deletionat` string,
  `aliases` array<string>,
  `successors` array<string>,
  `ownertags` string,
  `description` string,
  `verdicts` struct<fail:int,open:int,suppressed:int,unchanged:int,pass:int,notapplicable:int,byseverity:struct<critical:int,high:int,medium:int,low:int,info:int>>
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/keys/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2026-01-01,NOW',
  'storage.location.template' = 's3://BUCKET/keys/date=${date}'
);

CREATE EXTERNAL TABLE `scans` (
  `version` int,
  `runid` string,
  `recordedat` string,
  `account` string,
  `region` string,
  `scope` string,
  `keys` int,
  `fail` int,
  `open` int,
  `gaps` int,
  `reasons` array<string>,
  `unread` array<string>
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/scans/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2026-01-01,NOW',
  'storage.location.template' = 's3://BUCKET/scans/date=${date}'
);

CREATE EXTERNAL TABLE `accounts` (
  `runid` string,
  `account` string
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/accounts/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2026-01-01,NOW',
  'storage.location.template' = 's3://BUCKET/accounts/date=${date}'
);
