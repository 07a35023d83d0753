import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { passagesOf } from '#server/questions/bank/passages.ts'
import { courseText, readBank } from '#server/questions/bank/read-bank.ts'
import { stamp } from '#server/questions/bank/stamp.ts'

/** A course of two sections and its question files, in a temporary folder. */
export async function smallBank() {
  const folder = await mkdtemp(join(tmpdir(), 'small-bank-'))
  const write = async (path: string, content: string | Buffer) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return {
    folder,
    write,
    /** The same as `npm run questions -- stamp`. */
    stampAll: async () => {
      const { questions } = await readBank(folder)
      await stamp({ folder, questions, courseText: (await courseText(folder)) ?? '' })
    },
    passageOf: (text: string, heading: string) => passagesOf(text).get(heading)?.hash ?? '',
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

export const smallOutline = `id: petit-cours
title: Petit cours
summary: Deux sections.
language: fr
sessions:
  - id: un
    title: Première séance
    sections:
      - { id: images, title: Images, headings: [Images], objectives: [Lire une image] }
      - { id: reseaux, title: Réseaux, headings: [Réseaux], objectives: [Publier un port] }
`

export const smallCourse = `# Petit cours

## Images

Une image est une pile de couches en lecture seule.

## Réseaux

Un port se publie avec -p.
`

type Fields = { stem?: string; heading?: string; quote?: string; right?: string }

export const smallQuestion = (id: string, fields: Fields = {}) => `  - id: ${id}
    type: single
    difficulty: easy
    level: remember
    seconds: 40
    source:
      heading: ${fields.heading ?? 'Images'}
      quote: ${fields.quote ?? 'une pile de couches'}
    stem: ${fields.stem ?? `De quoi est faite une image (${id}) ?`}
    choices:
      - text: ${fields.right ?? 'De couches superposées'}
        correct: true
      - text: D’un noyau et d’un disque
    explanation: Une image est une pile de couches, sans noyau.
`

export const smallSection = (section: string, ...questions: string[]) =>
  `section: ${section}\nquestions:\n${questions.join('')}`
