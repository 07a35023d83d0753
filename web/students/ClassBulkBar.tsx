import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { changeStudents, restoreStudents, type StudentsChange } from '#contract/students/students.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { BulkExtraTimeDialog } from './BulkExtraTimeDialog.tsx'
import { BulkGroupDialog } from './BulkGroupDialog.tsx'
import { useRefreshClass } from './use-class.ts'

type Props = {
  courseId: string
  groups: readonly string[]
  /** Whether those who left are shown. */
  isArchived: boolean
  ticked: readonly { id: string }[]
  shownCount: number
  onAll: (isOn: boolean) => void
  onDone: () => void
}

/** Chooses students, and acts on all of them at once; each act is done at once and can be undone. */
export function ClassBulkBar({ courseId, groups, isArchived, ticked, shownCount, onAll, onDone }: Props) {
  const { t, has, list } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState<'group' | 'extraTime' | null>(null)
  const onError = (error: Error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' })
  const params = { courseId }
  const undo = useMutation({
    ...mutation(restoreStudents),
    onError,
    onSuccess: ({ changed, left }) => {
      const names = list(left.map(({ familyName, givenName }) => `${familyName} ${givenName}`.trim()))
      const undone = t('students.bulk.undone', { count: changed })
      if (left.length === 0) return say({ text: undone })
      say({ tone: 'warn', text: `${undone} ${t('students.bulk.left', { count: left.length, names })}` })
    },
    onSettled: refresh,
  })
  const act = useMutation({
    ...mutation(changeStudents),
    onError,
    onSuccess: ({ states }, { body }) => {
      setAsking(null)
      onDone()
      if (states.length === 0) return say({ text: t('students.bulk.nothing') })
      say({
        text: t(`students.bulk.done.${body.change.kind}`, { count: states.length }),
        undo: () => undo.mutate({ params, body: { states } }),
      })
    },
    onSettled: refresh,
  })
  const go = (change: StudentsChange) =>
    act.mutate({ params, body: { studentIds: ticked.map(({ id }) => id), change } })
  const count = ticked.length
  const reason = count === 0 ? t('students.bulk.first') : undefined
  return (
    <div className="class-bulk">
      <Checkbox
        label={t('students.bulk.all')}
        checked={count > 0 && count === shownCount}
        partly={count > 0 && count < shownCount}
        onChange={({ target }) => onAll(target.checked)}
      />
      <p className="small muted" role="status">
        {count > 0 ? t('students.bulk.chosen', { count }) : t('students.bulk.none')}
      </p>
      {count > 0 && (
        <div className="cluster">
          {!isArchived && (
            <>
              <Button size="small" reason={reason} onClick={() => setAsking('group')}>
                {t('students.bulk.group')}
              </Button>
              <Button size="small" reason={reason} onClick={() => setAsking('extraTime')}>
                {t('students.bulk.extraTime')}
              </Button>
              <Button size="small" onClick={() => navigate(at.course(courseId).codesOf(...ticked.map(({ id }) => id)))}>
                {t('students.bulk.codes')}
              </Button>
            </>
          )}
          <Button
            size="small"
            busy={act.isPending && asking === null}
            onClick={() => go({ kind: isArchived ? 'restore' : 'archive' })}
          >
            {t(isArchived ? 'students.restore' : 'students.archive')}
          </Button>
        </div>
      )}
      <BulkGroupDialog
        open={asking === 'group'}
        count={count}
        groups={groups}
        busy={act.isPending}
        onClose={() => setAsking(null)}
        onChoose={(group) => go({ kind: 'group', group })}
      />
      <BulkExtraTimeDialog
        open={asking === 'extraTime'}
        count={count}
        busy={act.isPending}
        onClose={() => setAsking(null)}
        onChoose={(extraTime) => go({ kind: 'extraTime', extraTime })}
      />
    </div>
  )
}
