import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { SaveLine } from '#web/ui/SaveLine.tsx'
import type { TeamGrading } from './grade-draft.ts'
import type { GradeKeeper } from './use-grading.ts'

type Props = { keeper: GradeKeeper; grading: TeamGrading; onReload: () => void }

/** The save state of a grade. After a conflict, both versions are kept until one is chosen. */
export function GradeSaveLine({ keeper, grading: { gradedAt, gradedBy }, onReload }: Props) {
  const { t, dateTime } = useText()
  const choices = (
    <>
      <Button size="small" onClick={onReload}>
        {t('projects.grade.takeTheirs')}
      </Button>
      <Button size="small" onClick={() => void keeper.keepMine()}>
        {t('projects.grade.keepMine')}
      </Button>
    </>
  )
  return (
    <SaveLine
      state={keeper.state}
      onRetry={() => void keeper.flush()}
      conflict={{ words: t('projects.grade.conflict'), actions: choices }}
    >
      {gradedAt && gradedBy
        ? t('projects.grade.lastBy', { name: gradedBy, at: dateTime(gradedAt) })
        : t('projects.grade.ready')}
    </SaveLine>
  )
}
