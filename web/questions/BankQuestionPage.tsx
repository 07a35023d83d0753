import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { getQuestion } from '#contract/questions/questions.ts'
import { cutText } from '#core/cut-text.ts'
import { at, type CourseAddresses } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { ContextView } from './ContextView.tsx'
import { CorrectionView } from './CorrectionView.tsx'
import { ProposedEnemies } from './ProposedEnemies.tsx'
import { QuestionActions, QuestionState } from './QuestionActions.tsx'
import { QuestionHistory } from './QuestionHistory.tsx'
import { QuestionSheet } from './QuestionSheet.tsx'
import './questions.css'

/** One question: first as a student sees it, then with its key. */
export default function BankQuestionPage() {
  const { t } = useText()
  const { courseId, questionId } = usePathIds('courseId', 'questionId')
  const found = useQuery(query(getQuestion, { params: { courseId, questionId } }))
  const question = found.data
  const inCourse = at.course(courseId)
  return (
    <Page
      title={question ? titleOf(question) : t('questions.question')}
      crumbs={[
        { label: t('questions.title'), href: inCourse.questions },
        ...(question
          ? [{ label: question.sectionTitle, href: `${inCourse.questions}?section=${question.section}` }]
          : []),
      ]}
      lead={question && `${question.sessionTitle}, ${question.sectionTitle}.`}
      actions={question && <Neighbours question={question} inCourse={inCourse} />}
    >
      <QueryView query={found}>{(data) => <Ready courseId={courseId} question={data} />}</QueryView>
    </Page>
  )
}

type Question = Reply<typeof getQuestion>

function Ready({ courseId, question }: { courseId: string; question: Question }) {
  const { t } = useText()
  return (
    <div className="question-page">
      <div className="question-page__main">
        <QuestionState courseId={courseId} question={question} />
        <section aria-labelledby="as-student">
          <div className="section-head">
            <h2 id="as-student">{t('questions.asStudent')}</h2>
            <p>{t('questions.fileOrder')}</p>
          </div>
          {question.context && <ContextView context={question.context} first={1} last={1} />}
          <QuestionSheet
            key={question.id}
            number={1}
            name={t('questions.question')}
            type={question.type}
            stem={question.stem}
            choices={question.choices}
            parts={question.parts}
            typed={question.typed}
          />
        </section>
        <section aria-labelledby="correction">
          <div className="section-head">
            <h2 id="correction">{t('questions.correction')}</h2>
            <p>{t('questions.correctionNote')}</p>
          </div>
          <CorrectionView question={question} />
        </section>
        <QuestionHistory courseId={courseId} questionId={question.id} version={question.version} />
      </div>
      <About courseId={courseId} question={question} />
    </div>
  )
}

function About({ courseId, question }: { courseId: string; question: Question }) {
  const { t, duration, shortDate } = useText()
  return (
    <aside className="question-page__about" aria-labelledby="about">
      <QuestionActions courseId={courseId} question={question} />
      <h2 id="about">{t('questions.about')}</h2>
      <Facts
        facts={[
          [t('questions.typeLabel'), t(`questions.type.${question.type}`)],
          [t('questions.difficultyLabel'), t(`questions.difficulty.${question.difficulty}`)],
          [t('questions.levelLabel'), t(`questions.level.${question.level}`)],
          [t('questions.timeLabel'), duration(question.expectedSeconds)],
          [t('questions.purposeLabel'), t(`questions.purpose.${question.purpose}`)],
          [
            t('questions.versionLabel'),
            t('questions.versionOf', { number: question.version, date: shortDate(question.writtenAt) }),
          ],
          ...(question.objective ? [[t('questions.edit.objective'), question.objective] as const] : []),
          ...(question.tags.length > 0 ? [[t('questions.tagsLabel'), question.tags.join(', ')] as const] : []),
        ]}
      />
      <p className="small muted">
        {t('questions.keyLabel')} <span className="mono">{question.key}</span>
      </p>
      {question.context && question.context.others.length > 0 && (
        <>
          <h3>{t('questions.sameDocument')}</h3>
          <ul>
            {question.context.others.map(({ key, id }) => (
              <li key={key} className="mono">
                <Link href={at.course(courseId).question(id).page}>{key}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {question.enemies.length > 0 && (
        <>
          <h3>{t('questions.enemies')}</h3>
          <ul className="question-page__enemies">
            {question.enemies.map(({ key, id }) => (
              <li key={key} className="mono">
                {id ? <Link href={at.course(courseId).question(id).page}>{key}</Link> : key}
              </li>
            ))}
          </ul>
        </>
      )}
      <ProposedEnemies courseId={courseId} question={question} />
      {question.exams.length > 0 && (
        <>
          <h3>{t('questions.askedIn')}</h3>
          <ul>
            {question.exams.map(({ id, title }) => (
              <li key={id}>
                <Link href={at.course(courseId).exam(id).page}>{title}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}

function Neighbours({ question, inCourse }: { question: Question; inCourse: CourseAddresses }) {
  const { t } = useText()
  return (
    <nav className="cluster" aria-label={t('questions.neighbours')}>
      {question.previousId && (
        <LinkButton
          iconOnly
          variant="secondary"
          href={inCourse.question(question.previousId).page}
          aria-label={t('questions.previous')}
        >
          <Icon name="arrow-left" />
        </LinkButton>
      )}
      {question.nextId && (
        <LinkButton
          iconOnly
          variant="secondary"
          href={inCourse.question(question.nextId).page}
          aria-label={t('questions.next')}
        >
          <Icon name="arrow-right" />
        </LinkButton>
      )}
    </nav>
  )
}

/** The last sentence of the stem, which holds the question, cut between two paragraphs when it is long. */
function titleOf({ stem }: Question): string {
  const paragraphs = stem
    .filter((node) => node.type === 'element' && node.tag !== 'pre')
    .map((node) => plainText([node]))
  const sentence =
    paragraphs
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim()
      .split(/(?<=[.:])\s+(?=\p{Lu})/u)
      .at(-1) ?? ''
  return sentence.length <= 110 ? sentence : `${cutText(sentence, 110).replace(/\s+\S*$/, '')}…`
}
