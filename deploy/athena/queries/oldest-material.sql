-- Which keys have the oldest material? Since their last known rotation, else since they were created.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT account, region, keyid, keyspec, origin, aliases, coalesce(lastrotationat, createdat) AS since,
  date_diff('day', CAST(substr(coalesce(lastrotationat, createdat), 1, 10) AS date), CAST(run."date" AS date)) AS days
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE createdat IS NOT NULL AND deletionat IS NULL
ORDER BY since, account, keyid LIMIT 100;
