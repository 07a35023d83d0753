import { Link, matchRoute, useRouter } from 'wouter'
import { guideAddress } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { guideTopics } from './guide-topics.ts'

/** Leads from a page to what the guide says about it; nothing when the guide has no topic for it. */
export function GuideLink({ path }: { path: string }) {
  const { t } = useText()
  const { parser } = useRouter()
  const route = Object.keys(guideTopics).find((each) => matchRoute(parser, each, path)[0])
  const place = route === undefined ? undefined : guideTopics[route]
  if (!place) return null
  const courseId = /^\/cours\/([^/]+)/.exec(path)?.[1] ?? null
  return (
    <Link href={guideAddress({ ...place, courseId })} className="page-head__link no-print">
      <Icon name="help" />
      {t('ui.staff.guide.short')}
    </Link>
  )
}
