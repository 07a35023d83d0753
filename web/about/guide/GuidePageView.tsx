import type { GuideLinkTo } from './GuideSentence.tsx'
import { GuideTopicView } from './GuideTopicView.tsx'
import type { GuidePageText } from './guide-text.ts'

type Props = {
  page: GuidePageText
  /** Among others, a page has its own heading, and those inside are one level lower. */
  isAmongOthers: boolean
  linkTo: GuideLinkTo
}

/** The parts and topics of a page of the guide. */
export function GuidePageView({ page: { title, lead, parts }, isAmongOthers, linkTo }: Props) {
  const Heading = isAmongOthers ? 'h3' : 'h2'
  return (
    <div className="guide__page">
      {isAmongOthers && (
        <div>
          <h2>{title}</h2>
          <p className="muted">{lead}</p>
        </div>
      )}
      {parts.map((part) => (
        <section key={part.id} className="guide__part" aria-labelledby={part.id}>
          <Heading id={part.id} tabIndex={-1}>
            {part.title}
          </Heading>
          {part.topics.map((topic) => (
            <GuideTopicView key={topic.id} topic={topic} level={isAmongOthers ? 4 : 3} linkTo={linkTo} />
          ))}
        </section>
      ))}
    </div>
  )
}
