-- How many of the keys that can rotate by themselves do? Enabled symmetric keys of AWS's own material, without replicas.
WITH run AS (
  SELECT runid, "date" FROM scans GROUP BY runid, "date" ORDER BY "date" DESC, max(recordedat) DESC LIMIT 1
)
SELECT account, count(*) AS can_rotate,
  count_if(rotationenabled) AS rotate,
  count_if(rotationenabled IS NULL) AS unknown,
  CAST(floor(100e0 * count_if(rotationenabled) / count(*)) AS integer) AS percent
FROM keys JOIN run ON keys.runid = run.runid AND keys."date" = run."date"
WHERE keyspec = 'SYMMETRIC_DEFAULT' AND origin = 'AWS_KMS' AND keystate = 'Enabled'
  AND (multiregionkeytype IS NULL OR multiregionkeytype <> 'REPLICA')
GROUP BY account ORDER BY percent, account;
