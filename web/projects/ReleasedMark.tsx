import { useQuery } from '@tanstack/react-query'
import { getMyProject } from '#contract/projects/projects.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { MyProjectView } from './MyProjectView.tsx'

/** The released mark of the project in the address, with the level of each criterion; loaded only once it is released. */
export function ReleasedMark() {
  const { t } = useText()
  const { projectId } = usePathIds('projectId')
  const project = useQuery(query(getMyProject, { params: { projectId } }))
  const isUngraded = project.error instanceof Refusal && project.error.code === 'not_released'
  if (isUngraded) return <p className="muted">{t('projects.own.ungraded')}</p>
  return <QueryView query={project}>{(data) => <MyProjectView project={data} working={data.working} />}</QueryView>
}
