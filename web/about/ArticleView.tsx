import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

type Section = { title: string; text: readonly string[]; items: readonly string[] }
export type Article = { title: string; lead: string; sections: readonly Section[] }

/** A long text in both languages, fetched with its own page: these sentences stay out of fr.json, which everybody downloads. */
export function ArticleView({ article }: { article: Record<'fr' | 'en', Article> }) {
  const { language } = useText()
  const { title, lead, sections } = article[language]
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
