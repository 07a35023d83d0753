import { siteAt } from '#web/student-addresses.ts'
import { Page } from '#web/ui/Page.tsx'
import { Tabs } from '#web/ui/Tabs.tsx'
import { ContentSamples } from './design/ContentSamples.tsx'
import { ButtonSamples, FieldSamples } from './design/ControlSamples.tsx'
import { FigureSamples } from './design/FigureSamples.tsx'
import { OverlaySamples } from './design/OverlaySamples.tsx'
import { SheetSamples } from './design/SheetSamples.tsx'
import { StateSamples } from './design/StateSamples.tsx'
import { TableSamples } from './design/TableSamples.tsx'

/** Every component in every state: opened by the accessibility test, and the reference for new contributors. */
export default function DesignPage() {
  return (
    <Page
      title="Composants"
      lead={
        <>
          Toutes les pièces de Barème dans tous leurs états. <strong>Une page se compose avec elles</strong>, sans
          couleur ni bouton de plus.
        </>
      }
      crumbs={[{ label: 'Aide', href: siteAt.help }, { label: 'Composants' }]}
    >
      <Tabs
        label="Pages de référence"
        tabs={[
          { href: siteAt.design, text: 'Composants', count: 40 },
          { href: siteAt.help, text: 'Aide' },
          { href: siteAt.accessibility, text: 'Accessibilité' },
        ]}
      />
      <div className="samples-list">
        <ButtonSamples />
        <FieldSamples />
        <StateSamples />
        <TableSamples />
        <FigureSamples />
        <SheetSamples />
        <ContentSamples />
        <OverlaySamples />
      </div>
    </Page>
  )
}
