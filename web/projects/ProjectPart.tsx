import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { getProject, type ProjectView } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'

type Props = {
  title: string
  lead: string
  children: (part: { courseId: string; project: ProjectView }) => ReactNode
}

/** A page on which one part of a project is written: it is read once, so that nothing changes under who types. */
export function ProjectPart({ title, lead, children }: Props) {
  const { t } = useText()
  const { courseId, projectId } = usePathIds('courseId', 'projectId')
  const project = useQuery({
    ...query(getProject, { params: { courseId, projectId } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page
      title={title}
      lead={lead}
      crumbs={[
        { label: t('projects.title'), href: at.course(courseId).projects },
        ...(project.data ? [{ label: project.data.title, href: at.course(courseId).project(projectId).page }] : []),
      ]}
    >
      <QueryView query={project}>{(data) => children({ courseId, project: data })}</QueryView>
    </Page>
  )
}
