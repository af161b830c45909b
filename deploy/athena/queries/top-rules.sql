-- Which rules fail most?
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT ruleid AS rule, min(CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 ELSE 5 END) AS worst, count(*) AS failures,
  count(DISTINCT account) AS accounts
FROM findings JOIN run ON findings.runid = run.runid AND findings."date" = run."date"
WHERE kind = 'fail' AND suppression IS NULL AND (baselinestate IS NULL OR baselinestate <> 'unchanged')
GROUP BY ruleid ORDER BY failures DESC, rule;
