import { useQuery } from '@tanstack/react-query'
import { getProject } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { RubricEditor } from './RubricEditor.tsx'
import './projects.css'

/** Edits the rubric of a project. */
export default function RubricPage() {
  const { t } = useText()
  const { courseId, projectId } = usePathIds('courseId', 'projectId')
  const project = useQuery({
    ...query(getProject, { params: { courseId, projectId } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page
      title={t('projects.rubric')}
      lead={t('projects.editor.lead')}
      crumbs={[
        { label: t('projects.title'), href: at.course(courseId).projects },
        ...(project.data ? [{ label: project.data.title, href: at.course(courseId).project(projectId).page }] : []),
      ]}
    >
      <QueryView query={project}>{(data) => <RubricEditor courseId={courseId} project={data} />}</QueryView>
    </Page>
  )
}
