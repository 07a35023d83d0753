import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'

/** The engine's command, by BAREME_DOCKER when several are installed. */
const docker = process.env['BAREME_DOCKER'] ?? 'docker'

/** Compose 2 or newer, as a part of the engine's command or on its own; undefined when there is none. */
export const compose = [[docker, 'compose'], ['docker-compose']].find(([command = '', ...args]) => {
  const { status, stdout } = spawnSync(command, [...args, 'version', '--short'], { encoding: 'utf8' })
  return status === 0 && !stdout.startsWith('1.')
})

/** Why these tests cannot run here, in a sentence; undefined when they can. */
export function reasonWithoutEngine(): string | undefined {
  if (spawnSync(docker, ['info']).status !== 0) return `the engine does not answer (${docker} info)`
  return compose ? undefined : 'Compose 2 is not installed'
}

/** What a command of the engine prints; throws with what it says when it fails. */
export const runDocker = (args: string[], options: SpawnSyncOptions = {}) => output(docker, args, options)

/** The Compose file of the project with other secrets, under a name of its own: an installation beside yours. */
export function composeProject(name: string, folder: string) {
  const [command = '', ...first] = compose ?? []
  const file = ['-f', join(projectRoot, 'docker-compose.yml'), '--project-directory', folder, '-p', name]
  const run = (args: string[], options: SpawnSyncOptions = {}) => output(command, [...first, ...file, ...args], options)
  const inspect = (service: string, format: string) => {
    const id = run(['ps', '-aq', service]).toString().trim()
    return runDocker(['inspect', '-f', format, id]).toString().trim()
  }
  return { run, inspect }
}

function output(command: string, args: string[], options: SpawnSyncOptions): Buffer {
  const { status, stdout, stderr } = spawnSync(command, args, { maxBuffer: 2 ** 30, ...options })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(stderr)}${String(stdout)}`)
  return stdout as Buffer
}
