-- Which multi-Region keys stand where, and do their members agree? A group without a row PRIMARY has it where nothing was read.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT account, keyid, count(*) AS members,
  max(CASE WHEN multiregionkeytype = 'PRIMARY' THEN region END) AS primary_region,
  count(DISTINCT keystate) AS states, max(verdicts.fail) AS most_failures
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE multiregionkeytype IS NOT NULL
GROUP BY account, keyid ORDER BY account, keyid;
