import { useQuery } from '@tanstack/react-query'
import type { Language } from '#core/language.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

type Section = { title: string; text: readonly string[]; items: readonly string[] }
export type Article = { title: string; lead: string; sections: readonly Section[] }

type Props = { name: string; article: Record<Language, () => Promise<{ default: Article }>> }

/** A long text, fetched in the current language only: kept out of web/text/fr, which every visitor downloads. */
export function ArticleView({ name, article }: Props) {
  const { language } = useText()
  const text = useQuery({
    queryKey: ['article', name, language],
    queryFn: async () => (await article[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return <QueryView query={text}>{(data) => <Text {...data} />}</QueryView>
}

function Text({ title, lead, sections }: Article) {
  return (
    <Page title={title} lead={lead} look="sheet">
      {sections.map((section) => (
        <SheetRow key={section.title} label={section.title}>
          <div className="prose">
            {section.text.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            {section.items.length > 0 && (
              <ul>
                {section.items.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            )}
          </div>
        </SheetRow>
      ))}
    </Page>
  )
}
