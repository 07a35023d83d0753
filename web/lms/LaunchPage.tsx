import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { getLtiLaunch, type LtiLaunchView } from '#contract/lms/launches.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { StaffText, useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { BindCourseForm } from './BindCourseForm.tsx'
import { ChooseContentForm } from './ChooseContentForm.tsx'
import { LinkAccount } from './LinkAccount.tsx'

/** Where a trainer arrives from a learning platform, as long as something is left to decide: who, which course, which exam. */
export default function LaunchPage() {
  return (
    <StaffText>
      <Launch />
    </StaffText>
  )
}

function Launch() {
  const { t } = useText()
  const { launchId = '' } = useParams()
  const found = useQuery(query(getLtiLaunch, { params: { launchId } }))
  const launch = found.data?.launch
  return (
    <Page
      title={launch ? t('lms.launch.title', { context: launch.context }) : t('lms.launch.plain')}
      lead={launch && t(`lms.launch.lead.${stepOf(launch)}`, { platform: launch.platform, context: launch.context })}
      look="narrow-sheet"
    >
      <QueryView query={found}>
        {({ launch: read }) =>
          read ? <Step launchId={launchId} launch={read} /> : <SheetRow>{t('refusal.lms_launch_over')}</SheetRow>
        }
      </QueryView>
    </Page>
  )
}

const steps = { unknown: 'signIn', second_factor: 'secondFactor', signed_in: 'account', other: 'other' } as const

/** One thing at a time, in the order in which each needs the one before. */
function stepOf({ account, course, link, owned }: LtiLaunchView) {
  if (account !== 'linked') return steps[account]
  if (!course) return owned.length === 0 ? 'noCourse' : 'bind'
  if (!course.role) return 'stranger'
  if (course.role === 'invigilator') return 'invigilator'
  return link ? 'opens' : 'choose'
}

function Step({ launchId, launch }: { launchId: string; launch: LtiLaunchView }) {
  const { t } = useText()
  switch (stepOf(launch)) {
    case 'signIn':
    case 'secondFactor':
      return (
        <SheetRow>
          <div className="stack">
            <p>{t(launch.account === 'unknown' ? 'lms.launch.signInText' : 'lms.launch.secondFactorText')}</p>
            <div>
              <LinkButton variant="primary" href={`${siteAt.signIn}?retour=${at.launch(launchId)}`}>
                {t('lms.launch.signIn')}
              </LinkButton>
            </div>
            {launch.account === 'unknown' && <p className="muted">{t('lms.launch.noAccount')}</p>}
          </div>
        </SheetRow>
      )
    case 'account':
      return <LinkAccount {...{ launchId, launch }} />
    case 'other':
      return <SheetRow>{t('lms.launch.otherText', { name: launch.name ?? '' })}</SheetRow>
    case 'noCourse':
    case 'stranger':
    case 'invigilator':
      return (
        <SheetRow>
          <LinkButton href={at.courses}>{t('lms.launch.courses')}</LinkButton>
        </SheetRow>
      )
    case 'bind':
      return <BindCourseForm {...{ launchId, launch }} />
    case 'opens':
    case 'choose':
      return <ChooseContentForm {...{ launchId, launch }} />
  }
}
