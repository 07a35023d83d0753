import { siteAt } from '#web/student-addresses.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'
import { type QueryResult, QueryView } from '#web/ui/QueryView.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Stepper } from '#web/ui/Stepper.tsx'
import { UploadProgress } from '#web/ui/UploadProgress.tsx'
import { Samples } from './Samples.tsx'

const still = { error: null, fetchStatus: 'idle', refetch: () => undefined } as const
const refused: QueryResult<string[]> = {
  ...still,
  data: undefined,
  error: Object.assign(new Error('not_released'), { code: 'not_released' }),
}
const stale: QueryResult<string[]> = {
  ...still,
  data: ['Les 23 copies restent affichées.'],
  error: new Error('unreachable'),
}
const waiting: QueryResult<string[]> = { ...still, data: undefined, fetchStatus: 'fetching' }
const bare: QueryResult<string[]> = { ...still, data: [] }

export function StateSamples() {
  return (
    <Samples id="states" title="États">
      <div className="stack">
        <div className="cluster">
          <Badge shape="current" tone="warn" tall>
            En cours
          </Badge>
          <Badge shape="open" tone="accent" tall>
            Ouvert
          </Badge>
          <Badge shape="todo" tone="muted" tall>
            À venir
          </Badge>
          <Badge shape="done" tone="good" tall>
            Résultats disponibles
          </Badge>
          <Badge shape="full">Rendu</Badge>
          <Badge shape="bad" tone="bad">
            Refusée
          </Badge>
          <Status shape="timeout">fin du temps</Status>
          <Status shape="absent">absent</Status>
          <Status shape="local" tone="warn">
            sur l’appareil
          </Status>
          <Status shape="locked" tone="muted">
            publié
          </Status>
          <Status shape="paused">en pause</Status>
          <Status shape="flag">marquée</Status>
          <Status shape="good" tone="good">
            juste
          </Status>
          <Status shape="wrong" tone="bad">
            fausse
          </Status>
          <Status shape="part" tone="warn">
            partielle
          </Status>
        </div>
        <div className="stack stack--tight">
          <Notice>
            <p>
              <strong>Rien n’est publié.</strong> À la publication, chaque étudiant verra sa note et les explications.
            </p>
          </Notice>
          <Notice tone="good">
            <p>
              <strong>Connexion rétablie.</strong> Toutes vos réponses sont enregistrées.
            </p>
          </Notice>
          <Notice tone="warn" icon="offline">
            <p>
              <strong>Connexion perdue.</strong> Vos réponses sont gardées sur cet appareil. Continuez ; l’envoi
              reprendra tout seul.
            </p>
          </Notice>
          <Notice tone="bad" actions={<Button>Reprendre ici</Button>}>
            <p>
              <strong>Examen ouvert ailleurs.</strong> Cette page n’enregistre plus. Vos réponses sont gardées.
            </p>
          </Notice>
        </div>
        <Stepper
          label="Le cours, en cinq étapes"
          steps={[
            { id: 'class', name: 'Classe', note: '24 étudiants', state: 'done' },
            { id: 'questions', name: 'Questions', note: '255, 1 trou', state: 'done' },
            { id: 'exam', name: 'Examen', note: 'brouillon', state: 'current', href: siteAt.design },
            { id: 'marks', name: 'Notes', note: 'à venir', state: 'todo' },
            { id: 'final', name: 'Évaluation', note: '50 % + 50 %', state: 'todo' },
          ]}
        />
        <UploadProgress bytes={{ sent: 29, total: 64 }} reading="Lecture du support" onCancel={() => undefined} />
        <ProgressBar done={18} total={24} label="Import de la liste">
          18 sur 24
        </ProgressBar>
        <div className="two">
          <QueryView query={refused}>{() => null}</QueryView>
          <QueryView
            query={bare}
            empty={
              <EmptyState
                title="Aucun étudiant pour l’instant"
                level={3}
                actions={<Button variant="primary">Importer la liste</Button>}
              >
                Importez la liste de l’école : un nom, un numéro et un groupe par ligne suffisent.
              </EmptyState>
            }
          >
            {() => null}
          </QueryView>
          <QueryView query={stale}>{(lines) => <p>{lines[0]}</p>}</QueryView>
          <QueryView query={waiting}>{() => null}</QueryView>
        </div>
      </div>
    </Samples>
  )
}
