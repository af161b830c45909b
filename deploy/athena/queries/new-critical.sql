-- Which findings are critical that were not in the run before? The state machine tells them. The first run has none.
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
SELECT latest.ruleid AS rule, latest.account, latest.region, latest.subject, latest.message
FROM (SELECT * FROM failed WHERE age = 1 AND severity = 'critical') AS latest
LEFT JOIN (SELECT * FROM failed WHERE age = 2 AND severity = 'critical') AS earlier
  ON latest.account = earlier.account AND latest.fingerprint = earlier.fingerprint
WHERE earlier.age IS NULL AND EXISTS (SELECT 1 FROM last_runs WHERE age = 2)
ORDER BY rule, latest.account, latest.subject;
