-- Which controls of public frameworks does an account fail, and by how many keys and other objects? Beside its keys.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
), sizes AS (
  SELECT account, sum(keys) AS keys FROM scans JOIN run ON scans.runid = run.runid AND scans."date" = run."date" GROUP BY account
)
SELECT control, findings.account,
  count(DISTINCT CASE WHEN kind = 'fail' THEN subject END) AS failing,
  count(DISTINCT CASE WHEN kind = 'open' THEN subject END) AS undecided,
  max(sizes.keys) AS keys_of_account
FROM findings JOIN run ON findings.runid = run.runid AND findings."date" = run."date"
CROSS JOIN UNNEST(compliance) AS t(control)
LEFT JOIN sizes ON findings.account = sizes.account
WHERE kind IN ('fail', 'open')
GROUP BY control, findings.account ORDER BY control, findings.account;
