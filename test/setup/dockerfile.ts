import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'

export type Instruction = { name: string; value: string }

/** The instructions of a Dockerfile, continued lines joined. */
export function readDockerfile(path = join(projectRoot, 'Dockerfile')): Instruction[] {
  const whole = readFileSync(path, 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
  return [...whole.matchAll(/^([A-Z]+)\s+(.+)$/gm)].map(([, name = '', value = '']) => ({ name, value: value.trim() }))
}

/** The last stage: what runs. */
export const runtimeStage = (instructions = readDockerfile()) =>
  instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))

/** What the last stage copies, as paths of the project; where from does not matter, both sides have one tree. */
export const copiedPaths = () =>
  runtimeStage()
    .filter(({ name }) => name === 'COPY')
    .flatMap(({ value }) =>
      value
        .replace(/--from=build /, '')
        .split(' ')
        .slice(0, -1),
    )
    .map((path) => path.replace(/^\/app\//, ''))

/** The files of the image in a folder: what the Dockerfile copies, without the maps that it takes out. */
export function layOutImage(folder: string) {
  for (const path of copiedPaths())
    cpSync(join(projectRoot, path), join(folder, path), {
      recursive: true,
      filter: (source) => !source.endsWith('.js.map'),
    })
}
