import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import { listFinalisations } from '#contract/assessment/finalisation.ts'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { listFiles } from '#contract/exports/exports.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { useChange } from '#web/use-change.ts'

const readers = [getFinalSheet, listFinalisations, getOverview, listFiles]

/** A mutation of the final assessment, after which the sheet and the counts that depend on it are refetched. */
export const useAssessmentChange = <E extends Endpoint>(
  endpoint: E,
  onDone?: (reply: Reply<E>, sent: Sent<E>) => void,
) => useChange(endpoint, { readers, onDone })
