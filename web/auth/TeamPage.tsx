import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listMembers } from '#contract/auth/auth.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { InvitationsView } from './InvitationsView.tsx'
import { InviteForm } from './InviteForm.tsx'
import { MembersView } from './MembersView.tsx'
import { StaffRequestsView } from './StaffRequestsView.tsx'
import { useCourse } from './use-course.ts'
import './auth.css'

/** The members of this course and their roles. */
export default function TeamPage() {
  const { t } = useText()
  const { courseId, course, role } = useCourse()
  const members = useQuery(query(listMembers, { params: { courseId } }))
  const [isInviting, setInviting] = useState(false)
  const mayChange = role === 'owner'
  return (
    <Page
      title={t('ui.team')}
      lead={t('auth.team.lead')}
      crumbs={course ? [{ label: course.title, href: at.course(courseId).home }, { label: t('ui.team') }] : undefined}
      actions={
        <Button
          variant="primary"
          reason={role === null || mayChange ? undefined : t('auth.team.ownersOnly')}
          onClick={() => setInviting(true)}
        >
          <Icon name="plus" />
          {t('auth.team.invite')}
        </Button>
      }
    >
      <QueryView query={members}>
        {(data) => (
          <div className="stack">
            <MembersView courseId={courseId} members={data.members} mayChange={mayChange} />
            {data.invitations.length > 0 && (
              <InvitationsView courseId={courseId} invitations={data.invitations} mayChange={mayChange} />
            )}
            {mayChange && <StaffRequestsView courseId={courseId} />}
            <RolesView />
          </div>
        )}
      </QueryView>
      <InviteForm key={String(isInviting)} courseId={courseId} open={isInviting} onClose={() => setInviting(false)} />
    </Page>
  )
}

/** What each role allows. */
function RolesView() {
  const { t } = useText()
  return (
    <section aria-labelledby="roles">
      <div className="section-head">
        <h2 id="roles">{t('auth.team.rights')}</h2>
      </div>
      <dl className="prose">
        {(['invigilator', 'trainer', 'owner'] as const).map((role) => (
          <div key={role}>
            <dt>
              <strong>{t(`auth.role.${role}`)}</strong>
            </dt>
            <dd className="muted">{t(`auth.roleMay.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
