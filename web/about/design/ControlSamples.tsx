import { useState } from 'react'
import { siteAt } from '#web/student-addresses.ts'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { Samples } from './Samples.tsx'

export function ButtonSamples() {
  return (
    <Samples id="buttons" title="Boutons">
      <div className="stack stack--tight">
        <div className="actions">
          <Button variant="primary">
            Voir les consignes
            <Icon name="arrow-right" />
          </Button>
          <Button>Enregistrer le brouillon</Button>
          <Button variant="quiet">Voir ses statistiques</Button>
          <Button variant="danger">Effacer la copie</Button>
          <LinkButton href={siteAt.help}>Un lien</LinkButton>
          <Button iconOnly aria-label="Autres actions">
            <Icon name="more" />
          </Button>
        </div>
        <div className="actions">
          <Button variant="primary" size="small">
            Petit
          </Button>
          <Button size="small">
            <Icon name="print" />
            Imprimer
          </Button>
          <Button variant="primary" size="big">
            Commencer l’examen
          </Button>
          <Button variant="primary" busy>
            Publication…
          </Button>
        </div>
        <Button variant="primary" reason="Trois copies attendent encore une note.">
          Publier les notes
        </Button>
      </div>
    </Samples>
  )
}

export function FieldSamples() {
  const [kind, setKind] = useState<'single' | 'multiple' | 'true_false'>('single')
  const [count, setCount] = useState(20)
  const [opensAt, setOpensAt] = useState<Date | null>(new Date('2026-12-08T09:00:00Z'))
  const [file, setFile] = useState<File | null>(null)
  const [order, setOrder] = useState<'mixed' | 'fixed'>('mixed')
  const [view, setView] = useState<'all' | 'none' | 'flag'>('all')
  return (
    <Samples id="fields" title="Champs">
      <div className="two">
        <div className="form">
          <Field label="Code d’accès" hint="Le même pour tout le groupe : 8 caractères, tiret compris ou non." required>
            <Input cells={9} defaultValue="K7QF-2MDX" maxLength={9} />
          </Field>
          <Field
            label="Code personnel"
            hint="6 caractères."
            error="Aucune copie avec ce code. Vérifiez chaque caractère : il ne contient jamais la lettre O."
          >
            <Input cells={6} defaultValue="R4T0" maxLength={6} />
          </Field>
          <Field label="Nom de l’examen" optional>
            <Input defaultValue="QCM final" />
          </Field>
          <Field label="Type de question">
            <Select
              value={kind}
              onChange={setKind}
              options={[
                { value: 'single', label: 'Réponse unique' },
                { value: 'multiple', label: 'Plusieurs réponses' },
                { value: 'true_false', label: 'Vrai ou faux' },
              ]}
            />
          </Field>
          <Field label="Énoncé" hint="Markdown. Le code entre trois accents graves, avec son langage.">
            <Textarea
              code
              defaultValue={'Quelle instruction est exécutée de nouveau ?\n\n```dockerfile\nCOPY . .\n```'}
            />
          </Field>
        </div>
        <div className="form">
          <Field label="Nombre de questions">
            <NumberStepper value={count} onChange={setCount} min={1} max={60} />
          </Field>
          <DateTimeField label="Ouverture" value={opensAt} onChange={setOpensAt} />
          <RadioGroup
            legend="Ordre des questions"
            value={order}
            onChange={setOrder}
            options={[
              {
                value: 'mixed',
                label: 'Mélangé pour chaque étudiant',
                hint: 'Conseillé : deux voisins n’ont pas la même copie.',
              },
              { value: 'fixed', label: 'Le même pour tous' },
            ]}
          />
          <Segmented
            legend="Questions affichées"
            value={view}
            onChange={setView}
            options={[
              { value: 'all', label: 'Toutes', count: 20 },
              { value: 'none', label: 'Sans réponse', count: 12 },
              { value: 'flag', label: 'Marquées', count: 2 },
            ]}
          />
          <Checkbox label="J’ai lu les consignes" hint="Le temps démarre quand vous commencez." defaultChecked />
          <Checkbox label="Une partie de la classe" partly />
          <Field label="Liste de la classe">
            <FileDrop accept=".csv,.txt" maxKb={512} file={file} onFile={setFile} />
          </Field>
        </div>
      </div>
    </Samples>
  )
}
