import type { ExamImportPreview } from '#contract/grading/exam-imports.ts'
import { EncodingNotice } from '#web/students/EncodingNotice.tsx'
import { Identified, NamedPeople } from '#web/students/Identified.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { ExamImportFaults } from './ExamImportFaults.tsx'

type Item = ExamImportPreview['items'][number]
type Person = ExamImportPreview['people'][number]
type Props = { preview: ExamImportPreview; busy: boolean; onImport: (fingerprint: string) => void }

/** Enough to check the import; thousands of rows would slow the page down. */
const mostShown = 300
const tones = { known: 'good', new: 'accent', left: 'muted', duplicated: 'warn', unusable: 'bad' } as const
const shapes = { known: 'good', new: 'part', left: 'open', duplicated: 'warn', unusable: 'bad' } as const

/** What would be written, question by question and student by student; the button writes exactly that. */
export function ImportedExamView({ preview, busy, onImport }: Props) {
  const { t } = useText()
  const { fingerprint, people, items, warnings, encoding } = preview
  const count = (...outcomes: Person['outcome'][]) => people.filter(({ outcome }) => outcomes.includes(outcome)).length
  const [itemColumns, personColumns] = [useItemColumns(), usePersonColumns(items.length)]
  const [copies, left] = [count('known', 'new'), count('left', 'duplicated', 'unusable')]
  return (
    <section className="stack stack--tight" aria-labelledby="preview">
      <div className="section-head">
        <h2 id="preview">{t('grading.imports.preview')}</h2>
        <p>{t('grading.imports.nothingYet')}</p>
      </div>
      <EncodingNotice encoding={encoding} />
      <ExamImportFaults preview={preview} />
      {fingerprint !== null && (
        <>
          {warnings.map(({ item, choice }) => (
            <Notice key={`${item} ${choice}`} tone="warn">
              <p>{t('grading.imports.keyUnchosen', { item, choice })}</p>
            </Notice>
          ))}
          <Table
            caption={t('grading.imports.questions')}
            note={t('grading.imports.questionsNote', { count: items.length })}
            columns={itemColumns}
            rows={items}
            rowKey={({ name }) => name}
          />
          <Table
            caption={t('grading.imports.students')}
            note={t('grading.imports.studentsNote', { known: count('known'), fresh: count('new'), left })}
            columns={personColumns}
            rows={people.slice(0, mostShown)}
            rowKey={({ line }) => String(line)}
          />
          {people.length > mostShown && (
            <p className="muted">{t('students.import.cut', { shown: mostShown, count: people.length })}</p>
          )}
          <div className="form__end">
            <Button
              variant="primary"
              busy={busy}
              reason={copies === 0 ? t('grading.imports.nobody') : undefined}
              onClick={() => onImport(fingerprint)}
            >
              {t('grading.imports.write', { copies, added: count('new') })}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function useItemColumns(): Column<Item>[] {
  const { t } = useText()
  return [
    { id: 'name', header: t('grading.imports.question'), rowHeader: true, cell: ({ name }) => name },
    { id: 'key', header: t('grading.imports.right'), phone: 'figure', cell: ({ right }) => right.join(', ') },
    {
      id: 'type',
      header: t('grading.imports.type'),
      phone: 'hide',
      cell: ({ type }) => t(`grading.imports.types.${type === 'multiple' ? 'multiple' : 'single'}`),
    },
    { id: 'choices', header: t('grading.imports.choices'), cell: ({ choices }) => choices.join(' ') },
    {
      id: 'blanks',
      header: t('grading.imports.blanks'),
      align: 'end',
      sortValue: ({ blanks }) => blanks,
      cell: ({ blanks }) => blanks,
    },
  ]
}

function usePersonColumns(questions: number): Column<Person>[] {
  const { t } = useText()
  return [
    {
      id: 'line',
      header: t('students.import.line'),
      align: 'end',
      sortValue: ({ line }) => line,
      cell: ({ line }) => line,
    },
    {
      id: 'who',
      header: t('students.name'),
      rowHeader: true,
      sortValue: ({ name }) => name,
      cell: ({ name, person }) => (person ? <Identified person={person} /> : name),
    },
    {
      id: 'answered',
      header: t('grading.imports.answered'),
      align: 'end',
      phone: 'figure',
      sortValue: ({ answered }) => answered,
      cell: ({ answered }) => `${answered} / ${questions}`,
    },
    {
      id: 'outcome',
      header: t('students.import.what'),
      phone: 'wide',
      sortValue: ({ outcome }) => outcome,
      cell: ({ outcome, reason, people }) => (
        <>
          <Status shape={shapes[outcome]} tone={tones[outcome]} wraps>
            {reason ? t(`students.fault.${reason}`) : t(`grading.imports.outcomes.${outcome}`)}
          </Status>
          <NamedPeople people={people} />
        </>
      ),
    },
  ]
}
