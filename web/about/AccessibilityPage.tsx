import { ArticleView } from './ArticleView.tsx'

const article = {
  fr: () => import('#web/text/pages/accessibility.fr.json'),
  en: () => import('#web/text/pages/accessibility.en.json'),
}

/** The accessibility statement, which also lists what does not conform yet. */
export default function AccessibilityPage() {
  return <ArticleView name="accessibility" article={article} />
}
