-- What is new since the run before, and what is fixed? Fixed is only what lies where this time all was read; the rest is unsure.
WITH last_runs AS (
  SELECT runid, "date", row_number() OVER (ORDER BY "date" DESC, max(recordedat) DESC) AS age
  FROM scans GROUP BY runid, "date"
), was_read AS (
  SELECT age, account, region, sum(gaps) AS gaps
  FROM scans JOIN last_runs ON scans.runid = last_runs.runid AND scans."date" = last_runs."date"
  WHERE age <= 2 GROUP BY age, account, region
), failed AS (
  SELECT DISTINCT age, account, region, ruleid, severity, subject, message, fingerprint
  FROM findings JOIN last_runs ON findings.runid = last_runs.runid AND findings."date" = last_runs."date"
  WHERE age <= 2 AND kind = 'fail' AND suppression IS NULL AND (baselinestate IS NULL OR baselinestate <> 'unchanged')
)
SELECT CASE WHEN latest.age IS NOT NULL THEN 'new' WHEN was_read.gaps = 0 THEN 'fixed' ELSE 'unsure' END AS state,
  coalesce(latest.severity, earlier.severity) AS severity,
  coalesce(latest.ruleid, earlier.ruleid) AS rule,
  coalesce(latest.account, earlier.account) AS account,
  coalesce(latest.region, earlier.region) AS region,
  coalesce(latest.subject, earlier.subject) AS subject,
  coalesce(latest.message, earlier.message) AS message
FROM (SELECT * FROM failed WHERE age = 1) AS latest
FULL JOIN (SELECT * FROM failed WHERE age = 2) AS earlier
  ON latest.account = earlier.account AND latest.fingerprint = earlier.fingerprint
LEFT JOIN was_read ON was_read.age = 1 AND was_read.account = earlier.account AND was_read.region = earlier.region
WHERE latest.age IS NULL OR earlier.age IS NULL
ORDER BY state, rule, account, subject;
