import type { BankImportPreview } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { WholeQuestion } from './WholeQuestion.tsx'

type Props = {
  preview: BankImportPreview
  accepted: ReadonlySet<string>
  /** Where a draft is edited. */
  editAt: (key: string) => string
  onAccepted: (next: ReadonlySet<string>) => void
}

/** The drafts of an assistant, whole, each to be accepted on its own: none is until somebody says so. */
export function DraftsView({ preview: { added }, accepted, editAt, onAccepted }: Props) {
  const { t } = useText()
  const toggle = (key: string) =>
    onAccepted(new Set(accepted.has(key) ? [...accepted].filter((one) => one !== key) : [...accepted, key]))
  return (
    <>
      <p>{t('questions.import.drafts.lead')}</p>
      <ul className="import-list">
        {added.map(({ key, opening, draft }) => (
          <li key={key} className="stack stack--tight">
            <Checkbox
              label={opening}
              hint={t('questions.import.drafts.accept', { key })}
              checked={accepted.has(key)}
              onChange={() => toggle(key)}
            />
            <div>
              <LinkButton size="small" href={editAt(key)}>
                <Icon name="edit" />
                {t('questions.import.drafts.edit')}
                <span className="vh"> {key}</span>
              </LinkButton>
            </div>
            {draft && <WholeQuestion whole={draft} />}
          </li>
        ))}
      </ul>
    </>
  )
}
