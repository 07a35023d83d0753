import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { previewArchive } from '#contract/exports/archives.ts'
import { byName } from '#core/students/name-order.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type Preview = Reply<typeof previewArchive>
type Person = Preview['people'][number] & { line: number }
type Props = { preview: Preview; busy: boolean; onRestore: (acceptsForeign: boolean) => void }

/** The contents of an archive and what restoring it would create; nothing is written before the button. */
export function ArchivePreview({ preview, busy, onRestore }: Props) {
  const { t, dateTime } = useText()
  const [isAccepted, setAccepted] = useState(false)
  const { examTitle, courseTitle, takenAt, signature, isRenumbered, counts, people } = preview
  const isForeign = signature === 'foreign'
  const fresh = people.filter(({ by }) => by === null).length
  return (
    <section className="stack" aria-labelledby="archive">
      <div className="section-head">
        <h2 id="archive">{examTitle}</h2>
        <p>{t('exports.archive.from', { course: courseTitle, at: dateTime(takenAt) })}</p>
      </div>
      <Stats>
        <Stat label={t('exports.archive.copies')} value={counts.copies} />
        <Stat
          label={t('exports.archive.questions')}
          value={counts.questions}
          note={t('exports.archive.inBank', { count: counts.questionsInBank })}
        />
        <Stat label={t('exports.archive.journal')} value={counts.journal} />
        <Stat label={t('exports.archive.runs')} value={counts.runs} />
      </Stats>
      {isRenumbered && (
        <Notice>
          <p>{t('exports.archive.renumbered')}</p>
        </Notice>
      )}
      <Table
        caption={t('exports.archive.people')}
        note={t('exports.archive.peopleNote', { fresh, known: people.length - fresh })}
        columns={columnsOf((id) => t(`exports.archive.${id}`))}
        rows={people.toSorted(byName).map((person, line) => ({ ...person, line }))}
        rowKey={({ line }) => String(line)}
        empty={t('exports.archive.nobody')}
      />
      <Notice tone={isForeign ? 'warn' : 'good'}>
        <p>{t(`exports.archive.signature.${signature}`)}</p>
      </Notice>
      {isForeign && (
        <Checkbox
          label={t('exports.archive.accept')}
          checked={isAccepted}
          onChange={(event) => setAccepted(event.target.checked)}
        />
      )}
      <div>
        <Button
          variant="primary"
          busy={busy}
          reason={isForeign && !isAccepted ? t('exports.archive.acceptFirst') : undefined}
          onClick={() => onRestore(isAccepted)}
        >
          {t('exports.archive.go', { count: counts.copies })}
        </Button>
      </div>
    </section>
  )
}

const columnsOf = (title: (id: 'person' | 'becomes') => string): Column<Person>[] => [
  {
    id: 'person',
    header: title('person'),
    rowHeader: true,
    cell: (person) => <PersonName {...person} />,
  },
  { id: 'becomes', header: title('becomes'), phone: 'figure', cell: (person) => <Becomes person={person} /> },
]

function Becomes({ person: { by, knownAs, givenName, familyName } }: { person: Person }) {
  const { t } = useText()
  if (by === null)
    return (
      <Status tone="accent" shape="part">
        {t('exports.archive.fresh')}
      </Status>
    )
  const isRenamed = knownAs !== `${givenName} ${familyName}`
  return (
    <Status tone="good" shape="good">
      {t(`exports.archive.by.${by}`)}
      {isRenamed && knownAs ? ` (${knownAs})` : ''}
    </Status>
  )
}
