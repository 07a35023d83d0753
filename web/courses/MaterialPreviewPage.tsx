import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { confirmMaterial, getMaterial } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { isSubtitle, outlineWith } from '#core/courses/material-outline.ts'
import { excessOf } from '#core/courses/outline-change.ts'
import type { PartRole } from '#core/courses/plan-proposal.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Select } from '#web/ui/Select.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { type Adjustments, forgetAdjustments, keepAdjustments, readAdjustments } from './kept-adjustments.ts'
import { MaterialParts } from './MaterialParts.tsx'
import { MaterialPlan } from './MaterialPlan.tsx'
import { MaterialRemarks } from './MaterialRemarks.tsx'
import { useRefreshCourse } from './use-refresh-course.ts'
import { useWithdrawMaterial } from './use-withdraw-material.ts'
import { VersionChanges } from './VersionChanges.tsx'
import './material.css'

type Preview = Reply<typeof getMaterial>

/** What was understood of a material, side by side with the outline it gives; nothing changes before the last button. */
export default function MaterialPreviewPage() {
  const { t } = useText()
  const { courseId, materialId } = usePathIds('courseId', 'materialId')
  const preview = useQuery(query(getMaterial, { params: { courseId, materialId } }))
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('courses.material.previewTitle')}
      lead={preview.data?.state === 'staged' ? t('courses.material.previewLead') : undefined}
      crumbs={[
        { label: t('courses.material.title'), href: inCourse.materials },
        { label: preview.data?.title ?? t('courses.material.previewTitle') },
      ]}
    >
      <QueryView query={preview}>
        {(data) =>
          data.state === 'staged' ? (
            <Review key={data.id} courseId={courseId} preview={data} />
          ) : (
            <Settled courseId={courseId} preview={data} />
          )
        }
      </QueryView>
    </Page>
  )
}

/** A material that is no longer waiting: to read, not to change. */
function Settled({ courseId, preview }: { courseId: string; preview: Preview }) {
  const { t } = useText()
  return (
    <div className="stack">
      <Notice
        actions={<LinkButton href={at.course(courseId).text}>{t('courses.material.toText')}</LinkButton>}
        tone={preview.state === 'current' ? 'good' : 'info'}
      >
        <p>{t(preview.state === 'current' ? 'courses.material.isCurrent' : 'courses.material.isReplaced')}</p>
      </Notice>
      <MaterialRemarks remarks={preview.remarks} />
      <MaterialParts preview={preview} roles={preview.parts.map(({ role }) => role)} />
    </div>
  )
}

function Review({ courseId, preview }: { courseId: string; preview: Preview }) {
  const { t } = useText()
  const { role } = useCourse()
  const say = useToast()
  const refresh = useRefreshCourse()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const inCourse = at.course(courseId)
  const asked =
    preview.earlier.find(({ id }) => id === search.get('remplace')) ?? preview.earlier.find((one) => one.isLikely)
  const [adjusted, setAdjusted] = useState<Adjustments>(
    () =>
      readAdjustments(preview.id, preview.parts.length) ?? {
        title: preview.title,
        roles: preview.parts.map((part) => part.role),
        replaces: asked?.id ?? null,
        session: asked?.session ?? '',
      },
  )
  const { title, roles, session } = adjusted
  // What was kept may name a material that was withdrawn since.
  const replaces = preview.earlier.some(({ id }) => id === adjusted.replaces) ? adjusted.replaces : null
  const adjust = (part: Partial<Adjustments>) => {
    const next = { ...adjusted, ...part }
    setAdjusted(next)
    keepAdjustments(preview.id, next)
  }
  const undo = useWithdrawMaterial(courseId, 'courses.material.undone')
  const discard = useWithdrawMaterial(courseId, 'courses.material.discarded')
  const parts = useMemo(
    () => preview.parts.map((part, rank) => ({ ...part, role: roles[rank] ?? part.role })),
    [preview.parts, roles],
  )
  const known = preview.sessions.some(({ id }) => id === session)
  const first = known
    ? ({ kind: 'existing', id: session } as const)
    : ({ kind: 'new', title: title || preview.title } as const)
  const outlined = outlineWith({ sessions: preview.sessions, parts, first })
  const params = { courseId, materialId: preview.id }
  const confirm = useMutation({
    ...mutation(confirmMaterial),
    onSuccess: () => {
      forgetAdjustments(preview.id)
      refresh()
      say({ text: t('courses.material.added', { title }), undo: () => undo.withdraw(preview.id) })
      navigate(inCourse.text)
    },
    onError: (error) => {
      if (error instanceof Refusal && error.code === 'preview_outdated')
        void queryClient.invalidateQueries({ queryKey: [getMaterial.path] })
    },
  })
  const isOutdated = confirm.error instanceof Refusal && confirm.error.code === 'preview_outdated'
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  const passages = parts.filter((part) => part.role !== 'ignored' && part.text.trim() !== '').length
  const changeSession = (id: string) => {
    // Its own title slide then begins no other session.
    const without = parts.map((part) => (part.role === 'session' ? ownSessionLeft(part) : part.role))
    adjust({ session: id, ...(id === '' ? {} : { roles: without }) })
  }
  const sessions = parts.filter((part) => part.role === 'session').length
  const isTooLarge = excessOf(outlined) !== null
  const blocked =
    passages + sessions === 0
      ? t('courses.material.planNone')
      : isTooLarge
        ? t('courses.material.planTooLarge')
        : undefined
  return (
    <div className="material-review">
      <aside className="material-review__plan" aria-label={t('courses.material.planTitle')}>
        <div className="form">
          <Field label={t('courses.material.titleLabel')} required>
            <Input maxLength={200} value={title} onChange={(event) => adjust({ title: event.target.value })} />
          </Field>
          {preview.earlier.length > 0 && (
            <Field label={t('courses.material.replacesLabel')}>
              <Select
                value={replaces ?? ''}
                onChange={(id) => adjust({ replaces: id || null })}
                options={[
                  { value: '', label: t('courses.material.replacesNothing') },
                  ...preview.earlier.map((one) => ({
                    value: one.id,
                    label: t('courses.material.replacesOne', { title: one.title }),
                  })),
                ]}
              />
            </Field>
          )}
          {sessions <= 1 && preview.sessions.length > 0 && (
            <Field label={t('courses.material.firstLabel')} hint={t('courses.material.firstHint')}>
              <Select
                value={known ? session : ''}
                onChange={changeSession}
                options={[
                  { value: '', label: t('courses.material.firstNew', { title: title || preview.title }) },
                  ...preview.sessions.map((one) => ({ value: one.id, label: one.title })),
                ]}
              />
            </Field>
          )}
        </div>
        {replaces !== null && (
          <VersionChanges courseId={courseId} replacedId={replaces} parts={parts} questions={preview.questions} />
        )}
        <MaterialPlan outlined={outlined} />
        {isOutdated && (
          <Notice tone="warn" live="status">
            <p>{t('courses.material.outdated')}</p>
          </Notice>
        )}
        {!isOutdated && <Failed error={confirm.error} />}
        <p className="small muted" role="status">
          {t('courses.material.summary', {
            sessions: outlined.added.sessions.length,
            sections: outlined.added.sections.length,
            passages,
          })}
        </p>
        <div className="actions material-review__decide">
          <Button
            variant="primary"
            busy={confirm.isPending}
            reason={isBarred ? t('students.trainersOnly') : blocked}
            onClick={() =>
              confirm.mutate({
                params,
                body: { title: title || preview.title, roles: [...roles], first, replaces, outline: preview.outline },
              })
            }
          >
            {t(replaces === null ? 'courses.material.confirm' : 'courses.material.confirmVersion')}
          </Button>
          <Button
            variant="quiet"
            busy={discard.isPending}
            onClick={() =>
              discard.withdraw(preview.id, () => {
                forgetAdjustments(preview.id)
                navigate(inCourse.materials)
              })
            }
          >
            {t('courses.material.discard')}
          </Button>
        </div>
      </aside>
      <div className="material-review__parts">
        <MaterialRemarks remarks={preview.remarks} />
        <MaterialParts
          preview={preview}
          roles={roles}
          onRole={(rank, chosen) => adjust({ roles: roles.map((one, index) => (index === rank ? chosen : one)) })}
        />
      </div>
    </div>
  )
}

const ownSessionLeft = (part: { role: PartRole; text: string }): PartRole => (isSubtitle(part) ? 'ignored' : 'section')
