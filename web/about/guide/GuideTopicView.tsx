import { useText } from '#web/text/text.tsx'
import { type GuideLinkTo, GuideSentence } from './GuideSentence.tsx'
import { type GuideBlock, type GuideTopic, guideSentencesOf } from './guide-text.ts'

type Props = { topic: GuideTopic; level: 3 | 4; linkTo: GuideLinkTo }

/** One heading of the guide, with an address of its own, and what it says. */
export function GuideTopicView({ topic: { id, title, body }, level, linkTo }: Props) {
  const { t } = useText()
  const Heading = level === 3 ? 'h3' : 'h4'
  return (
    <section className="guide__topic" aria-labelledby={id}>
      <div className="guide__head">
        <Heading id={id} tabIndex={-1}>
          {title}
        </Heading>
        <a href={`#${id}`} className="guide__anchor" aria-label={t('ui.staff.guide.linkTo', { title })}>
          #
        </a>
      </div>
      <div className="prose">
        {body.map((block) => (
          <Block key={guideSentencesOf(block).join('')} block={block} linkTo={linkTo} />
        ))}
      </div>
    </section>
  )
}

function Block({ block, linkTo }: { block: GuideBlock; linkTo: GuideLinkTo }) {
  if (typeof block === 'string')
    return (
      <p>
        <GuideSentence text={block} linkTo={linkTo} />
      </p>
    )
  const List = 'steps' in block ? 'ol' : 'ul'
  return (
    <List>
      {guideSentencesOf(block).map((sentence) => (
        <li key={sentence}>
          <GuideSentence text={sentence} linkTo={linkTo} />
        </li>
      ))}
    </List>
  )
}
