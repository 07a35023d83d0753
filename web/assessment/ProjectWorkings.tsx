import type { Language } from '#core/language.ts'
import { useText } from '#web/text/text.tsx'
import './project-workings.css'

type Props = {
  workings: readonly { component: string; working: Readonly<Record<Language, string>> }[]
  parts: readonly { id: string; name: string }[]
}

/** How each project mark in the working was computed: rubric, late penalty, individual factor. */
export function ProjectWorkings({ workings, parts }: Props) {
  const { language } = useText()
  if (workings.length === 0) return null
  return (
    <dl className="project-workings">
      {workings.map(({ component, working }) => (
        <div key={component}>
          <dt>{parts.find(({ id }) => id === component)?.name}</dt>
          <dd>{working[language]}</dd>
        </div>
      ))}
    </dl>
  )
}
