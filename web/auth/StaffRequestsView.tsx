import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listMembers, roles } from '#contract/auth/auth.ts'
import { acceptStaffRequest, listStaffRequests, refuseStaffRequest } from '#contract/auth/sign-on.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useToast } from '#web/ui/use-toast.ts'

import './sign-on.css'

type Request = Reply<typeof listStaffRequests>['requests'][number]
type Role = (typeof roles)[number]

/** Who signed in through the school and is in no course: an owner gives them a role here, or refuses. */
export function StaffRequestsView({ courseId }: { courseId: string }) {
  const requests = useQuery(query(listStaffRequests, { params: { courseId } }))
  const all = requests.data?.requests ?? []
  return all.length === 0 ? null : <Requests courseId={courseId} requests={all} />
}

function Requests({ courseId, requests }: { courseId: string; requests: readonly Request[] }) {
  const { t, language, dateTime } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const refresh = () => {
    for (const { path } of [listStaffRequests, listMembers]) void queryClient.invalidateQueries({ queryKey: [path] })
  }
  const accept = useMutation({ ...mutation(acceptStaffRequest), onSettled: refresh })
  const refuse = useMutation({ ...mutation(refuseStaffRequest), onSettled: refresh })
  return (
    <section aria-labelledby="requests">
      <div className="section-head">
        <h2 id="requests">{t('auth.waiting.title')}</h2>
      </div>
      <p className="muted">{t('auth.waiting.note')}</p>
      <Failed error={accept.error ?? refuse.error} />
      <ul className="requests">
        {requests.map((request) => (
          <li key={request.id} className="request">
            <div className="request__who">
              <strong>{request.name}</strong>
              <p className="request__said">{request.email}</p>
              <p className="request__said">
                {t('auth.waiting.fromAt', {
                  provider: request.provider?.[language] ?? t('auth.waiting.gone'),
                  when: dateTime(request.lastSeenAt),
                })}
              </p>
              {request.refused && (
                <Badge tone="warn">
                  {t('auth.waiting.refusedBy', { name: request.refused.byName, when: dateTime(request.refused.at) })}
                </Badge>
              )}
            </div>
            <Decide
              request={request}
              isBusy={accept.isPending || refuse.isPending}
              onAccept={(role) =>
                accept.mutate(
                  { params: { courseId, requestId: request.id }, body: { role } },
                  { onSuccess: () => say({ text: t('auth.waiting.accepted', { name: request.name }) }) },
                )
              }
              onRefuse={() =>
                refuse.mutate(
                  { params: { courseId, requestId: request.id } },
                  { onSuccess: () => say({ text: t('auth.waiting.refused', { name: request.name }) }) },
                )
              }
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

type DecideProps = { request: Request; isBusy: boolean; onAccept: (role: Role) => void; onRefuse: () => void }

/** A role is chosen before the person is let in: the least one stands first. */
function Decide({ request: { name, refused }, isBusy, onAccept, onRefuse }: DecideProps) {
  const { t } = useText()
  const [role, setRole] = useState<Role>('invigilator')
  return (
    <div className="request__act">
      <Select
        aria-label={t('auth.team.roleOf', { name })}
        value={role}
        onChange={setRole}
        options={roles.toReversed().map((each) => ({ value: each, label: t(`auth.role.${each}`) }))}
      />
      <Button size="small" disabled={isBusy} onClick={() => onAccept(role)}>
        {t('auth.waiting.accept')}
        <span className="vh"> {name}</span>
      </Button>
      {!refused && (
        <Button size="small" variant="quiet" disabled={isBusy} onClick={onRefuse}>
          {t('auth.waiting.refuse')}
          <span className="vh"> {name}</span>
        </Button>
      )}
    </div>
  )
}
