import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { getOverview } from '#contract/overview.ts'
import { adjustMember, getTeamGrading, gradeTeam, saveDelivery } from '#contract/project-grading.ts'
import { getProject, listProjects } from '#contract/projects.ts'
import { call } from '#web/api.ts'
import { draftOf, type GradeDraft, isUnexcused, isUnexplained, type TeamGrading } from './grade-draft.ts'

export type GradeSave =
  | { status: 'saved'; at: Date | null }
  | { status: 'waiting' }
  | { status: 'saving' }
  | { status: 'failed'; error: unknown }

export type GradeKeeper = {
  draft: GradeDraft
  change: (part: Partial<GradeDraft>) => void
  state: GradeSave
  /** Saves what is waiting; true when the server has everything. */
  flush: () => Promise<boolean>
  /** After a conflict: saves over what somebody else saved. */
  keepMine: () => Promise<void>
}

type Place = { courseId: string; projectId: string; teamId: string }
const pauseMs = 600

/** The grade as it is written, saved when the hand pauses. One save at a time: each carries the revision of the one before. */
export function useGrading(place: Place, grading: TeamGrading): GradeKeeper {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(grading))
  const [state, setState] = useState<GradeSave>({ status: 'saved', at: null })
  const kept = useRef({ draft, saved: draft, revision: grading.revision, running: null as Promise<boolean> | null })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const { courseId, projectId, teamId } = place

  const save = useCallback(async (): Promise<boolean> => {
    let sent = kept.current.saved
    // What was written while a save was on its way is saved in turn.
    while (kept.current.draft !== sent) {
      sent = kept.current.draft
      setState({ status: 'saving' })
      try {
        for (const part of changesBetween(kept.current.saved, sent)) {
          const params = { courseId, projectId, teamId }
          const { revision } = kept.current
          kept.current.revision = (await send(part, params, revision)).revision
        }
        kept.current.saved = sent
      } catch (error) {
        setState({ status: 'failed', error })
        return false
      }
      setState({ status: 'saved', at: new Date() })
      for (const { path } of [getProject, listProjects, getOverview])
        void client.invalidateQueries({ queryKey: [path] })
    }
    return true
  }, [client, courseId, projectId, teamId])

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    // In a line: two that waited for the same save would send the same revision twice.
    while (kept.current.running) await kept.current.running
    kept.current.running = save()
    const done = await kept.current.running
    kept.current.running = null
    return done
  }, [save])

  const change = useCallback(
    (part: Partial<GradeDraft>) => {
      kept.current.draft = { ...kept.current.draft, ...part }
      setDraft(kept.current.draft)
      setState({ status: 'waiting' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  const keepMine = useCallback(async () => {
    const theirs = await call(getTeamGrading, { params: { courseId, projectId, teamId } })
    kept.current.revision = theirs.revision
    kept.current.saved = draftOf(theirs)
    await flush()
  }, [courseId, projectId, teamId, flush])

  // Leaving the page saves; leaving the site asks first.
  useEffect(() => {
    const isDirty = () => kept.current.draft !== kept.current.saved
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      if (isDirty()) void flush()
    }
  }, [flush])

  return { draft, change, state, flush, keepMine }
}

type Change =
  | { kind: 'grade'; body: Pick<GradeDraft, 'levels' | 'comments' | 'comment'> }
  | { kind: 'delivery'; body: { submittedAt: string | null; waived: string } }
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

/** What the server has to be told. What needs a reason waits for it. */
function changesBetween(saved: GradeDraft, next: GradeDraft): Change[] {
  const { members, delivery, ...grade } = next
  const isSame = saved.levels === next.levels && saved.comments === next.comments && saved.comment === next.comment
  const isSameDelivery =
    saved.delivery.submittedAt === delivery.submittedAt && saved.delivery.waived === delivery.waived
  const adjusted = Object.entries(members).filter(([studentId, member]) => {
    const before = saved.members[studentId]
    const isChanged =
      before?.factor !== member.factor || before.adjustment !== member.adjustment || before.reason !== member.reason
    return isChanged && !isUnexplained(member)
  })
  return [
    ...(isSame ? [] : [{ kind: 'grade' as const, body: grade }]),
    ...(isSameDelivery || isUnexcused(delivery)
      ? []
      : [
          {
            kind: 'delivery' as const,
            body: { submittedAt: delivery.submittedAt, waived: delivery.waived?.trim() ?? '' },
          },
        ]),
    ...adjusted.map(([studentId, { factor, adjustment, reason }]) => {
      return { kind: 'member' as const, studentId, body: { factor: String(factor), adjustment, reason } }
    }),
  ]
}
