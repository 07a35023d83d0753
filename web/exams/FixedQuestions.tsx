import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listQuestions } from '#contract/questions/questions.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'

type Props = { courseId: string; keys: readonly string[]; onChange: (keys: string[]) => void }

/** Questions that every paper contains, chosen one by one; the lines of the plan draw the others. */
export function FixedQuestions({ courseId, keys, onChange }: Props) {
  const { t } = useText()
  return (
    <section aria-labelledby="fixed" className="stack stack--tight">
      <h3 id="fixed">{t('exams.plan.fixed')}</h3>
      <p className="small muted">{t('exams.plan.fixedNote')}</p>
      {keys.length > 0 && (
        <ol className="plan__fixed">
          {keys.map((key) => (
            <li key={key}>
              <FixedName courseId={courseId} name={key} />
              <Button
                size="small"
                variant="quiet"
                iconOnly
                aria-label={t('exams.plan.unfix', { key })}
                onClick={() => onChange(keys.filter((one) => one !== key))}
              >
                <Icon name="cross" />
              </Button>
            </li>
          ))}
        </ol>
      )}
      <Finder courseId={courseId} keys={keys} onAdd={(key) => onChange([...keys, key])} />
    </section>
  )
}

function FixedName({ courseId, name }: { courseId: string; name: string }) {
  const { data } = useQuery(query(listQuestions, { params: { courseId }, query: { search: name } }))
  const found = data?.questions.find(({ key }) => key === name)
  return (
    <span>
      {found?.opening} <span className="mono small muted">{name}</span>
    </span>
  )
}

const mostShown = 6

type FinderProps = { courseId: string; keys: readonly string[]; onAdd: (key: string) => void }

function Finder({ courseId, keys, onAdd }: FinderProps) {
  const { t } = useText()
  const [search, setSearch] = useState('')
  const text = search.trim()
  const { data } = useQuery({
    ...query(listQuestions, { params: { courseId }, query: { search: text, purpose: 'exam' } }),
    enabled: text.length > 1,
    placeholderData: keepPreviousData,
  })
  const found = text.length > 1 ? (data?.questions ?? []).filter(({ key }) => !keys.includes(key)) : []
  return (
    <>
      <Field label={t('exams.plan.find')} hint={t('questions.searchHint')}>
        <Input type="search" maxLength={120} value={search} onChange={(event) => setSearch(event.target.value)} />
      </Field>
      <ul className="plan__fixed" aria-label={t('exams.plan.foundQuestions')}>
        {found.slice(0, mostShown).map(({ id, key, opening }) => (
          <li key={id}>
            <span>
              {opening} <span className="mono small muted">{key}</span>
            </span>
            <Button size="small" onClick={() => onAdd(key)}>
              {t('exams.plan.fix')}
              <span className="vh"> {key}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
