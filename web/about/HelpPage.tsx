import article from '#web/text/pages/help.json'
import { ArticleView } from './ArticleView.tsx'

/** How to sit an exam, and whom to ask. */
export default function HelpPage() {
  return <ArticleView article={article} />
}
