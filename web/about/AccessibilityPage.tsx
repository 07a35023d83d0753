import article from '#web/text/pages/accessibility.json'
import { ArticleView } from './ArticleView.tsx'

/** The accessibility statement: honest about what is not there yet. */
export default function AccessibilityPage() {
  return <ArticleView article={article} />
}
