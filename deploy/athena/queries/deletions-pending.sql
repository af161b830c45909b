-- Which keys are to be deleted, and when?
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT substr(deletionat, 1, 10) AS day, account, region, keyid, keyspec, aliases, NULLIF(regexp_extract(ownertags, '(?i)"(?:owner|team|contact)":"((?:[^"\\]|\\.)+)"', 1), '') AS owner
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE deletionat IS NOT NULL
ORDER BY day, account, keyid;
