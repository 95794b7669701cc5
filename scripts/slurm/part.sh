#!/usr/bin/env bash
#SBATCH --requeue
#SBATCH --open-mode=append
# One task of an array: part k of n of an experiment. When requeued, it resumes.
#   sbatch --array=1-N part.sh N BINARY OUT [ARGUMENT...]
# N is named, since a task that is sent again by itself is an array of its own.
set -euo pipefail
tasks=$1 binary=$2 out=$3
shift 3
exec "$binary" --shard "$SLURM_ARRAY_TASK_ID/$tasks" --out "$out" \
    --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
