import { Page } from '#web/ui/Page.tsx'

/** Every component in every state: what the accessibility test and a new hand look at. */
export default function DesignPage() {
  return <Page title="Composants">…</Page>
}
