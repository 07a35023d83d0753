import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { listCourses } from '#contract/auth/auth.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { CreateCourseForm } from './CreateCourseForm.tsx'
import type { Course } from './use-course.ts'
import './auth.css'

/** The courses of the signed-in person. */
export default function CoursesPage() {
  const { t } = useText()
  const courses = useQuery(query(listCourses, {}))
  const [isCreating, setCreating] = useState(false)
  const [showsArchived, setShowsArchived] = useState(false)
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Icon name="plus" />
      {t('auth.courses.create')}
    </Button>
  )
  return (
    <Page title={t('ui.staff.myCourses')} lead={t('auth.courses.lead')} actions={create}>
      <QueryView
        query={courses}
        isEmpty={(data) => data.courses.length === 0}
        empty={
          <EmptyState title={t('auth.courses.emptyTitle')} actions={create}>
            {t('auth.courses.emptyText')}
          </EmptyState>
        }
      >
        {({ courses: all }) => {
          const archived = all.filter(({ isArchived }) => isArchived).length
          return (
            <div className="stack">
              <ul className="courses">
                {all
                  .filter(({ isArchived }) => !isArchived || showsArchived)
                  .map((course) => (
                    <CourseView key={course.id} course={course} />
                  ))}
              </ul>
              {archived > 0 && (
                <Checkbox
                  label={t('auth.courses.showArchived', { count: archived })}
                  checked={showsArchived}
                  onChange={(event) => setShowsArchived(event.target.checked)}
                />
              )}
            </div>
          )
        }}
      </QueryView>
      <CreateCourseForm open={isCreating} onClose={() => setCreating(false)} />
    </Page>
  )
}

function CourseView({ course: { id, title, year, role, isArchived } }: { course: Course }) {
  const { t } = useText()
  return (
    <li className="course-card">
      <div>
        <h2>
          <Link href={at.course(id).home}>{title}</Link>
        </h2>
        {year && <p className="muted">{year}</p>}
      </div>
      <p>
        <Badge tone={role === 'owner' ? 'accent' : 'plain'}>{t(`auth.role.${role}`)}</Badge>{' '}
        {isArchived && <Badge>{t('auth.courses.archived')}</Badge>}
      </p>
    </li>
  )
}
