-- How does it go, week by week? By the last run of each week.
WITH runs AS (
  SELECT runid, "date", CAST(date_trunc('week', CAST("date" AS date)) AS date) AS week,
    count(DISTINCT account) AS accounts, sum(keys) AS keys, sum(fail) AS failures, sum(open) AS undecided, sum(gaps) AS not_read,
    max(recordedat) AS ended
  FROM scans GROUP BY runid, "date"
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY week ORDER BY "date" DESC, ended DESC) AS age FROM runs
)
SELECT week, "date", accounts, keys, failures, undecided, not_read
FROM ranked WHERE age = 1 ORDER BY week;
