import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getLint } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { type GlyphShape, StatusGlyph } from '#web/ui/StatusGlyph.tsx'
import { SettlePair } from './SettlePair.tsx'

type Lint = Reply<typeof getLint>

const shapeOf: Record<Lint['remarks'][number]['severity'], GlyphShape> = { error: 'bad', warning: 'warn', note: 'open' }

/** The writing warnings of the bank: each with how to correct it and the questions concerned. */
export function LintView({ courseId }: { courseId: string }) {
  const { t } = useText()
  const lint = useQuery(query(getLint, { params: { courseId } }))
  return (
    <section aria-labelledby="lint">
      <div className="section-head">
        <h2 id="lint">{t('questions.lint.title')}</h2>
      </div>
      <QueryView query={lint}>
        {({ remarks, explained, keyBalance, keyCounts }) => (
          <ul className="lint">
            {remarks.length === 0 && (
              <li>
                <StatusGlyph shape="good" />
                <span>{t('questions.lint.clean')}</span>
              </li>
            )}
            {remarks.map((remark) => (
              <RemarkItem key={remark.code} courseId={courseId} remark={remark} />
            ))}
            <KeysItem keyBalance={keyBalance} />
            {keyCounts.length > 0 && (
              <li>
                <span className="lint__how">
                  {t('questions.lint.keyCounts')}{' '}
                  {keyCounts.map(({ keys, questions }) => t('questions.lint.keyCount', { keys, questions })).join(', ')}
                </span>
              </li>
            )}
            {explained > 0 && (
              <li>
                <span className="lint__how">{t('questions.lint.explained', { count: explained })}</span>
              </li>
            )}
          </ul>
        )}
      </QueryView>
    </section>
  )
}

function RemarkItem({ courseId, remark }: { courseId: string; remark: Lint['remarks'][number] }) {
  const { t } = useText()
  return (
    <li>
      <StatusGlyph shape={shapeOf[remark.severity]} />
      <details>
        <summary>
          {t(`questions.lint.codes.${remark.code}.what`)}
          <span className="lint__count">{t('questions.lint.count', { count: remark.count })}</span>
        </summary>
        <ul className="lint__questions">
          {remark.pairs
            ? remark.pairs.map(({ questions, words }) => (
                <li key={questions.map(({ id }) => id).join()}>
                  {questions.map((question) => (
                    <KeyLink key={question.id} courseId={courseId} question={question} />
                  ))}
                  <span className="lint__words">{words}</span>
                  <SettlePair courseId={courseId} one={questions[0]} other={questions[1]} />
                </li>
              ))
            : remark.questions.map((question) => (
                <li key={question.id}>
                  <KeyLink courseId={courseId} question={question} />
                </li>
              ))}
        </ul>
      </details>
      <p className="lint__how">
        {t(`questions.lint.codes.${remark.code}.why`)} {t(`questions.lint.codes.${remark.code}.how`)}
      </p>
    </li>
  )
}

type KeyLinkProps = { courseId: string; question: { id: string; key: string } }

function KeyLink({ courseId, question: { id, key } }: KeyLinkProps) {
  return (
    <Link className="mono" href={at.course(courseId).question(id).page}>
      {key}
    </Link>
  )
}

function KeysItem({ keyBalance: { isBalanced, positions } }: { keyBalance: Lint['keyBalance'] }) {
  const { t } = useText()
  const places = positions.map(({ position, keys }) =>
    t('questions.lint.keys', { letter: String.fromCharCode(64 + position), count: keys }),
  )
  return (
    <li>
      <StatusGlyph shape={isBalanced ? 'good' : 'warn'} />
      <span>{t(isBalanced ? 'questions.lint.keysBalanced' : 'questions.lint.keysUnbalanced')}</span>
      <p className="lint__how">
        {places.join(', ')}
        {!isBalanced && ` ${t('questions.lint.keysHow')}`}
      </p>
    </li>
  )
}
