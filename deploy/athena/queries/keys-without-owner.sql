-- Which keys does nobody own? No tag Owner, Team or Contact; keys whose tags could not be read are among them.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT account, region, keyid, keystate, aliases, createdat
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE NULLIF(regexp_extract(ownertags, '(?i)"(?:owner|team|contact)":"((?:[^"\\]|\\.)+)"', 1), '') IS NULL AND deletionat IS NULL
ORDER BY account, region, keyid;
