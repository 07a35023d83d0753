import { type QuestionInFile, questionInFile } from '#contract/questions/question-file.ts'
import type { Question } from '#core/questions/question.ts'
import { toQuestion } from '#server/questions/to-question.ts'

const shared = {
  explanation: 'Parce que le cours le dit ainsi.',
  difficulty: 'easy',
  level: 'understand',
  seconds: 60,
  source: { heading: 'Les images', quote: 'une image' },
} as const

type Of<Type extends QuestionInFile['type']> = Extract<QuestionInFile, { type: Type }>
type Own<Type extends QuestionInFile['type']> = Omit<Of<Type>, 'type' | keyof typeof shared>

const of = <Type extends QuestionInFile['type']>(type: Type, own: Own<Type>) =>
  questionInFile.parse({ ...shared, type, ...own }) as Of<Type>

/** One question of each type whose choices are not one list, as a section file says it. */
export const answerTypes = {
  cloze: of('cloze', {
    id: 'trous',
    stem: 'Un objet [[1]] crée des Pods :\n\n```yaml\nkind: [[2]]\n```',
    gaps: [
      {
        choices: [
          { text: 'Deployment', correct: true },
          { text: 'Service', feedback: 'Il expose.' },
          { text: 'Secret' },
        ],
      },
      { choices: [{ text: 'Pod' }, { text: 'Deployment', correct: true, feedback: 'Le même.' }] },
    ],
  }),
  ordering: of('ordering', {
    id: 'ordre',
    stem: 'Mettez dans l’ordre la vie d’un Pod.',
    order: ['`Pending`', { text: '`Running`', feedback: 'Après Pending.' }, '`Succeeded`', 'effacé'],
    partial: 'pairs',
  }),
  matching: of('matching', {
    id: 'paires',
    stem: 'À quoi sert chaque objet ?',
    pairs: [
      { item: '`Service`', answer: 'donner une adresse stable', feedback: 'Devant les Pods.' },
      { item: '`Deployment`', answer: 'tenir le nombre de copies' },
      { item: '`ReplicaSet`', answer: 'tenir le nombre de copies' },
    ],
    extras: ['monter un disque'],
  }),
  exact_answer: of('exact_answer', {
    id: 'commande',
    stem: 'Quelle commande liste tous les Pods ?',
    accept: ['kubectl get pods -A', { text: 'kubectl get pods --all-namespaces', feedback: 'La forme longue.' }],
    foresee: [{ text: 'kubectl get pods', feedback: 'D’un seul espace de noms.' }],
    typed: { kind: 'text', case: true },
  }),
}

export const asQuestion = (given: QuestionInFile): Question => toQuestion(given, { section: 'images', language: 'fr' })
