-- Which accounts of the organisation were not read, or not wholly? An account without a row was in a part that did not end.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
), was_read AS (
  SELECT account, count(*) AS regions, sum(gaps) AS gaps
  FROM scans JOIN run ON scans.runid = run.runid AND scans."date" = run."date"
  GROUP BY account
), wanted AS (
  SELECT DISTINCT account FROM accounts JOIN run ON accounts.runid = run.runid AND accounts."date" = run."date"
)
SELECT coalesce(wanted.account, was_read.account) AS account,
  CASE WHEN was_read.regions IS NULL THEN 'not scanned' ELSE 'partly' END AS state,
  coalesce(was_read.gaps, 0) AS not_read
FROM wanted FULL JOIN was_read ON wanted.account = was_read.account
WHERE was_read.regions IS NULL OR was_read.gaps > 0
ORDER BY state, account;
