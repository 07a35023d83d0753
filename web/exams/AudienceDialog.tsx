import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import type { Reply } from '#contract/endpoint.ts'
import { listExams } from '#contract/exams/exams.ts'
import { previewAudience } from '#contract/exams/who-sits.ts'
import { listStudents } from '#contract/students/students.ts'
import { markParts } from '#core/assessment/rules.ts'
import { type AudienceRule, audienceRules } from '#core/exams/audience.ts'
import { groupsOf } from '#core/students/name-order.ts'
import { call, query } from '#web/api.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useReason } from './use-reason.ts'
import type { WhoSitsForm, WhoSitsView } from './use-who-sits.ts'

type Audience = WhoSitsView['audience']
type Kind = Audience['kind']
type Source = Extract<Audience, { kind: 'rule' }>['of']
type Props = WhoSitsForm & {
  onClose: () => void
  onKeep: (audience: Audience, studentIds: string[]) => Promise<void>
}

const kinds = ['class', 'groups', 'list', 'rule'] as const satisfies readonly Kind[]

/** Chooses whom the exam is for; nothing changes before the people were shown, each with why they are in. */
export function AudienceDialog({ courseId, exam, who, onClose, onKeep }: Props) {
  const { t } = useText()
  const now = who.audience
  // A retake is first for everybody: those whom its exam calls to it are proposed.
  const proposed: Source | null =
    now.kind === 'class' && exam.retakeOf ? { kind: 'exam', examId: exam.retakeOf.id } : null
  const [kind, setKind] = useState<Kind>(proposed ? 'rule' : now.kind)
  const [groups, setGroups] = useState<string[]>(now.kind === 'groups' ? now.groups : [])
  const [chosen, setChosen] = useState<string[]>(
    now.kind === 'class' ? [] : who.people.map(({ studentId }) => studentId),
  )
  const [rule, setRule] = useState<AudienceRule>(now.kind === 'rule' ? now.rule : 'to_retake')
  const [of, setOf] = useState<Source | null>(now.kind === 'rule' ? now.of : proposed)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const params = { courseId, examId: exam.id }
  const students = useQuery(query(listStudents, { params: { courseId }, query: { archived: 'without' } }))
  const audience = audienceOf()
  const preview = useQuery({
    queryKey: [previewAudience.path, params, audience, kind === 'list' ? chosen : null],
    queryFn: () =>
      call(previewAudience, {
        params,
        body: { audience: audience as Audience, studentIds: kind === 'list' ? chosen : [] },
      }),
    enabled: audience !== null,
    staleTime: 0,
    gcTime: 0,
  })
  const keep = async () => {
    if (audience === null || !preview.data) return
    setBusy(true)
    setError(null)
    try {
      await onKeep(
        audience,
        preview.data.people.map(({ studentId }) => studentId),
      )
    } catch (refused) {
      setError(refused)
      void preview.refetch()
    } finally {
      setBusy(false)
    }
  }
  const actions = (
    <>
      <Button data-safe onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button variant="primary" busy={isBusy} reason={reasonNot()} onClick={() => void keep()}>
        {t('exams.who.confirm')}
      </Button>
    </>
  )
  return (
    <Dialog open wide onClose={onClose} title={t('exams.who.dialog', { title: exam.title })} actions={actions}>
      <div className="stack">
        <RadioGroup
          legend={t('exams.who.audience')}
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({
            value,
            label: t(`exams.who.kinds.${value}`),
            hint: t(`exams.who.kinds.${value}Hint`),
          }))}
        />
        {kind === 'groups' && (
          <Ticks
            legend={t('exams.who.groups')}
            empty={t('exams.who.noGroup')}
            options={groupsOf(students.data?.students).map((group) => ({ value: group, label: group }))}
            value={groups}
            onChange={setGroups}
          />
        )}
        {kind === 'list' && (
          <Ticks
            legend={t('exams.who.students')}
            empty={t('students.emptyTitle')}
            options={(students.data?.students ?? []).map(({ id, familyName, givenName }) => ({
              value: id,
              label: <PersonName studentId={id} familyName={familyName} givenName={givenName} />,
            }))}
            value={chosen}
            onChange={setChosen}
          />
        )}
        {kind === 'rule' && <RuleFields {...{ courseId, examId: exam.id, rule, of }} onRule={setRule} onOf={setOf} />}
        {audience !== null && kind !== 'class' && (
          <QueryView query={preview}>{(data) => <Shown shown={data} isListed={kind === 'list'} />}</QueryView>
        )}
        <Failed error={error} />
      </div>
    </Dialog>
  )

  function audienceOf(): Audience | null {
    switch (kind) {
      case 'class':
      case 'list':
        return { kind }
      case 'groups':
        return groups.length > 0 ? { kind, groups } : null
      case 'rule':
        return of && { kind, rule, of }
    }
  }

  function reasonNot() {
    if (audience === null) return t('exams.who.nobody')
    return preview.data ? undefined : t('ui.loading')
  }
}

type TicksProps = {
  legend: string
  empty: string
  options: { value: string; label: React.ReactNode }[]
  value: string[]
  onChange: (value: string[]) => void
}

function Ticks({ legend, empty, options, value, onChange }: TicksProps) {
  return (
    <fieldset className="field">
      <legend className="field__label">{legend}</legend>
      {options.length === 0 && <p className="field__hint">{empty}</p>}
      <div className="who-sits__ticks">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={value.includes(option.value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...value, option.value] : value.filter((one) => one !== option.value))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

type RuleProps = {
  courseId: string
  examId: string
  rule: AudienceRule
  of: Source | null
  onRule: (rule: AudienceRule) => void
  onOf: (of: Source) => void
}

function RuleFields({ courseId, examId, rule, of, onRule, onOf }: RuleProps) {
  const { t } = useText()
  const sheet = useQuery(query(getFinalSheet, { params: { courseId } }))
  const exams = useQuery(query(listExams, { params: { courseId } }))
  const parts = sheet.data ? markParts(sheet.data.rules as Parameters<typeof markParts>[0]) : []
  const sources = [
    ...parts.map(({ id, name }) => ({ value: `component ${id}`, label: t('exams.who.ofComponent', { name }) })),
    ...(exams.data?.exams ?? [])
      .filter(({ id, status }) => id !== examId && status !== 'draft')
      .map(({ id, title }) => ({ value: `exam ${id}`, label: t('exams.who.ofExam', { name: title }) })),
  ]
  const value = of ? (of.kind === 'exam' ? `exam ${of.examId}` : `component ${of.component}`) : ''
  const choose = (next: string) => {
    const key = next.slice(next.indexOf(' ') + 1)
    if (next === '') return
    onOf(next.startsWith('exam ') ? { kind: 'exam', examId: key } : { kind: 'component', component: key })
  }
  return (
    <div className="stack stack--tight">
      <RadioGroup
        legend={t('exams.who.rule')}
        value={rule}
        onChange={onRule}
        options={audienceRules.map((name) => ({ value: name, label: t(`exams.who.rules.${name}`) }))}
      />
      <Field
        label={t('exams.who.of')}
        error={sheet.data && exams.data && sources.length === 0 ? t('exams.who.noSource') : null}
      >
        <Select value={value} onChange={choose} options={[{ value: '', label: '…' }, ...sources]} />
      </Field>
    </div>
  )
}

type Preview = Reply<typeof previewAudience>

function Shown({ shown, isListed }: { shown: Preview; isListed: boolean }) {
  const { t, list } = useText()
  const reasonOf = useReason()
  const names = (people: Preview['removed']) =>
    list(people.map(({ givenName, familyName }) => `${givenName} ${familyName}`.trim()))
  return (
    <section className="who-sits__shown" role="status">
      <p>
        <strong>{t('exams.who.preview', { count: shown.people.length })}</strong>
      </p>
      {shown.people.length === 0 && <p>{t('exams.who.nobody')}</p>}
      {!isListed && (
        <ul>
          {shown.people.map((person) => (
            <li key={person.studentId}>
              <PersonName {...person} />
              {person.why && <span className="muted"> ({reasonOf(person.why)})</span>}
            </li>
          ))}
        </ul>
      )}
      {shown.added.length > 0 && <p>{t('exams.who.added', { count: shown.added.length })}</p>}
      {shown.removed.length > 0 && (
        <p>{t('exams.who.removed', { count: shown.removed.length, names: names(shown.removed) })}</p>
      )}
      {shown.staying.length > 0 && (
        <p>{t('exams.who.staying', { count: shown.staying.length, names: names(shown.staying) })}</p>
      )}
    </section>
  )
}
