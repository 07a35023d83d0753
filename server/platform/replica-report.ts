/** What a server says of itself with each sign of life; instants are ISO texts. */
export type ReplicaReport = {
  /** By name of the job (server/jobs.ts). `failures` counts those in a row. */
  jobs: Record<string, JobState>
  pool: { size: number; used: number; waiting: number }
  /** Of DATA_DIR, in bytes; null when nothing is kept there. */
  disk: { free: number; total: number } | null
}

export type JobState = { lastSuccessAt: string | null; lastFailureAt: string | null; failures: number }
