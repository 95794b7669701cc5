#!/usr/bin/env bash
#SBATCH --requeue
#SBATCH --open-mode=append
# One task of an array: part k of n of an experiment. When requeued, it resumes.
#   sbatch --array=1-N part.sh BINARY OUT [ARGUMENT...]
set -euo pipefail
binary=$1 out=$2
shift 2
exec "$binary" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_MAX" --out "$out" \
    --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
