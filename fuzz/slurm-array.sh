#!/bin/bash
#SBATCH --job-name=selvage-fuzz
#SBATCH --array=1-64
#SBATCH --cpus-per-task=1
#SBATCH --time=01:10:00
#SBATCH --signal=B:TERM@60
# One shard of `selvage fuzz` or `selvage check` a task of a Slurm array job; from the folder of the sources:
#   sbatch fuzz/slurm-array.sh                      an hour of fuzzing a task (SELVAGE_TIME changes it)
#   sbatch fuzz/slurm-array.sh check --executions 1000000
# and when the job has ended, of whatever it has got done:
#   fuzz/slurm-array.sh merge
# Results are in shards/. SELVAGE names the command when it is not `selvage`. A fuzzing task that is cancelled, or whose
# time is up, ends with its report; one that is queued again goes on from the corpus it had.
set -uo pipefail
selvage=${SELVAGE:-selvage} here=${SLURM_SUBMIT_DIR:-$PWD}
cd "$here" || exit 2
command=fuzz
case ${1:-} in fuzz | check | merge) command=$1 && shift ;; esac

if [[ $command == merge ]]; then
  shopt -s nullglob
  documents=(shards/*/report.json) corpora=(shards/*/corpus) into=()
  ((${#documents[@]} + ${#corpora[@]})) || { echo "slurm-array.sh: there is nothing in $here/shards to merge" >&2; exit 2; }
  ((${#documents[@]})) && into+=(--json shards/all.json)
  ((${#corpora[@]})) && into+=(--corpus shards/corpus)
  exec "$selvage" merge "${corpora[@]}" "${documents[@]}" "${into[@]}" "$@"
fi

if [[ -z ${SLURM_ARRAY_TASK_ID:-} || -z ${SLURM_ARRAY_TASK_COUNT:-} ]]; then
  echo "slurm-array.sh: no array job: SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT are not set" >&2
  exit 2
fi
folder=shards/$SLURM_ARRAY_TASK_ID
mkdir -p "$folder"
common=(--shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --jobs "${SLURM_CPUS_PER_TASK:-1}"
  --out "$folder/counterexamples" --json "$folder/report.json" --quiet)
if [[ $command == fuzz ]]; then
  [[ -d $folder/corpus ]] || cp -r fuzz/corpus "$folder/corpus"
  common+=(--time "${SELVAGE_TIME:-1h}" --corpus "$folder/corpus")
fi
ended=no
"$selvage" "$command" "${common[@]}" "$@" &
trap 'ended=yes; kill -TERM $! 2>&-' TERM
wait $!
status=$?
if [[ $ended == yes ]]; then
  wait $!
  status=$?
fi
# A violation is a result, not a job that failed; `merge` tells.
((status == 1)) && exit 0
exit "$status"
