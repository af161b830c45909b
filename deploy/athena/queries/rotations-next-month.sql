-- Which keys does AWS KMS rotate within a month from the run on?
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT substr(nextrotationat, 1, 10) AS day, account, region, keyid, rotationperiodindays, aliases
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE CAST(substr(nextrotationat, 1, 10) AS date) >= CAST(run."date" AS date)
  AND CAST(substr(nextrotationat, 1, 10) AS date) < CAST(run."date" AS date) + INTERVAL '1' MONTH
ORDER BY day, account, keyid;
