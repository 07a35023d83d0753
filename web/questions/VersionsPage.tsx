import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { listVersions, restoreVersion } from '#contract/questions/question-writing.ts'
import { getQuestion } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { DifferenceView } from './DifferenceView.tsx'
import { useRefreshBank } from './use-refresh-bank.ts'
import './history.css'

type Version = Reply<typeof listVersions>['versions'][number]

/** Every version of a question: its author, its changes, and the exams that used it; any of them can be restored. */
export default function VersionsPage() {
  const { t } = useText()
  const { courseId, questionId } = usePathIds('courseId', 'questionId')
  const params = { courseId, questionId }
  const question = useQuery(query(getQuestion, { params }))
  const history = useQuery(query(listVersions, { params }))
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('questions.history.title')}
      lead={question.data?.opening}
      crumbs={[
        { label: t('questions.title'), href: inCourse.questions },
        { label: question.data?.key ?? t('questions.question'), href: inCourse.question(questionId).page },
        { label: t('questions.history.title') },
      ]}
    >
      <QueryView query={history}>
        {({ versions }) => (
          <ol className="history" reversed>
            {versions.map((version, rank) => (
              <VersionItem
                key={version.number}
                courseId={courseId}
                questionId={questionId}
                version={version}
                current={versions[0]?.number ?? version.number}
                isFirst={rank === versions.length - 1}
              />
            ))}
          </ol>
        )}
      </QueryView>
    </Page>
  )
}

type Props = { courseId: string; questionId: string; version: Version; current: number; isFirst: boolean }

function VersionItem({ courseId, questionId, version, current, isFirst }: Props) {
  const { t, has, dateTime } = useText()
  const { number, origin, writtenAt, byName, difference, exams } = version
  const say = useToast()
  const refresh = useRefreshBank()
  const [, navigate] = useLocation()
  const restore = useMutation({
    ...mutation(restoreVersion),
    onSuccess: () => {
      refresh()
      say({ text: t('questions.history.restored', { number }) })
      navigate(at.course(courseId).question(questionId).page)
    },
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const isCurrent = number === current
  const label = t('questions.history.version', { number })
  return (
    <li className="history__version">
      <div className="section-head">
        <h2>{label}</h2>
        <p>
          {t(`questions.history.origin.${origin}`, { name: byName || t('questions.history.nobody') })}{' '}
          {dateTime(writtenAt)}
        </p>
      </div>
      <p className="cluster">
        {isCurrent && (
          <Badge tone="accent" shape="good">
            {t('questions.history.current')}
          </Badge>
        )}
        {exams.map(({ id, title }) => (
          <Link key={id} href={at.course(courseId).exam(id).page}>
            {t('questions.history.askedIn', { title })}
          </Link>
        ))}
      </p>
      {isFirst ? (
        <details>
          <summary>{t('questions.history.firstText')}</summary>
          <DifferenceView lines={difference} label={label} />
        </details>
      ) : (
        <DifferenceView lines={difference} label={label} />
      )}
      {!isCurrent && (
        <div>
          <Button
            size="small"
            busy={restore.isPending}
            onClick={() =>
              restore.mutate({
                params: { courseId, questionId, number: String(number) } as never,
                body: { version: current },
              })
            }
          >
            <Icon name="undo" />
            {t('questions.history.restore', { number })}
          </Button>
        </div>
      )}
    </li>
  )
}
