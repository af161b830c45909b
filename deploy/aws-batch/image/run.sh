#!/bin/sh
# One part of a run: records and judges the accounts that are this job's, and puts their rows into the bucket's tables.
# Arguments go on to `kmslint scan`. A job that is tried again goes on where the one before it ended.
set -eu

# The AWS CLI's first version knows no other name.
export AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-${AWS_REGION:?is the Region of the bucket}}"
bucket=${KMSLINT_BUCKET:?is to name the bucket}
role=${KMSLINT_ROLE:?is to be the ARN of the role in each account, with the word account in braces for its number}
index=${AWS_BATCH_JOB_ARRAY_INDEX:-0}
# The array's own id: that of a part has its index behind a colon.
run=${AWS_BATCH_JOB_ID:?is the id of the run}
run=${run%%:*}
# The day of the run, and not that of this job, which may end a day later.
date=${KMSLINT_RUN_AT:?is when the run began, in ISO 8601}
date=${date%%T*}
case $run$date in
*[!A-Za-z0-9-]*)
  echo "neither $run nor $date may hold anything but letters, digits and -" >&2
  exit 2
  ;;
esac
part=$run-$index
kept=snapshots/date=$date/$part

work=${KMSLINT_WORK:-/tmp/kmslint}
mkdir -p "$work"
cd "$work"
rm -rf out
mkdir -p snapshots

save() { aws s3 sync --only-show-errors --exclude '*.tmp' snapshots "s3://$bucket/$kept"; }

if [ "${AWS_BATCH_JOB_ATTEMPT:-1}" -gt 1 ]; then
  aws s3 sync --only-show-errors "s3://$bucket/$kept" snapshots
fi

# What is finished is saved while the scan goes on, for a task may be lost without a word.
(while sleep "${KMSLINT_SAVE_EVERY:-300}"; do save || true; done) >/dev/null 2>&1 &
saver=$!
trap 'kill "$saver" 2>/dev/null || true' EXIT

stopped=no
# shellcheck disable=SC2086
${KMSLINT_COMMAND:-node /app/dist/bin.js} scan --org --assume-role "$role" --resume snapshots --fail-on none --run-id "$run" \
  --quiet -f ndjson=findings.ndjson -f keys=keys.ndjson -f scans=scans.ndjson "$@" &
scan=$!
trap 'stopped=yes; kill -TERM "$scan" 2>/dev/null || true' TERM INT
code=0
wait "$scan" || code=$?
# A signal ends the waiting and not the scan, which keeps what it has read.
while kill -0 "$scan" 2>/dev/null; do
  code=0
  wait "$scan" || code=$?
done

if [ "$stopped" = yes ]; then
  save
  exit 143
fi
# 0 and 3: judged, and 3 says that something could not be read, which is in the rows. The others judged nothing.
case $code in
0 | 3) ;;
*)
  save
  exit "$code"
  ;;
esac

for table in findings keys scans; do
  mkdir -p "out/$table/date=$date"
  gzip -nc "$table.ndjson" >"out/$table/date=$date/$part.ndjson.gz"
done
if [ "$index" -eq 0 ]; then
  mkdir -p "out/accounts/date=$date"
  aws organizations list-accounts --output text --query "Accounts[?State=='ACTIVE' || Status=='ACTIVE'].[Id]" >accounts.txt
  sed "s/.*/{\"runId\":\"$run\",\"account\":\"&\"}/" accounts.txt | gzip -nc >"out/accounts/date=$date/$run.ndjson.gz"
fi
mkdir -p "out/${kept%/*}"
mv snapshots "out/$kept"
aws s3 cp --recursive --only-show-errors --exclude '*.tmp' out "s3://$bucket"
exit "$code"
