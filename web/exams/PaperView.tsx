import { useMutation, useQuery } from '@tanstack/react-query'
import { getDraw, redrawExam } from '#contract/exams/composition.ts'
import type { ExamView } from '#contract/exams/exams.ts'
import { getBank } from '#contract/questions/questions.ts'
import { sampleOf } from '#core/exams/pools.ts'
import { difficulties } from '#core/questions/question.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import type { ExamDraw } from './exam-draw.ts'
import { HeldQuestions } from './HeldQuestions.tsx'
import { PublishRemarks } from './PublishRemarks.tsx'
import { RobotsView } from './RobotsView.tsx'
import type { DraftKeeper } from './use-draft.ts'

type Props = { courseId: string; exam: ExamView; keeper: DraftKeeper }

/** The paper that the current plan gives. */
export function PaperView({ courseId, exam, keeper }: Props) {
  const { t } = useText()
  const draw = useQuery(query(getDraw, { params: { courseId, examId: exam.id } }))
  return (
    <aside className="compose__side" aria-label={t('exams.paper.title')}>
      <QueryView query={draw}>
        {(data) => (
          <div className="compose__stack">
            <Paper draw={data} exam={exam} keeper={keeper} courseId={courseId} />
            {data.shortfalls.length > 0 && <Shortfalls courseId={courseId} draw={data} exam={exam} />}
            <HeldQuestions courseId={courseId} held={data.held} />
            <PublishRemarks draw={data} outOf={keeper.draft.markRule.outOf} />
            {data.expectedSeconds > exam.limitMinutes * 60 && (
              <Notice tone="warn">
                <p>{t('exams.paper.tooLong')}</p>
              </Notice>
            )}
            {data.robots && (
              <RobotsView
                robots={data.robots}
                outOf={exam.markRule.outOf}
                hasPools={data.asked < data.questions.length}
              />
            )}
          </div>
        )}
      </QueryView>
    </aside>
  )
}

function Paper({ draw, exam, keeper, courseId }: Props & { draw: ExamDraw }) {
  const text = useText()
  const { t, points, duration } = text
  const redraw = useMutation({ ...mutation(redrawExam), onSuccess: keeper.adopt })
  const again = async () => {
    if (await keeper.flush())
      redraw.mutate({ params: { courseId, examId: exam.id }, body: { revision: keeper.revision() } })
  }
  const count = draw.asked
  const hasPools = draw.questions.length > count
  return (
    <section className="sheet sheet--pad paper-stub" aria-labelledby="paper">
      <h2 id="paper" className="paper-stub__name">
        {t('exams.paper.title')}
      </h2>
      <p>
        <span className="paper-stub__figure">{count}</span> {t('exams.paper.count', { count, wanted: draw.wanted })}
      </p>
      <Facts
        facts={[
          [
            t('exams.paper.total'),
            t('exams.paper.totalPoints', { points: points(draw.points), outOf: points(exam.markRule.outOf) }),
          ],
          [
            t('exams.paper.expected'),
            t(draw.leastSeconds < draw.expectedSeconds ? 'exams.paper.expectedBetween' : 'exams.paper.expectedOf', {
              least: duration(draw.leastSeconds),
              expected: duration(draw.expectedSeconds),
              limit: duration(exam.limitMinutes * 60),
            }),
          ],
          hasPools
            ? [t('exams.paper.held'), t('exams.paper.heldCount', { count: draw.questions.length })]
            : [
                t('exams.paper.toRead'),
                t('exams.paper.excerpts', { count: draw.questions.filter(({ hasCode }) => hasCode).length }),
              ],
        ]}
      />
      {count > 0 && <Difficulties draw={draw} />}
      <div className="paper-stub__seed">
        <p className="small muted">{t('exams.paper.keeps')}</p>
        <p>
          {text.rich('exams.paper.seed', {
            seed: draw.seed,
            code: (words: React.ReactNode) => (
              <code key="seed" className="mono">
                {words}
              </code>
            ),
          })}
        </p>
        <Button size="small" variant="quiet" busy={redraw.isPending} onClick={() => void again()}>
          <Icon name="refresh" />
          {t('exams.paper.redraw')}
        </Button>
        {redraw.error && <p className="field__error">{sentenceOf(redraw.error, text)}</p>}
      </div>
    </section>
  )
}

function Difficulties({ draw }: { draw: ExamDraw }) {
  const { t } = useText()
  // All papers have the same difficulty, so one sample represents them.
  const sample = sampleOf(draw.questions)
  const countOf = (difficulty: string) => sample.filter((question) => question.difficulty === difficulty).length
  return (
    <div>
      <p className="small muted">{t('exams.paper.difficulty')}</p>
      <div className="difficulty-bar" aria-hidden="true">
        {difficulties.map((difficulty) => (
          <span
            key={difficulty}
            className={`difficulty-bar__${difficulty}`}
            style={{ flexGrow: countOf(difficulty) }}
          />
        ))}
      </div>
      <Facts
        facts={difficulties.map(
          (difficulty) => [t(`questions.difficulty.${difficulty}`), countOf(difficulty)] as const,
        )}
      />
    </div>
  )
}

/** Pairs of enemies shown per line: the first ones are enough to see what to change. */
const mostPairs = 5

function Shortfalls({ courseId, draw, exam }: { courseId: string; draw: ExamDraw; exam: ExamView }) {
  const { t } = useText()
  const bank = useQuery(query(getBank, { params: { courseId } }))
  const sections = bank.data?.sessions.flatMap((session) => session.sections) ?? []
  const nameOf = (line: number) => {
    const id = exam.blueprint.lines[line]?.section
    return sections.find((section) => section.id === id)?.title ?? id ?? t('exams.plan.anySection')
  }
  return (
    <Notice tone="warn">
      <p>
        <strong>{t('exams.paper.shortTitle')}</strong>
      </p>
      <ul>
        {draw.shortfalls.map((shortfall) => {
          if (shortfall.kind === 'question')
            return <li key={shortfall.questionId}>{t('exams.paper.shortQuestion', { key: shortfall.questionId })}</li>
          if (shortfall.kind === 'enemies') {
            const [one, other] = shortfall.pair
            return <li key={`${one} ${other}`}>{t('exams.paper.shortEnemies', { one, other })}</li>
          }
          const { kind, line, found, wanted, enemies = [] } = shortfall
          return (
            <li key={line}>
              {t(kind === 'pool' ? 'exams.paper.shortPool' : 'exams.paper.shortLine', {
                section: nameOf(line),
                found,
                wanted,
              })}
              {enemies.length > 0 && (
                <ul>
                  {enemies.slice(0, mostPairs).map(([one, other]) => (
                    <li key={one}>{t('exams.paper.leftOut', { one, other })}</li>
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ul>
      <p>{t('exams.paper.shortHelp')}</p>
    </Notice>
  )
}
