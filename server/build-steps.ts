import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { CannotStart } from './platform/cannot-start.ts'
import { projectRoot } from './platform/project-root.ts'

/** A build result that is made again only when its sources change. */
export type BuildStep = {
  name: string
  /** Folders and files whose content is hashed. */
  sources: string[]
  /** The file or folder produced; when it is missing, the step runs again. */
  result: string
  stamp: string
  command: string[]
}

const packages = ['package.json', 'package-lock.json', 'tsconfig.json']

export const client: BuildStep = {
  name: 'accès à la base · database client',
  sources: ['prisma/schema.prisma', 'prisma/config.ts', 'package-lock.json'],
  result: 'prisma/client/client.ts',
  stamp: 'prisma/client/.built',
  command: ['node_modules/prisma/build/index.js', 'generate', '--config', 'prisma/config.ts'],
}

export const siteStep: BuildStep = {
  name: 'site · web pages',
  sources: ['core', 'contract', 'web', ...packages],
  result: 'dist/web/index.html',
  stamp: 'dist/.built-web',
  command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
}

export const server: BuildStep = {
  name: 'serveur · server',
  sources: ['core', 'contract', 'server', 'prisma/schema.prisma', 'prisma/schema-engine.ts', ...packages],
  result: 'dist/server/main.js',
  stamp: 'dist/.built-server',
  command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'server/vite.config.ts', '--logLevel', 'warn'],
}

/** The steps whose sources changed and exist: the Docker image contains neither sources nor tools. */
export const outdated = (steps: BuildStep[]) => steps.filter((step) => readStamp(step) !== hashOf(step))

export async function runStep(step: BuildStep) {
  const began = Date.now()
  const tool = join(projectRoot, step.command[0] ?? '')
  if (!existsSync(tool)) throw new CannotStart(notInstalled)
  const hash = hashOf(step)
  const { code, output } = await runQuietly(step.command)
  if (code !== 0) throw new CannotStart(failed(step, output))
  mkdirSync(join(projectRoot, dirname(step.stamp)), { recursive: true })
  writeFileSync(join(projectRoot, step.stamp), hash)
  console.log(`  ✓ ${step.name}  ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

function readStamp({ result, stamp }: BuildStep) {
  const path = join(projectRoot, stamp)
  return existsSync(join(projectRoot, result)) && existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function hashOf({ sources, command }: BuildStep) {
  const hash = createHash('sha256').update(JSON.stringify([command, process.versions.node.split('.')[0]]))
  for (const path of sources.flatMap(filesUnder))
    hash.update(`\0${path}\0`).update(readFileSync(join(projectRoot, path)))
  return hash.digest('hex')
}

function filesUnder(path: string): string[] {
  if (!existsSync(join(projectRoot, path))) return []
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(join(projectRoot, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length + 1))
    .sort()
}

async function runQuietly(command: string[]) {
  const env = { ...process.env, ...ownTools(), NODE_ENV: 'production', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' }
  const child = spawn(process.execPath, command, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done))
  return { code, output }
}

/** Prisma looks for its generators by name, as npm lets it do; it must also find them when npm did not start this. */
function ownTools() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { [name]: [join(projectRoot, 'node_modules/.bin'), process.env[name] ?? ''].join(delimiter) }
}

const notInstalled = {
  french: 'Il manque les outils de construction. Lancez : npm ci   (sans --omit=dev)',
  english: 'The build tools are missing. Run: npm ci   (without --omit=dev)',
}

const failed = ({ name }: BuildStep, output: string) => ({
  french: `La construction a échoué : ${name}.`,
  english: `The build failed: ${name}.\n\n${stripVTControlCharacters(output).trim()}`,
})
