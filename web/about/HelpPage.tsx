import { ArticleView } from './ArticleView.tsx'

const article = {
  fr: () => import('#web/text/pages/help.fr.json'),
  en: () => import('#web/text/pages/help.en.json'),
}

/** How to sit an exam, and whom to contact. */
export default function HelpPage() {
  return <ArticleView name="help" article={article} />
}
