import { cpSync, existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { slugOf } from '#core/slug.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import type { ExitCode } from '#server/questions/formats/import-command.ts'

export const newCourseUsage = 'new-course DOSSIER [--title TITRE]'

const schemas = ['course', 'course-section', 'supported-versions', 'exam', 'project', 'assessment'].map(
  (name) => `${name}.schema.json`,
)

/** Creates a folder that `npm start` can serve: an outline, a section with a question of each kind, and an exam. */
export async function newCourseCommand(args: readonly string[]): Promise<ExitCode> {
  const given = parse(args)
  if (!given) {
    console.error(`npm run questions -- ${newCourseUsage}`)
    return 2
  }
  const folder = resolve(given.folder)
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    console.error(`${folder} n’est pas vide : rien n’est écrit. / The folder is not empty: nothing is written.`)
    return 1
  }
  const id = slugOf(basename(folder))
  await mkdir(join(folder, 'seance-1'), { recursive: true })
  for (const [path, text] of Object.entries(files({ id, title: given.title ?? basename(folder) }))) {
    await writeFile(join(folder, path), text)
  }
  for (const name of schemas) cpSync(join(projectRoot, 'questions', name), join(folder, name))
  console.log(next(folder))
  return 0
}

function parse(args: readonly string[]): { folder: string; title: string | undefined } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { title: { type: 'string' } },
    })
    const [folder, ...others] = positionals
    return folder && others.length === 0 ? { folder, title: values.title } : null
  } catch {
    return null
  }
}

const next = (folder: string) => `${folder}

  1. Décrivez le cours dans course.yaml, collez son texte dans course.md.
  2. Écrivez les questions dans seance-1/premiere-section.yaml, ou importez-les sur la page « Questions ».
  3. Vérifiez :  QUESTIONS_DIR=${folder} npm run questions -- check
  4. Lancez :    QUESTIONS_DIR=${folder} DATA_DIR=${folder}/.data npm start

  Describe the course in course.yaml, write its questions, check, then start with the same QUESTIONS_DIR.`

const schemaLine = (name: string) => `# yaml-language-server: $schema=${name}\n`

function files({ id, title }: { id: string; title: string }): Record<string, string> {
  return {
    'course.yaml':
      schemaLine('./course.schema.json') +
      stringify({
        id,
        title,
        summary: 'Ce que le cours enseigne, en une phrase.',
        language: 'fr',
        sessions: [
          {
            id: 'seance-1',
            title: 'Première séance',
            sections: [
              {
                id: 'premiere-section',
                title: 'Première section',
                headings: ['Première section'],
                objectives: ['Ce que l’étudiant saura faire après cette section.'],
              },
            ],
          },
        ],
      }),
    'course.md': `# ${title}\n\n## Première section\n\nCollez ici le texte du cours : les questions citent ses titres, et sont à relire quand un passage change.\n`,
    'seance-1/premiere-section.yaml': schemaLine('../course-section.schema.json') + sample,
    'exam.yaml':
      schemaLine('./exam.schema.json') +
      stringify({
        title: 'Premier QCM',
        instructions: 'Chaque question indique si elle attend une ou plusieurs réponses.',
        limitMinutes: 20,
        lines: [{ section: 'premiere-section', count: 3 }],
        scale: { kind: 'right_minus_wrong', floorAtZero: true },
        markRule: { outOf: 2000, grain: 1, rounding: 'nearest' },
        release: { what: 'review', when: 'by_hand' },
      }),
  }
}

const sample = `section: premiere-section
questions:
  # Trois exemples, un par type : remplacez-les.
  - id: exemple-unique
    type: single
    difficulty: easy
    level: remember
    seconds: 40
    source: { heading: Première section, quote: le texte du cours }
    stem: De quoi partent les questions d’un examen ?
    choices:
      - text: Du texte du cours
        correct: true
      - text: D’un autre examen
      - text: D’une liste au hasard
    explanation: Une question porte sur ce que le cours enseigne ; les deux autres sources ne garantissent rien.
  - id: exemple-multiple
    type: multiple
    difficulty: medium
    level: understand
    seconds: 60
    source: { heading: Première section, quote: les questions citent ses titres }
    stem: Que dit une question de cette banque, en plus de son énoncé ?
    choices:
      - text: Le titre du cours qu’elle cite
        correct: true
      - text: Le temps qu’il faut pour y répondre
        correct: true
      - text: Le nom de qui l’a réussie
    explanation: La source et le temps prévu sont dans le fichier ; les résultats sont dans les statistiques de l’examen.
  - id: exemple-vrai-faux
    type: true_false
    difficulty: easy
    level: understand
    seconds: 30
    source: { heading: Première section, quote: quand un passage change }
    stem: Une question est à relire quand le passage du cours qu’elle cite a changé.
    answer: true
    explanation: Vrai. Son empreinte ne correspond plus ; la page « À relire » montre ce qui a changé.
`
