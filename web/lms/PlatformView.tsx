import { useState } from 'react'
import {
  changePlatform,
  type LtiPlatformView,
  listPlatforms,
  removePlatform,
  unbindLtiContext,
} from '#contract/lms/platforms.ts'
import { DangerButton } from '#web/auth/DangerButton.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Status } from '#web/ui/Status.tsx'
import { useChange } from '#web/use-change.ts'
import { PlatformForm } from './PlatformForm.tsx'

const looks = {
  waiting: { shape: 'warn', tone: 'warn' },
  active: { shape: 'good', tone: 'good' },
  disabled: { shape: 'part', tone: 'muted' },
} as const

/** One platform: its state, what it said of itself, its courses, and what may be done about it. */
export function PlatformView({ platform }: { platform: LtiPlatformView }) {
  const { t, date } = useText()
  const { state, issuer, clientId, deploymentIds, registeredBy, createdAt } = platform
  return (
    <div className="stack">
      <Status {...looks[state]} wraps>
        <strong>{t(`lms.state.${state}`)}</strong> {t(`lms.stateText.${state}`)}
      </Status>
      {deploymentIds.length === 0 && (
        <Notice tone="warn">
          <p>{t('lms.noDeployment')}</p>
        </Notice>
      )}
      <Facts
        facts={[
          [t('lms.field.issuer'), <Code key="issuer" text={issuer} />],
          [t('lms.field.clientId'), <Code key="client" text={clientId} />],
          [t('lms.field.deploymentIds'), <Code key="deployments" text={deploymentIds.join(', ') || '—'} />],
          [t('lms.field.registered'), t(`lms.registered.${registeredBy}`, { date: date(createdAt) })],
        ]}
      />
      <Contexts contexts={platform.contexts} />
      <Actions platform={platform} />
    </div>
  )
}

const Code = ({ text }: { text: string }) => (
  <span className="mono" translate="no">
    {text}
  </span>
)

function Contexts({ contexts }: Pick<LtiPlatformView, 'contexts'>) {
  const { t } = useText()
  if (contexts.length === 0) return <p className="muted">{t('lms.contexts.none')}</p>
  return (
    <div>
      <h2>{t('lms.contexts.title')}</h2>
      <Facts facts={contexts.map((context) => [context.title, <Bound key={context.id} {...context} />])} />
    </div>
  )
}

/** Which of our courses it is; its owner may end that. */
function Bound({ id, title, course, addsStudents }: LtiPlatformView['contexts'][number]) {
  const { t } = useText()
  const unbind = useChange(unbindLtiContext, { readers: [listPlatforms] })
  if (!course) return t('lms.contexts.unbound')
  return (
    <>
      {t('lms.contexts.bound', { course: course.title ?? t('lms.contexts.otherCourse') })}
      {addsStudents && t('lms.contexts.adds')}{' '}
      {course.isOwn && (
        <DangerButton
          label={t('lms.contexts.unbind')}
          name={title}
          title={t('lms.contexts.unbindTitle', { context: title })}
          action={unbind}
          input={{ params: { courseId: course.id, contextId: id } }}
        >
          {t('lms.contexts.unbindText')}
        </DangerButton>
      )}
    </>
  )
}

function Actions({ platform }: { platform: LtiPlatformView }) {
  const { t } = useText()
  const [isEditing, setEditing] = useState(false)
  const change = useChange(changePlatform, { readers: [listPlatforms] })
  const remove = useChange(removePlatform, { readers: [listPlatforms] })
  const { id, name, state, issuer, clientId, authorizationUrl, tokenUrl, jwksUrl, frameOrigins, deploymentIds } =
    platform
  const isActive = state === 'active'
  const body = {
    ...{ name, issuer, clientId, authorizationUrl, tokenUrl, jwksUrl },
    ...{ frameOrigins: [...frameOrigins], deploymentIds: [...deploymentIds], isActive: !isActive },
  }
  return (
    <div className="stack stack--tight">
      <div className="cluster">
        <Button
          variant={state === 'waiting' ? 'primary' : undefined}
          busy={change.isPending}
          onClick={() => change.mutate({ params: { platformId: id }, body })}
        >
          {t(`lms.turn.${state}`)}
        </Button>
        <Button onClick={() => setEditing(true)}>{t('lms.edit')}</Button>
        <DangerButton
          label={t('lms.remove')}
          name={name}
          title={t('lms.removeTitle', { name })}
          action={remove}
          input={{ params: { platformId: id } }}
        >
          {t('lms.removeText')}
        </DangerButton>
      </div>
      {change.error && <Failed error={change.error} />}
      {isEditing && <PlatformForm platform={platform} onClose={() => setEditing(false)} />}
    </div>
  )
}
