import { ArticleView } from './ArticleView.tsx'

const article = {
  fr: () => import('#web/text/pages/privacy.fr.json'),
  en: () => import('#web/text/pages/privacy.en.json'),
}

/** Which personal data are kept, why, and who can read them. */
export default function PrivacyPage() {
  return <ArticleView name="privacy" article={article} />
}
