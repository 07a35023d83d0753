import { Sheet } from '#web/ui/Sheet.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Samples } from './Samples.tsx'

export function SheetSamples() {
  return (
    <Samples id="sheets" title="Feuille et reçu">
      <Sheet torn="end">
        <SheetRow label="Et maintenant">
          <p>Les résultats sont publiés au plus tard le vendredi 27 novembre.</p>
        </SheetRow>
      </Sheet>
      <Sheet torn="start">
        <SheetRow label="Reçu à conserver">
          <p className="small muted">Code du reçu</p>
          <p className="receipt-code">7F3A-C9E1-04BD</p>
        </SheetRow>
      </Sheet>
    </Samples>
  )
}
