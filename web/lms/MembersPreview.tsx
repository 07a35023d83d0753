import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { previewMembers } from '#contract/lms/members.ts'
import { LineOutcome, toCheck } from '#web/students/PreviewTable.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type Preview = Reply<typeof previewMembers>
type Line = Preview['lines'][number]
type Props = { preview: Preview; busy: boolean; onImport: (archiveIds: ReadonlySet<string>) => void }

/** Enough to check; thousands of rows would slow the page down. */
const mostShown = 300

/** What the list would do, line by line, and who is not in it: archived only when ticked. */
export function MembersPreview({ preview, busy, onImport }: Props) {
  const { t } = useText()
  const { counts, lines, nameless, others, missing } = preview
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const toArchive = new Set(missing.map(({ studentId }) => studentId).filter((id) => ticked.has(id)))
  const left = counts.duplicated + counts.unusable
  const isNothing = lines.length - left + toArchive.size === 0
  return (
    <div className="stack stack--tight">
      <p>{t('lms.members.counts', { ...counts, others })}</p>
      {nameless > 0 && (
        <Notice tone="warn">
          <p>{t('lms.members.nameless', { count: nameless })}</p>
        </Notice>
      )}
      {lines.length > 0 && <Lines lines={lines} />}
      {missing.length > 0 && (
        <fieldset className="stack stack--tight">
          <legend>{t('lms.members.missing', { count: missing.length })}</legend>
          <p className="small muted">{t('lms.members.missingHint')}</p>
          {missing.map(({ studentId, familyName, givenName, number }) => (
            <Checkbox
              key={studentId}
              label={[`${familyName} ${givenName}`.trim(), number].filter(Boolean).join(' · ')}
              checked={ticked.has(studentId)}
              onChange={({ target }) => setTicked(withOne(ticked, studentId, target.checked))}
            />
          ))}
        </fieldset>
      )}
      <div className="form__end">
        <Button
          variant="primary"
          busy={busy}
          reason={isNothing ? t('lms.members.nothing') : undefined}
          onClick={() => onImport(toArchive)}
        >
          {t('lms.members.write', { added: counts.new, changed: counts.changed, archived: toArchive.size })}
        </Button>
        {left > 0 && <p className="muted">{t('students.import.leftNote', { count: left })}</p>}
      </div>
    </div>
  )
}

function withOne(set: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (isIn) next.add(id)
  else next.delete(id)
  return next
}

const fields = ['familyName', 'givenName', 'email', 'number'] as const
const order = ['unusable', 'duplicated', 'changed', 'new', 'unchanged'] as const

/** Those to look at first. */
function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useText()
  const shown = lines.toSorted(
    (one, other) =>
      Number(toCheck(other)) - Number(toCheck(one)) || order.indexOf(one.outcome) - order.indexOf(other.outcome),
  )
  const columns: Column<Line>[] = [
    ...fields.map(
      (field): Column<Line> => ({
        id: field,
        header: t(`students.${field}`),
        rowHeader: field === 'familyName',
        cell: ({ cells }) => cells[field] || '—',
      }),
    ),
    { id: 'what', header: t('students.import.what'), phone: 'wide', cell: (line) => <LineOutcome line={line} /> },
  ]
  const isCut = lines.length > mostShown
  return (
    <Table
      caption={t('lms.members.caption')}
      note={isCut ? t('students.import.cut', { shown: mostShown, count: lines.length }) : undefined}
      columns={columns}
      rows={shown.slice(0, mostShown)}
      rowKey={({ line }) => String(line)}
      toneOf={(line) => (line.outcome === 'unusable' ? 'warn' : undefined)}
    />
  )
}
