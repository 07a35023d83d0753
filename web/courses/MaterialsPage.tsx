import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { listMaterials } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { CourseTabs } from './CourseTabs.tsx'
import { MaterialForm } from './MaterialForm.tsx'
import { useWithdrawMaterial } from './use-withdraw-material.ts'
import './material.css'

type Materials = Reply<typeof listMaterials>['materials']

/** The decks and documents of the course, and the form that reads another. */
export default function MaterialsPage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const [, navigate] = useLocation()
  const [search, setSearch] = useSearchParams()
  const materials = useQuery(query(listMaterials, { params: { courseId } }))
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  const replaced = materials.data?.materials.find(({ id }) => id === search.get('remplace'))
  const inCourse = at.course(courseId)
  return (
    <Page title={t('courses.material.title')} lead={t('courses.material.lead')}>
      <CourseTabs courseId={courseId} />
      <div className="stack">
        <QueryView
          query={materials}
          isEmpty={(data) => data.materials.length === 0}
          empty={<EmptyState title={t('courses.material.emptyTitle')}>{t('courses.material.emptyText')}</EmptyState>}
        >
          {(data) => (
            <MaterialList
              courseId={courseId}
              materials={data.materials}
              onNewVersion={(id) => setSearch({ remplace: id }, { replace: true })}
            />
          )}
        </QueryView>
        <section aria-labelledby="add-material" className="material-add">
          <div className="section-head">
            <h2 id="add-material">
              {replaced
                ? t('courses.material.newVersionTitle', { title: replaced.title })
                : t('courses.material.addTitle')}
            </h2>
          </div>
          <MaterialForm
            key={replaced?.id ?? ''}
            courseId={courseId}
            reason={isBarred ? t('students.trainersOnly') : undefined}
            onRead={(id) =>
              navigate(replaced ? `${inCourse.material(id)}?remplace=${replaced.id}` : inCourse.material(id))
            }
          />
        </section>
      </div>
    </Page>
  )
}

type ListProps = { courseId: string; materials: Materials; onNewVersion: (materialId: string) => void }

function MaterialList({ courseId, materials, onNewVersion }: ListProps) {
  const { t, dateTime } = useText()
  const [leaving, setLeaving] = useState<Materials[number] | null>(null)
  const { withdraw, isPending } = useWithdrawMaterial(courseId, 'courses.material.withdrawn')
  return (
    <section aria-labelledby="materials">
      <div className="section-head">
        <h2 id="materials">{t('courses.material.listTitle')}</h2>
      </div>
      <ul className="material-list">
        {materials.map((material) => (
          <li key={material.id}>
            <div className="material-list__words">
              <h3>{material.isFromFile ? t('courses.material.fromFile') : material.title}</h3>
              <p className="material-list__facts">
                <Badge tone="muted">{t(`courses.material.format.${material.format}`)}</Badge>
                {material.version > 1 && !material.isFromFile && (
                  <Badge tone="accent">{t('courses.material.version', { version: material.version })}</Badge>
                )}
                <span>
                  {material.pages > 1
                    ? t('courses.material.content', { pages: material.pages, passages: material.passages })
                    : t('courses.material.contentNoPages', { passages: material.passages })}
                </span>
                <span>
                  {material.isFromFile
                    ? t('courses.material.fromFileNote')
                    : t('courses.material.by', { date: dateTime(material.at), name: material.byName })}
                </span>
              </p>
            </div>
            {!material.isFromFile && (
              <div className="actions">
                <Button size="small" onClick={() => onNewVersion(material.id)}>
                  {t('courses.material.newVersion')}
                  <span className="vh"> {material.title}</span>
                </Button>
                <Button size="small" variant="quiet" onClick={() => setLeaving(material)}>
                  {t('courses.material.withdraw')}
                  <span className="vh"> {material.title}</span>
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && withdraw(leaving.id, () => setLeaving(null))}
        title={t('courses.material.withdrawTitle', { title: leaving?.title ?? '' })}
        confirm={t('courses.material.withdraw')}
        busy={isPending}
      >
        <p>{t('courses.material.withdrawText')}</p>
      </ConfirmDialog>
    </section>
  )
}
