import { useState } from 'react'
import { AskHere } from '#web/ui/AskHere.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Chips } from '#web/ui/Chips.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { Samples } from './Samples.tsx'

export function OverlaySamples() {
  const [dialog, setDialog] = useState<'submit' | 'delete' | 'here' | null>(null)
  const [reason, setReason] = useState('')
  const say = useToast()
  const close = () => setDialog(null)
  return (
    <Samples id="overlays" title="Ce qui s’ouvre">
      <div className="actions">
        <Menu label="Exporter" opens="start">
          <MenuItem icon="download" note="Une ligne par étudiant">
            Notes, CSV
          </MenuItem>
          <MenuItem icon="print">Feuille d’émargement</MenuItem>
          <MenuItem icon="lock" reason="Les notes ne sont pas publiées.">
            Relevés individuels
          </MenuItem>
          <MenuItem icon="trash" danger>
            Supprimer
          </MenuItem>
        </Menu>
        <Button onClick={() => setDialog('submit')}>Rendre ma copie</Button>
        <Button variant="danger" onClick={() => setDialog('delete')}>
          Supprimer l’examen
        </Button>
        <Button onClick={() => say({ text: 'Question 14 retirée de l’examen.', undo: () => undefined })}>
          Retirer
        </Button>
        <Button onClick={() => setDialog('here')}>Fermer l’examen</Button>
        <CopyButton text="K7QF-2MDX" label="Copier le code" />
      </div>
      {dialog === 'here' && (
        <AskHere
          title="Fermer l’examen pour tous ?"
          confirm="Fermer l’examen"
          kind="danger"
          onClose={close}
          onConfirm={close}
        >
          <p>Plus personne ne pourra commencer. Deux personnes écrivent encore.</p>
        </AskHere>
      )}
      <Chips
        label="Motifs fréquents"
        options={['Panne de l’ordinateur', 'Alarme incendie', 'Clavier']}
        value={reason}
        onPick={setReason}
      />
      <ConfirmDialog
        open={dialog === 'submit'}
        kind="safe"
        title="Rendre votre copie ?"
        cancel="Revenir à l’examen"
        confirm="Rendre ma copie"
        onClose={close}
        onConfirm={close}
      >
        <p>
          Après l’envoi, vous ne pourrez plus modifier vos réponses. Deux questions sont sans réponse : la 4 et la 19.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={dialog === 'delete'}
        kind="danger"
        title="Supprimer cet examen ?"
        confirm="Supprimer l’examen"
        onClose={close}
        onConfirm={close}
      >
        <p>Le brouillon et son plan sont effacés. Les questions restent dans la banque.</p>
      </ConfirmDialog>
    </Samples>
  )
}
