import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import { listExams } from '#contract/exams/exams.ts'
import { previewAudience, setAudience } from '#contract/exams/who-sits.ts'
import { markParts } from '#core/assessment/rules.ts'
import { call, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { AudienceDialog } from './AudienceDialog.tsx'
import type { WhoSitsForm, WhoSitsView } from './use-who-sits.ts'

type Audience = WhoSitsView['audience']

/** Whom the exam is for, in words, with what can be done about it. */
export function AudienceLine(form: WhoSitsForm & { canEdit: boolean }) {
  const { courseId, exam, who, change, canEdit } = form
  const { t, list } = useText()
  const say = useToast()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const sourceOf = useSourceName(courseId, who.audience)
  const params = { courseId, examId: exam.id }
  const studentIds = who.people.map(({ studentId }) => studentId)
  /** Unchanged: said in one line. Otherwise the dialog shows the difference. */
  const update = async () => {
    setBusy(true)
    try {
      const { added, removed, staying } = await call(previewAudience, { params, body: { audience: who.audience } })
      const isSame = added.length + removed.length + staying.length === 0
      if (isSame) say({ text: t('exams.who.upToDate') })
      else setOpen(true)
    } finally {
      setBusy(false)
    }
  }
  const undo = (audience: Audience, ids: string[]) => () =>
    void change(() =>
      call(setAudience, {
        params,
        body: { audience: audience.kind === 'rule' ? { kind: 'list' } : audience, studentIds: ids },
      }),
    )
  const keep = async (audience: Audience, ids: string[]) => {
    const before = who.audience.kind === 'class' ? [] : studentIds
    const next = await change(() => call(setAudience, { params, body: { audience, studentIds: ids } }))
    setOpen(false)
    say({
      text: t('exams.who.kept', { count: next.people.length }),
      tone: 'good',
      undo: undo(who.audience, before),
    })
  }
  return (
    <div className="who-sits__line">
      <div>
        <p>
          <strong>{sentence()}</strong>, {t('exams.who.people', { count: who.people.length }).toLowerCase()}
        </p>
        {who.audience.kind !== 'class' && <p className="small muted">{t('exams.who.asKept')}</p>}
      </div>
      {canEdit && (
        <div className="cluster">
          {(who.audience.kind === 'rule' || who.audience.kind === 'groups') && (
            <Button size="small" busy={isBusy} onClick={() => void update()}>
              <Icon name="refresh" />
              {t('exams.who.update')}
            </Button>
          )}
          <Button size="small" onClick={() => setOpen(true)}>
            <Icon name="students" />
            {t('exams.who.choose')}
          </Button>
        </div>
      )}
      {isOpen && <AudienceDialog {...form} onClose={() => setOpen(false)} onKeep={keep} />}
    </div>
  )

  function sentence() {
    const { audience } = who
    switch (audience.kind) {
      case 'class':
      case 'list':
        return t(`exams.who.said.${audience.kind}`)
      case 'groups':
        return t('exams.who.said.groups', { count: audience.groups.length, groups: list(audience.groups) })
      case 'rule':
        return t(`exams.who.said.${audience.rule}`, { of: sourceOf })
    }
  }
}

/** The name of the component or of the exam that a rule looks at; its key as long as it is not known. */
function useSourceName(courseId: string, audience: Audience): string {
  const of = audience.kind === 'rule' ? audience.of : null
  const sheet = useQuery({ ...query(getFinalSheet, { params: { courseId } }), enabled: of?.kind === 'component' })
  const exams = useQuery({ ...query(listExams, { params: { courseId } }), enabled: of?.kind === 'exam' })
  if (of === null) return ''
  if (of.kind === 'exam') return exams.data?.exams.find(({ id }) => id === of.examId)?.title ?? '…'
  const parts = sheet.data ? markParts(sheet.data.rules as Parameters<typeof markParts>[0]) : []
  return parts.find(({ id }) => id === of.component)?.name ?? of.component
}
