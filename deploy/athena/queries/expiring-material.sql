-- Which imported material has expired, or does within 90 days?
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT substr(expiresat, 1, 10) AS day, account, region, keyid, keystate, aliases
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE CAST(substr(expiresat, 1, 10) AS date) < CAST(run."date" AS date) + INTERVAL '90' DAY
ORDER BY day, account, keyid;
