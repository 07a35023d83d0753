import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { getOverview } from '#contract/exports/overview.ts'
import type { Language } from '#core/language.ts'
import { guideAddress } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import { GuideContents } from './guide/GuideContents.tsx'
import { GuidePageView } from './guide/GuidePageView.tsx'
import { GuideSearch } from './guide/GuideSearch.tsx'
import type { GuideLinkTo } from './guide/GuideSentence.tsx'
import { guideLinks } from './guide/guide-links.ts'
import { type GuidePageText, type GuideText, pageOfTopic } from './guide/guide-text.ts'
import { useTopicInAddress } from './guide/use-topic-in-address.ts'
import NotFoundPage from './NotFoundPage.tsx'
import './guide/guide.css'

const guides: Record<Language, () => Promise<{ default: GuideText }>> = {
  fr: () => import('#web/text/pages/guide.fr.json'),
  en: () => import('#web/text/pages/guide.en.json'),
}

/** The address of the whole guide, to read or print at once. */
const whole = 'complet'

/** The trainer's guide: its table of contents, one of its pages, or all of them; fetched in the current language. */
export default function GuidePage() {
  const { language } = useText()
  const guide = useQuery({
    queryKey: ['article', 'guide', language],
    queryFn: async () => (await guides[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return <QueryView query={guide}>{(data) => <Guide guide={data} />}</QueryView>
}

function Guide({ guide }: { guide: GuideText }) {
  const { page: asked = '' } = useParams()
  const one = guide.pages.find(({ id }) => id === asked)
  if (asked !== '' && asked !== whole && !one) return <NotFoundPage />
  return <Reading guide={guide} asked={asked} shown={one ? [one] : asked === whole ? guide.pages : []} />
}

type ReadingProps = { guide: GuideText; asked: string; shown: readonly GuidePageText[] }

function Reading({ guide, asked, shown }: ReadingProps) {
  const { t } = useText()
  const [read, write] = useAddress()
  const courseId = read('cours') || null
  const search = read('recherche')
  const linkTo = useGuideLinkTo(guide, courseId)
  useTopicInAddress(asked)
  const [first] = shown
  const { title, lead } = shown.length === 1 && first ? first : guide
  const isHome = shown.length === 0
  const contents = <GuideContents pages={guide.pages} shown={shown} courseId={courseId} />
  const find = (
    <GuideSearch guide={guide} courseId={courseId} search={search} onSearch={(next) => write({ recherche: next })} />
  )
  return (
    <Page
      title={title}
      lead={lead}
      crumbs={
        isHome
          ? undefined
          : [
              { label: guide.title, href: guideAddress({ courseId }) },
              { label: shown.length === 1 ? title : t('ui.staff.guide.whole') },
            ]
      }
      actions={
        <>
          {asked !== whole && (
            <LinkButton href={guideAddress({ page: whole, courseId })}>{t('ui.staff.guide.whole')}</LinkButton>
          )}
          {!isHome && <PrintButton />}
        </>
      }
    >
      {isHome || search !== '' ? (
        <div className="guide-home">
          {find}
          {search === '' && contents}
        </div>
      ) : (
        <div className="beside">
          <div className="beside__contents guide__side">
            {find}
            {contents}
          </div>
          <div className="guide__body">
            {shown.map((page) => (
              <GuidePageView key={page.id} page={page} isAmongOthers={shown.length > 1} linkTo={linkTo} />
            ))}
          </div>
        </div>
      )}
    </Page>
  )
}

/** Links of the guide lead to the pages of the course it was opened from, and to the exam being run there. */
function useGuideLinkTo(guide: GuideText, courseId: string | null): GuideLinkTo {
  const overview = useQuery({
    ...query(getOverview, { params: { courseId: courseId ?? '' } }),
    enabled: courseId !== null,
  })
  const links = guideLinks(overview.data ? courseId : null, overview.data?.currentExamId ?? null)
  return (to) => {
    const topic = /^#(.+)$/.exec(to)?.[1]
    const page = topic === undefined ? null : pageOfTopic(guide, topic)
    return page === null ? (links.get(to) ?? null) : guideAddress({ page, topic, courseId })
  }
}
