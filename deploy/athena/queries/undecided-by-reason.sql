-- Why could something not be decided? By the first reason of each verdict.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT regexp_extract(because, '"reason": ?"([a-z-]+)"', 1) AS reason, ruleid AS rule,
  count(*) AS verdicts, count(DISTINCT account) AS accounts
FROM findings JOIN run ON findings.runid = run.runid AND findings."date" = run."date"
WHERE kind = 'open' AND suppression IS NULL AND (baselinestate IS NULL OR baselinestate <> 'unchanged')
GROUP BY 1, 2 ORDER BY verdicts DESC, reason, rule;
