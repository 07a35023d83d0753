import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type LmsContext, listLmsContexts } from '#contract/lms/members.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { LmsMembersForm } from './LmsMembersForm.tsx'
import '#web/students/students.css'

/** Imports the class from a learning platform: read when asked, previewed, written after the last button. */
export default function MembersPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const contexts = useQuery(query(listLmsContexts, { params: { courseId } }))
  const inCourse = at.course(courseId)
  return (
    <Page
      title={t('lms.members.title')}
      lead={t('lms.members.lead')}
      crumbs={[{ label: t('students.title'), href: inCourse.students }, { label: t('lms.members.title') }]}
    >
      <QueryView
        query={contexts}
        isEmpty={(data) => data.contexts.every(({ hasMembers }) => !hasMembers)}
        empty={
          <EmptyState
            title={t('lms.members.emptyTitle')}
            actions={<LinkButton href={inCourse.importStudents}>{t('students.import.title')}</LinkButton>}
          >
            {t('lms.members.emptyText')}
          </EmptyState>
        }
      >
        {(data) => <Ready courseId={courseId} contexts={data.contexts.filter(({ hasMembers }) => hasMembers)} />}
      </QueryView>
    </Page>
  )
}

function Ready({ courseId, contexts }: { courseId: string; contexts: readonly LmsContext[] }) {
  const { t } = useText()
  const [chosen, setChosen] = useState(contexts[0]?.id ?? '')
  const context = contexts.find(({ id }) => id === chosen) ?? contexts[0]
  return (
    <div className="stack">
      {contexts.length > 1 && (
        <RadioGroup
          legend={t('lms.members.which')}
          value={chosen}
          onChange={setChosen}
          options={contexts.map(({ id, title, platformName }) => ({ value: id, label: `${title} · ${platformName}` }))}
        />
      )}
      {context && <LmsMembersForm key={context.id} courseId={courseId} context={context} />}
    </div>
  )
}
