/** What a trainer gives to the assistant of their school to draft questions, as one text ready to copy. */
import type { Language } from '#core/language.ts'

export type PromptPassage = { readonly heading: string; readonly text: string }

export type PromptSection = {
  readonly id: string
  readonly title: string
  readonly objectives: readonly string[]
  readonly passages: readonly PromptPassage[]
}

export type DraftingPromptInput = {
  readonly language: Language
  readonly course: string
  /** In the order of the course. */
  readonly sections: readonly PromptSection[]
  /** Good questions in the format of the bank, as YAML of a list. */
  readonly models: readonly string[]
  /** Identifiers that exist already, so that none is used twice. */
  readonly taken: readonly string[]
  /** How many questions to ask for, on all sections together; at least one on each. */
  readonly count: number
}

/** More questions than this at once, and most assistants stop before the end of their answer. */
export const longAnswer = 40

/** How many questions to ask for on so many sections: as many as an exam asks, and one on each at least. */
export const draftsOn = (sections: number): number => Math.max(questionsOfExam, sections)
const questionsOfExam = 20

/** The questions of each section: as many on each, and what is left over on those that say most. At least one on each. */
export function draftShares(sections: readonly Pick<PromptSection, 'passages'>[], count: number): number[] {
  const each = Math.max(1, Math.floor(count / sections.length))
  const over = Math.max(0, count - each * sections.length)
  const longest = sections
    .map(({ passages }, at) => ({ at, length: passages.reduce((sum, { text }) => sum + text.length, 0) }))
    .sort((a, b) => b.length - a.length)
    .slice(0, over)
  const more = new Set(longest.map(({ at }) => at))
  return [...sections.keys()].map((at) => each + (more.has(at) ? 1 : 0))
}

/** The text to copy; it holds nothing but the course and questions of the bank, and never a student. */
export function draftingPrompt(input: DraftingPromptInput): string {
  const words = sentences[input.language]
  const { sections, course, models, taken, count } = input
  const [only] = sections.length === 1 ? sections : []
  const shares = draftShares(sections, count)
  const blocks = [
    only
      ? words.task(count, only.title, course)
      : words.taskOfSeveral({ count: Math.max(count, sections.length), sections: sections.length, course }),
    ...(only
      ? saidOf(only, words, '##')
      : sections.flatMap((section, at) => [words.section(section, shares[at] ?? 1), ...saidOf(section, words, '###')])),
    `${only ? words.format : words.formatOfSeveral}\n\n${fenced(formatOf(sections, words))}`,
    `${words.rules}\n${words.ruleList.map((rule) => `- ${rule}`).join('\n')}`,
    models.length > 0 ? `${words.models}\n\n${fenced(models.map((one) => one.trimEnd()).join('\n\n'))}` : '',
    taken.length > 0 ? `${words.taken} ${taken.join(', ')}.` : '',
    words.answer,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** What the course says of a section, under headings that begin with `level`. */
const saidOf = ({ objectives, passages }: PromptSection, words: Sentences, level: '##' | '###') => [
  objectives.length > 0 ? `${level} ${words.objectives}\n${objectives.map((one) => `- ${one}`).join('\n')}` : '',
  `${level} ${words.passages}\n\n${passages.map(({ heading, text }) => `${level}# ${heading}\n\n${text.trim()}`).join('\n\n')}`,
]

/** A fence longer than any run of marks inside, so that code in a question does not end it. */
function fenced(yaml: string): string {
  const longest = Math.max(0, ...[...yaml.matchAll(/^\s*(`{3,})/gm)].map(([, marks = '']) => marks.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}yaml\n${yaml.trimEnd()}\n${fence}`
}

/** A document for each section; the first shows the fields of a question. */
const formatOf = ([first, ...rest]: readonly PromptSection[], words: Sentences) =>
  [
    exampleOf(first?.id ?? 'section', words),
    ...rest.map(({ id }) => `section: ${id}\nquestions:\n  # ${words.example.others}`),
  ].join('\n---\n')

const exampleOf = (section: string, { example }: Sentences) => `section: ${section}
questions:
  - id: ${section}-${example.id}
    type: single # single, multiple, true_false
    difficulty: medium # easy, medium, hard
    level: understand # remember, understand, apply, analyse
    seconds: 60
    source:
      heading: ${example.heading}
      quote: ${example.quote}
    stem: |
      ${example.stem}
    choices:
      - text: ${example.right}
        correct: true
      - text: ${example.wrong}
    explanation: |
      ${example.explanation}
  - id: ${section}-${example.id}-2
    type: true_false
    answer: false # ${example.trueFalse}`

type Sentences = {
  task: (count: number, section: string, course: string) => string
  taskOfSeveral: (asked: { count: number; sections: number; course: string }) => string
  section: (section: PromptSection, count: number) => string
  objectives: string
  passages: string
  format: string
  formatOfSeveral: string
  rules: string
  ruleList: readonly string[]
  models: string
  taken: string
  answer: string
  example: Record<
    'id' | 'heading' | 'quote' | 'stem' | 'right' | 'wrong' | 'explanation' | 'trueFalse' | 'others',
    string
  >
}

const sentences: Record<Language, Sentences> = {
  fr: {
    task: (count, section, course) =>
      `Rédigez ${count} questions d’examen à choix multiples, en français, sur la section « ${section} » du cours « ${course} ». Appuyez chaque question sur les passages ci-dessous et sur rien d’autre.`,
    taskOfSeveral: ({ count, sections, course }) =>
      `Rédigez ${count} questions d’examen à choix multiples, en français, sur les ${sections} sections ci-dessous du cours « ${course} » ; le titre de chacune dit combien. Appuyez chaque question sur les passages de sa section et sur rien d’autre.`,
    section: ({ title, id }, count) =>
      `## Section « ${title} » (\`section: ${id}\`) : ${count} question${count > 1 ? 's' : ''}`,
    objectives: 'Objectifs de la section',
    passages: 'Passages du cours',
    format: '## Format de la réponse\n\nDu YAML, dans un seul bloc de code :',
    formatOfSeveral:
      '## Format de la réponse\n\nDu YAML, dans un seul bloc de code, avec un document par section, séparés par une ligne `---` :',
    rules: '## Règles de rédaction',
    ruleList: [
      '`source.heading` reprend exactement le titre d’un des passages ; `source.quote` recopie exactement, sans rien changer, les mots de ce passage qui donnent la réponse (jamais un titre seul ni une ligne de planning).',
      'La question se comprend sans voir les propositions ; l’énoncé est court : 40 mots en général, 120 au plus.',
      'Une question `single` a une seule bonne réponse, une `multiple` au moins une ; quatre propositions en général, deux au moins, douze au plus, toutes différentes.',
      'Une `true_false` n’a pas de `choices`, seulement `answer: true` ou `answer: false`.',
      'La bonne réponse n’est pas la plus longue, et sa place change d’une question à l’autre.',
      'Les mauvaises réponses sont des erreurs que font vraiment des étudiants, de même longueur et de même forme grammaticale que la bonne.',
      'Pas de « toutes les réponses » ni « aucune de ces réponses », pas de « toujours » ou « jamais » qui trahit une mauvaise réponse, pas de négation cachée : une négation utile est en **gras**.',
      'Aucune proposition n’en contient une autre ; aucune question ne répète une question existante.',
      '`explanation` enseigne le point et dit pourquoi chaque mauvaise réponse est fausse, en 60 mots au plus.',
      '`seconds` est le temps d’un étudiant préparé, lecture comprise, de 10 à 900.',
      'Variez les difficultés et les niveaux ; le code est dans des blocs ```.',
      '`id` : minuscules, chiffres et tirets, unique.',
    ],
    models: '## Trois questions qui servent de modèle',
    taken: 'Identifiants déjà pris :',
    answer:
      'Répondez par le bloc YAML seul. Si les passages ne suffisent pas pour autant de questions, écrivez-en moins plutôt que d’inventer.',
    example: {
      id: 'un-nom-court',
      heading: 'Titre exact du passage',
      quote: 'mots exacts du passage',
      stem: 'La question, en Markdown ?',
      right: 'La bonne réponse',
      wrong: 'Une mauvaise réponse plausible',
      explanation: 'Ce qu’il faut retenir.',
      trueFalse: 'puis difficulty, level, seconds, source, stem et explanation, comme ci-dessus',
      others: 'les questions de cette section, écrites de même',
    },
  },
  en: {
    task: (count, section, course) =>
      `Write ${count} multiple-choice exam questions, in English, on the section “${section}” of the course “${course}”. Rest each question on the passages below and on nothing else.`,
    taskOfSeveral: ({ count, sections, course }) =>
      `Write ${count} multiple-choice exam questions, in English, on the ${sections} sections below of the course “${course}”; the heading of each says how many. Rest each question on the passages of its section and on nothing else.`,
    section: ({ title, id }, count) =>
      `## Section “${title}” (\`section: ${id}\`): ${count} question${count > 1 ? 's' : ''}`,
    objectives: 'Objectives of the section',
    passages: 'Passages of the course',
    format: '## Format of the answer\n\nYAML, in a single block of code:',
    formatOfSeveral:
      '## Format of the answer\n\nYAML, in a single block of code, with one document per section, separated by a line `---`:',
    rules: '## Writing rules',
    ruleList: [
      '`source.heading` is exactly the heading of one of the passages; `source.quote` copies exactly, changing nothing, the words of that passage that give the answer (never a title alone nor a line of a planning).',
      'The question can be understood without the choices; the stem is short: 40 words in general, 120 at most.',
      'A `single` question has one right answer, a `multiple` one at least one; usually four choices, at least two, at most twelve, all different.',
      'A `true_false` has no `choices`, only `answer: true` or `answer: false`.',
      'The right answer is not the longest, and its place changes from one question to the next.',
      'Wrong answers are mistakes that students really make, of the same length and grammatical form as the right one.',
      'No “all of the above” nor “none of the above”, no “always” or “never” that gives a wrong answer away, no hidden negation: a useful negation is in **bold**.',
      'No choice contains another; no question repeats an existing one.',
      '`explanation` teaches the point and says why each wrong answer is wrong, in 60 words at most.',
      '`seconds` is the time of a prepared student, reading included, from 10 to 900.',
      'Vary the difficulties and the levels; code is in ``` blocks.',
      '`id`: lower-case letters, digits and hyphens, unique.',
    ],
    models: '## Three questions as models',
    taken: 'Identifiers already taken:',
    answer:
      'Answer with the YAML block alone. If the passages are not enough for that many questions, write fewer rather than inventing.',
    example: {
      id: 'a-short-name',
      heading: 'Exact heading of the passage',
      quote: 'exact words of the passage',
      stem: 'The question, in Markdown?',
      right: 'The right answer',
      wrong: 'A plausible wrong answer',
      explanation: 'What to remember.',
      trueFalse: 'then difficulty, level, seconds, source, stem and explanation, as above',
      others: 'the questions of this section, written the same way',
    },
  },
}
