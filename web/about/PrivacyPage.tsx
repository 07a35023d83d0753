import article from '#web/text/pages/privacy.json'
import { ArticleView } from './ArticleView.tsx'

/** What is kept about a person, why, and who sees it. */
export default function PrivacyPage() {
  return <ArticleView article={article} />
}
