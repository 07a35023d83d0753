import { ArticleView } from './ArticleView.tsx'

const article = {
  fr: () => import('#web/text/pages/privacy.fr.json'),
  en: () => import('#web/text/pages/privacy.en.json'),
}

/** What is kept about a person, why, and who sees it. */
export default function PrivacyPage() {
  return <ArticleView name="privacy" article={article} />
}
