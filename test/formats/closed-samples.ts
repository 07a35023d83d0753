import { questionInFile } from '#contract/questions/question-file.ts'
import type { PortableQuestion } from '#server/questions/formats/imported.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { toQuestion } from '#server/questions/to-question.ts'

/** Questions of the types whose choices are not one list, with every sign that some format could take for its own. */
const shared = {
  explanation: 'Parce que **oui** : `a = b` # et {voilà}.',
  difficulty: 'easy',
  level: 'apply',
  seconds: 60,
  source: { heading: 'Un', quote: 'Un' },
}

const files: Record<string, object> = {
  'texte-a-trous': {
    type: 'cloze',
    stem: 'Le [[1]] écoute sur `port: [[2]]` :\n\n```yaml\nkind: [[3]] # {ici}\n```\n\nFin = ~ \\\\ ?',
    gaps: [
      {
        choices: [
          { text: '`Service`', correct: true, feedback: 'Oui, #1 ~ {a} = *b* \\\\.' },
          { text: 'Pod', feedback: 'Non : `a }` & b.' },
          { text: '**Ingress**' },
        ],
      },
      { choices: [{ text: '80' }, { text: '%d~443', correct: true }, { text: '=a#b}' }] },
      { choices: [{ text: 'Deployment', correct: true }, { text: 'un \\<b>' }] },
    ],
  },
  'trous-pondérés': {
    type: 'cloze',
    stem: '[[1]] sans suite.',
    gaps: [
      {
        choices: [
          { text: 'un', correct: true, weight: '1' },
          { text: 'deux', weight: '1/2' },
          { text: 'trois', weight: '-1/3' },
        ],
      },
    ],
  },
  'ordre-simple': { type: 'ordering', stem: 'Dans l’ordre.', order: ['premier', 'deuxième', 'troisième'] },
  'ordre-code': {
    type: 'ordering',
    stem: 'Écrivez le `Dockerfile`.',
    order: [
      '`FROM node:22`',
      { text: 'COPY {a,b} ./ # ~ = \\\\', feedback: 'Avant `npm ci`.' },
      '// npm **ci** -> fin',
      '```\nCMD ["a"]\n  b\n```',
    ],
    partial: 'pairs',
  },
  'ordre-exact': { type: 'ordering', stem: 'Ordre {exact}.', order: ['a', 'b', 'c'], partial: 'exact' },
  'ordre-suite': { type: 'ordering', stem: 'Ordre.', order: ['a', 'b', 'c'], partial: 'longest_run' },
  'paires-simples': {
    type: 'matching',
    stem: 'Associez.',
    pairs: [
      { item: 'Pod', answer: 'conteneurs' },
      { item: 'Service', answer: 'adresse' },
      { item: 'Ingress', answer: 'adresse' },
    ],
    extras: ['rien'],
  },
  'paires-code': {
    type: 'matching',
    stem: 'Associez = {a} ~ b.',
    pairs: [
      { item: '`docker ps`', answer: '`liste` {a} = ~ # \\\\', feedback: 'Oui.' },
      { item: 'a -> b', answer: '**gras**' },
      { item: '`a -> b`', answer: 'x -> y' },
    ],
    extras: ['`rien` *du tout*', '%50%'],
  },
  commande: {
    type: 'exact_answer',
    stem: 'Quelle commande ?',
    accept: ['kubectl get pods -A', { text: 'ls *.yaml = {a} ~ # \\ : %', feedback: 'Aussi.' }, '%50% <b> & co'],
    foresee: [
      { text: 'kubectl get pods', feedback: 'Un seul `namespace`.' },
      { text: '[html]a', weight: '1/2' },
    ],
    typed: { kind: 'text', case: true },
  },
  'commande-libre': { type: 'exact_answer', stem: 'Quel mot ?', accept: ['vrai', 'T'], foresee: ['faux'] },
  'commande-fleche': { type: 'exact_answer', stem: 'Quel signe ?', accept: ['a -> b'] },
  nombre: {
    type: 'exact_answer',
    stem: 'Combien ?',
    accept: ['1 024,5', { text: '-2', feedback: 'Aussi.' }],
    foresee: [{ text: '1000', feedback: 'Kio, non Ko.' }],
    typed: { kind: 'number', tolerance: '0.25', unit: 'Mio', unitRequired: true },
  },
  'nombre-seul': { type: 'exact_answer', stem: 'Combien ?', accept: ['3'], typed: { kind: 'number', tolerance: 0 } },
  fraction: { type: 'exact_answer', stem: 'Combien ?', accept: ['1/3'], typed: { kind: 'number', tolerance: '0.1' } },
}

export const closedSamples: readonly PortableQuestion[] = Object.entries(files).map(([id, file]) =>
  toPortable(
    toQuestion(questionInFile.parse({ ...shared, ...file, id: id.normalize('NFD').replace(/\p{M}/gu, '') }), {
      section: 'une',
      language: 'fr',
    }),
    ['un', 'une'],
  ),
)
