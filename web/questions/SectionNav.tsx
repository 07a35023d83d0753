import type { Reply } from '#contract/endpoint.ts'
import type { getBank, listQuestions } from '#contract/questions/questions.ts'
import { noSection } from '#core/courses/outline.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { placeOptions, sectionOptions, waitingIn } from './section-options.ts'
import type { BankFilters } from './use-filters.ts'

type Props = {
  bank: Reply<typeof getBank>
  filters: BankFilters
  /** The number of questions per section that match the other filters; undefined until it is loaded. */
  found: Reply<typeof listQuestions>['sections'] | undefined
  onChange: (change: Partial<BankFilters>) => void
}

/** The sections of the course: a list beside the questions, a collapsed one on a phone. */
export function SectionNav({ bank, filters, found, onChange }: Props) {
  const { t } = useText()
  const countOf = (id: string) => found?.find((section) => section.id === id)?.count ?? 0
  const all = found?.reduce((sum, { count }) => sum + count, 0)
  const waiting = waitingIn(bank)
  const go = (section: string | undefined) => onChange({ section })
  return (
    <>
      <nav className="bank__nav" aria-label={t('questions.sections')}>
        <Item name={t('questions.everySection')} count={all} isHere={!filters.section} onGo={() => go(undefined)} />
        {bank.sessions.map((session) => (
          <div key={session.id}>
            <p className="bank__session">{session.title}</p>
            <ul>
              {session.sections.map(({ id, title }) => (
                <li key={id}>
                  <Item name={title} count={found && countOf(id)} isHere={filters.section === id} onGo={() => go(id)} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        {(waiting > 0 || filters.section === noSection) && (
          <div>
            <p className="bank__session">{t('questions.toPlace')}</p>
            <Item
              name={t('questions.noSection')}
              count={found && countOf(noSection)}
              isHere={filters.section === noSection}
              onGo={() => go(noSection)}
            />
          </div>
        )}
      </nav>
      <div className="bank__select">
        <Field label={t('questions.section')}>
          <Select
            value={filters.section ?? ''}
            onChange={(section) => go(section || undefined)}
            options={[
              { value: '', label: t('questions.everySection') },
              ...(waiting > 0 ? placeOptions(bank.sessions, t) : sectionOptions(bank.sessions)).map(
                ({ value, label }) => ({
                  value,
                  label: found ? `${label} (${countOf(value)})` : label,
                }),
              ),
            ]}
          />
        </Field>
      </div>
    </>
  )
}

type ItemProps = { name: string; count: number | undefined; isHere: boolean; onGo: () => void }

function Item({ name, count, isHere, onGo }: ItemProps) {
  const { t } = useText()
  return (
    <button
      type="button"
      className="bank__item"
      aria-current={isHere || undefined}
      data-bare={count === 0 || undefined}
      onClick={onGo}
    >
      <span>{name}</span>
      <span className="bank__count">{count === 0 ? t('questions.noneInSection') : count}</span>
    </button>
  )
}
