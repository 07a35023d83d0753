import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import type { TeamGrading } from './grade-draft.ts'
import type { GradeKeeper } from './use-grading.ts'

type Props = { keeper: GradeKeeper; grading: TeamGrading; onReload: () => void }

/** One sentence that is always true: what is saved, and since when. A conflict keeps both versions until one is chosen. */
export function GradeSaveLine({ keeper, grading, onReload }: Props) {
  const text = useText()
  const { t } = text
  const { state } = keeper
  if (state.status !== 'failed') {
    return (
      <span role="status">
        {grading.project.title}. {quietly(state, grading, text)}
      </span>
    )
  }
  const { error } = state
  const isConflict = error instanceof Error && 'code' in error && error.code === 'changed_meanwhile'
  return (
    <span role="alert" className="grading__failed">
      <strong>{t('projects.grade.notSaved')}</strong>{' '}
      {isConflict ? t('projects.grade.conflict') : sentenceOf(error, text)}{' '}
      <span className="cluster">
        {isConflict ? (
          <>
            <Button size="small" onClick={onReload}>
              {t('projects.grade.takeTheirs')}
            </Button>
            <Button size="small" onClick={() => void keeper.keepMine()}>
              {t('projects.grade.keepMine')}
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => void keeper.flush()}>
            {t('common.retry')}
          </Button>
        )}
      </span>
    </span>
  )
}

function quietly(
  state: Exclude<GradeKeeper['state'], { status: 'failed' }>,
  { gradedAt, gradedBy }: TeamGrading,
  { t, exactTime, dateTime }: ReturnType<typeof useText>,
) {
  if (state.status === 'waiting') return t('projects.grade.unsaved')
  if (state.status === 'saving') return t('projects.grade.saving')
  if (state.at) return t('projects.grade.saved', { at: exactTime(state.at) })
  if (gradedAt && gradedBy) return t('projects.grade.lastBy', { name: gradedBy, at: dateTime(gradedAt) })
  return t('projects.grade.ready')
}
