import { useText } from '#web/text/text.tsx'
import { ProjectPart } from './ProjectPart.tsx'
import { RubricEditor } from './RubricEditor.tsx'
import './projects.css'

/** Edits the rubric of a project. */
export default function RubricPage() {
  const { t } = useText()
  return (
    <ProjectPart title={t('projects.rubric')} lead={t('projects.editor.lead')}>
      {(part) => <RubricEditor {...part} />}
    </ProjectPart>
  )
}
