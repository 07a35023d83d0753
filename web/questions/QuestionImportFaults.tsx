import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import { lintCodes } from '#core/questions/lint/codes.ts'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { Cut } from './Cut.tsx'

type Fault = BankImportPreview['unusable'][number]

/** The questions that cannot be imported: totals by reason, then each with its place. */
export function QuestionImportFaults({ preview: { unusable, reasons, counts } }: { preview: BankImportPreview }) {
  const { t } = useText()
  const sentence = useFaultText()
  const placeOf = ({ file, line, column }: Fault) => `${file ? `${file}:` : ''}${line}:${column}`
  const columns: Column<Fault>[] = [
    {
      id: 'line',
      header: t('questions.import.place'),
      phone: 'wide',
      cell: (fault) => <span className="mono">{placeOf(fault)}</span>,
    },
    {
      id: 'title',
      header: t('questions.question'),
      rowHeader: true,
      cell: ({ title, reason }) => (reason === 'bank_problem' ? '–' : title || '–'),
    },
    { id: 'reason', header: t('questions.import.reason'), phone: 'wide', cell: sentence },
  ]
  const report = unusable.map((fault) => `${placeOf(fault)} ${fault.title} ${sentence(fault)}`).join('\n')
  return (
    <div className="stack stack--tight">
      <ul className="import-reasons">
        {reasons.map(({ reason, kind, count }) => (
          <li key={`${reason}${kind}`}>
            {t('questions.import.reasonCount', { count, reason: sentence({ reason, kind, title: '' }) })}
          </li>
        ))}
      </ul>
      <Table
        caption={t('questions.import.view.unusable')}
        quietCaption
        columns={columns}
        rows={unusable}
        rowKey={(fault) => `${placeOf(fault)}${fault.reason}${fault.title}`}
      />
      <Cut shown={unusable.length} count={counts.unusable} />
      <div>
        <CopyButton text={report} label={t('questions.import.copyReport')} />
      </div>
    </div>
  )
}

function useFaultText() {
  const { t, has } = useText()
  return ({ reason, kind, title }: Pick<Fault, 'reason' | 'kind' | 'title'>): string => {
    // The errors of our own format come with a full sentence.
    if (reason === 'bank_problem') return title || t('questions.unusable.bank_problem')
    const code = lintCodes.find((one) => one === kind)
    if (reason === 'lint' && code) return t(`questions.lint.codes.${code}.what`)
    if (reason !== 'unsupported_kind') return t(`questions.unusable.${reason}`)
    const known = `questions.kinds.${kind}`
    return t('questions.unusable.unsupported_kind', { kind: has(known) ? t(known) : kind })
  }
}
