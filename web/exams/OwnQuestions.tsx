import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { type SlotShare, slotShares } from '#core/exams/slot-questions.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import type { ExamDraw } from './exam-draw.ts'

type Props = {
  draft: ExamDraft
  onChange: (part: Partial<ExamDraft>) => void
  draw: ExamDraw | undefined
  /** The name of the section of a line of the plan. */
  nameOf: (line: number) => string
}

type Share = SlotShare<ExamDraw['questions'][number]>

/** Whether slots ask different questions, and stratum by stratum what each has: as many, and as hard. */
export function OwnQuestions({ draft, onChange, draw, nameOf }: Props) {
  const { t } = useText()
  const numbers = draw?.slots.map(({ number }) => number) ?? []
  const columns: Column<Share>[] = [
    {
      id: 'line',
      header: t('exams.plan.ownQuestions.line'),
      rowHeader: true,
      cell: ({ stratum, members }) =>
        `${nameOf(Number.parseInt(stratum.name, 10))} – ${t(`questions.difficulty.${members[0]?.difficulty ?? 'easy'}`)}`,
    },
    {
      id: 'copy',
      header: t('exams.plan.ownQuestions.perCopy'),
      align: 'end',
      cell: ({ stratum }) => stratum.take,
    },
    {
      id: 'slot',
      header: t('exams.plan.ownQuestions.perSlot'),
      align: 'end',
      cell: ({ perSlot }) => perSlot.join(' + '),
    },
    {
      id: 'shared',
      header: t('exams.plan.ownQuestions.shared'),
      align: 'end',
      cell: ({ shared }) => (shared === 0 ? t('exams.plan.ownQuestions.none') : shared),
    },
  ]
  return (
    <div className="stack stack--tight">
      <Checkbox
        label={t('exams.plan.ownQuestions.label')}
        hint={t('exams.plan.ownQuestions.hint')}
        checked={draft.ownQuestions}
        onChange={({ target }) => onChange({ ownQuestions: target.checked })}
      />
      {draft.ownQuestions && draw && numbers.length === 0 && <p>{t('exams.plan.ownQuestions.alone')}</p>}
      {draft.ownQuestions && draw && numbers.length > 0 && (
        <>
          <SharedBySlots draw={draw} />
          <Table
            caption={t('exams.plan.ownQuestions.caption')}
            columns={columns}
            rows={slotShares(draw.questions, numbers)}
            rowKey={({ stratum }) => stratum.name}
            toneOf={({ shared }) => (shared > 0 ? 'warn' : undefined)}
          />
        </>
      )}
    </div>
  )
}

/** What several slots ask, in words: nothing, or where the bank is too small. */
export function SharedBySlots({ draw }: { draw: ExamDraw }) {
  const { t } = useText()
  const numbers = draw.slots.map(({ number }) => number)
  const shares = slotShares(draw.questions, numbers)
  const sum = (read: (share: Share) => number) => shares.reduce((total, share) => total + read(share), 0)
  const [shared, missing] = [sum((share) => share.shared), sum((share) => share.missing)]
  const fixed = draw.questions.filter(({ stratum }) => stratum === null).length
  return (
    <p>
      {shared === 0
        ? t('exams.plan.ownQuestions.all')
        : t('exams.plan.ownQuestions.sharedCount', { count: shared, missing })}
      {fixed > 0 && ` ${t('exams.plan.ownQuestions.fixed', { count: fixed })}`}
    </p>
  )
}
