import type { CourseOverview } from '#contract/exports/overview.ts'
import { useText } from '#web/text/text.tsx'

type Step = CourseOverview['nextSteps'][number]

/** The action, its reason, and the label of the button. */
export function useStepText(step: Step): { what: string; why: string; go: string } {
  const { t, dateTime } = useText()
  const values = valuesOf(step, dateTime)
  return {
    what: t(`exports.step.${step.kind}.what`, values),
    why: t(`exports.step.${step.kind}.why`, values),
    go: t(`exports.step.${step.kind}.go`, values),
  }
}

/** The values in the sentences of a step; `when` is empty for an exam opened by hand. */
function valuesOf(step: Step, dateTime: (at: string, timeZone?: string) => string) {
  if ('exam' in step) {
    const { opensAt, timeZone } = step.exam
    return { ...step.exam, when: opensAt === null ? '' : dateTime(opensAt, timeZone), dated: String(opensAt !== null) }
  }
  if ('project' in step) {
    const { teamCount, gradedCount } = step.project
    return { ...step.project, left: teamCount - gradedCount }
  }
  return 'count' in step ? { count: step.count } : {}
}
