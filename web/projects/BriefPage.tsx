import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { getMyBrief } from '#contract/projects/briefs.ts'
import { query } from '#web/api.ts'
import { StudentFaces } from '#web/attempts/StudentFaces.tsx'
import { studentAt } from '#web/student-addresses.ts'
import { MoreText, useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { lazy } from '#web/ui/lazy.ts'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { HandInForm } from './HandInForm.tsx'
import { HandInList } from './HandInList.tsx'
import type { MyBrief } from './my-brief.ts'
import { RubricMatrix } from './RubricMatrix.tsx'
import '#web/attempts/attempts.css'
import './brief.css'

const ReleasedMark = lazy(async () => ({ default: (await import('./ReleasedMark.tsx')).ReleasedMark }))

/** The project of a student: brief, team, dates, what was handed in, and the rubric in words. */
export default function BriefPage() {
  const { projectId } = usePathIds('projectId')
  const brief = useQuery(query(getMyBrief, { params: { projectId } }))
  return (
    <StudentFaces query={brief}>
      {(data) => (
        <MoreText part="project">
          <Ready brief={data} />
        </MoreText>
      )}
    </StudentFaces>
  )
}

function Ready({ brief }: { brief: MyBrief }) {
  const { t, list, dateTime } = useText()
  const { team, timeZone, deadline, late } = brief
  const at = (instant: string) => dateTime(instant, timeZone)
  return (
    <Page
      title={brief.title}
      look="sheet"
      lead={deadline && t('projects.own.due', { at: at(deadline) })}
      crumbs={[{ label: t('attempts.myExams'), href: studentAt.exams }]}
      actions={<PrintButton />}
    >
      {brief.isReleased && team && (
        <SheetRow label={t('projects.student.mark')}>
          <Suspense fallback={<Skeleton />}>
            <ReleasedMark />
          </Suspense>
        </SheetRow>
      )}
      <SheetRow label={t('projects.own.brief')}>
        {brief.brief.length > 0 ? (
          <ContentView content={brief.brief} />
        ) : (
          <p className="muted">{t('projects.own.noBrief')}</p>
        )}
      </SheetRow>
      <SheetRow label={t('projects.own.team')}>
        <p>
          {team
            ? t('projects.student.team', { name: team.name, members: list(team.members) })
            : t('projects.own.noTeam')}
        </p>
      </SheetRow>
      <SheetRow label={t('projects.own.dates')}>
        <Facts
          facts={[
            [t('projects.own.opened'), at(brief.opensAt)],
            [t('projects.own.deadline'), deadline ? at(deadline) : t('projects.own.noDeadline')],
            ...(deadline && late
              ? [
                  [
                    t('projects.own.late'),
                    t('projects.own.lateSaid', {
                      unit: late.unit,
                      amount: Number(late.amount.replace(',', '.')),
                      most: late.most ?? 'none',
                    }),
                  ] as const,
                ]
              : []),
          ]}
        />
      </SheetRow>
      <SheetRow label={t('projects.own.handIn')}>
        <div className="stack stack--tight">
          <HandInList brief={brief} />
          {team && !brief.isReleased && <HandInForm brief={brief} />}
          {brief.isReleased && <p className="muted">{t('refusal.hand_in_over')}</p>}
          {team === null && <p className="muted">{t('refusal.no_team')}</p>}
        </div>
      </SheetRow>
      <SheetRow label={t('projects.own.rubric')}>
        <p className="muted">{t('projects.own.rubricText')}</p>
        <RubricMatrix criteria={brief.criteria} />
      </SheetRow>
    </Page>
  )
}
