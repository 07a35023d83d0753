import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { getOverview } from '#contract/exports/overview.ts'
import { adjustMember, getTeamGrading, gradeTeam, saveDelivery } from '#contract/projects/project-grading.ts'
import { getProject, listProjects } from '#contract/projects/projects.ts'
import { call } from '#web/api.ts'
import { type AutosaveState, useAutosave } from '#web/ui/use-autosave.ts'
import {
  type GradeDraft,
  gradeDraftOf,
  isUndated,
  isUnexcused,
  isUnexplained,
  type TeamGrading,
} from './grade-draft.ts'

export type GradeKeeper = {
  draft: GradeDraft
  change: (part: Partial<GradeDraft>) => void
  state: AutosaveState
  /** Saves pending changes; true when the server has all of them. */
  flush: () => Promise<boolean>
  /** After a conflict: overwrites what the other grader saved. */
  keepMine: () => Promise<void>
}

type Place = { courseId: string; projectId: string; teamId: string }
const pauseMs = 600

/** Holds the grading of a team and saves it while it is edited. */
export function useGrading({ courseId, projectId, teamId }: Place, grading: TeamGrading): GradeKeeper {
  const client = useQueryClient()
  const revision = useRef(grading.revision)
  const params = { courseId, projectId, teamId }
  const { value, current, change, state, flush, rebase } = useAutosave({
    first: () => gradeDraftOf(grading),
    pauseMs,
    send: async (next: GradeDraft, saved: GradeDraft) => {
      for (const part of changesBetween(saved, next))
        revision.current = (await send(part, params, revision.current)).revision
      for (const { path } of [getProject, listProjects, getOverview])
        void client.invalidateQueries({ queryKey: [path] })
    },
  })
  const keepMine = async () => {
    const theirs = await call(getTeamGrading, { params })
    revision.current = theirs.revision
    rebase(gradeDraftOf(theirs))
    await flush()
  }
  return {
    draft: value,
    change: useCallback((part) => change({ ...current(), ...part }), [change, current]),
    state,
    flush,
    keepMine,
  }
}

type Change =
  | { kind: 'grade'; body: Pick<GradeDraft, 'levels' | 'comments' | 'comment'> }
  | { kind: 'delivery'; body: { submittedAt: string | null; dateReason: string; waived: string } }
  | { kind: 'member'; studentId: string; body: { factor: string; adjustment: number; reason: string } }

function send(change: Change, params: Place, revision: number) {
  switch (change.kind) {
    case 'grade':
      return call(gradeTeam, { params, body: { revision, ...change.body } })
    case 'delivery':
      return call(saveDelivery, { params, body: { revision, ...change.body } })
    case 'member': {
      const { studentId, body } = change
      return call(adjustMember, { params: { ...params, studentId }, body: { revision, ...body } })
    }
  }
}

/** The changes to send. Those that require a reason wait until it is given. */
function changesBetween(saved: GradeDraft, next: GradeDraft): Change[] {
  const { members, delivery, ...grade } = next
  const isSame = saved.levels === next.levels && saved.comments === next.comments && saved.comment === next.comment
  const isSameDelivery =
    saved.delivery.submittedAt === delivery.submittedAt &&
    saved.delivery.dateReason === delivery.dateReason &&
    saved.delivery.waived === delivery.waived
  const adjusted = Object.entries(members).filter(([studentId, member]) => {
    const before = saved.members[studentId]
    const isChanged =
      before?.factor !== member.factor || before.adjustment !== member.adjustment || before.reason !== member.reason
    return isChanged && !isUnexplained(member)
  })
  return [
    ...(isSame ? [] : [{ kind: 'grade' as const, body: grade }]),
    ...(isSameDelivery || isUnexcused(delivery) || isUndated(delivery)
      ? []
      : [
          {
            kind: 'delivery' as const,
            body: {
              submittedAt: delivery.submittedAt,
              dateReason: delivery.submittedAt === null ? '' : delivery.dateReason.trim(),
              waived: delivery.waived?.trim() ?? '',
            },
          },
        ]),
    ...adjusted.map(([studentId, { factor, adjustment, reason }]) => {
      return { kind: 'member' as const, studentId, body: { factor: String(factor), adjustment, reason } }
    }),
  ]
}
