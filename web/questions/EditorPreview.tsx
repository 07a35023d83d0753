import type { UseQueryResult } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import type { previewQuestion, QuestionDraft } from '#contract/questions/question-writing.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { type GlyphShape, StatusGlyph } from '#web/ui/StatusGlyph.tsx'
import { ContextView } from './ContextView.tsx'
import { QuestionSheet } from './QuestionSheet.tsx'

type Preview = Reply<typeof previewQuestion>
type Props = { draft: QuestionDraft; preview: UseQueryResult<Preview> }

const shapeOf: Record<Preview['remarks'][number]['severity'], GlyphShape> = {
  error: 'bad',
  warning: 'warn',
  note: 'open',
}

/** The question as a student would see it. */
export function EditorPreview({ draft, preview }: Props) {
  const { t } = useText()
  return (
    <section aria-label={t('questions.asStudent')}>
      <QueryView query={preview}>
        {(data) => (
          <div className="stack stack--tight">
            {data.context && (
              <ContextView
                context={{ id: '', title: draft.context?.title ?? '', content: data.context }}
                first={1}
                last={1}
              />
            )}
            <QuestionSheet
              number={1}
              name={t('questions.question')}
              type={draft.type}
              stem={data.stem}
              choices={data.choices.map((choice) =>
                choice.text.length > 0
                  ? choice
                  : { ...choice, text: [{ type: 'text', value: t('questions.edit.toWrite') }] },
              )}
              parts={data.parts}
              typed={data.typed}
            />
            {data.explanation.length > 0 && (
              <details className="editor__explanation">
                <summary>{t('questions.edit.afterRelease')}</summary>
                <ContentView content={data.explanation} />
              </details>
            )}
          </div>
        )}
      </QueryView>
    </section>
  )
}

/** What is missing, then what the linter says. */
export function EditorRemarks({ preview }: Pick<Props, 'preview'>) {
  return <QueryView query={preview}>{(data) => <Remarks preview={data} />}</QueryView>
}

function Remarks({ preview: { faults, remarks } }: { preview: Preview }) {
  const { t } = useText()
  const isClean = faults.length + remarks.length === 0
  return (
    <ul className="lint">
      {isClean && (
        <li>
          <StatusGlyph shape="good" />
          <span>{t('questions.lint.clean')}</span>
        </li>
      )}
      {faults.map((fault) => (
        <li key={fault}>
          <StatusGlyph shape="bad" />
          <span>{t(`questions.faults.${fault}`)}</span>
        </li>
      ))}
      {remarks.map(({ code, severity, allowed }) => (
        <li key={code}>
          <StatusGlyph shape={allowed === null ? shapeOf[severity] : 'open'} />
          <span>{t(`questions.lint.codes.${code}.what`)}</span>
          <p className="lint__how">
            {allowed === null
              ? `${t(`questions.lint.codes.${code}.why`)} ${t(`questions.lint.codes.${code}.how`)}`
              : t('questions.lint.allowed', { reason: allowed })}
          </p>
        </li>
      ))}
    </ul>
  )
}
