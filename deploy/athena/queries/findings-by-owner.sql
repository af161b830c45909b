-- Who has how much to mend? By the first of a key's tags Owner, Team and Contact.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
), owned AS (
  SELECT DISTINCT account, subject, NULLIF(regexp_extract(ownertags, '(?i)"(?:owner|team|contact)":"((?:[^"\\]|\\.)+)"', 1), '') AS owner
  FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
)
SELECT coalesce(owner, '(nobody)') AS owner,
  count_if(severity = 'critical') AS critical, count_if(severity = 'high') AS high, count(*) AS failures
FROM findings JOIN run ON findings.runid = run.runid AND findings."date" = run."date"
LEFT JOIN owned ON findings.account = owned.account AND findings.subject = owned.subject
WHERE kind = 'fail' AND suppression IS NULL AND (baselinestate IS NULL OR baselinestate <> 'unchanged')
GROUP BY 1 ORDER BY failures DESC, owner;
