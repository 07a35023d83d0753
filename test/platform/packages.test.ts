import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '#server/platform/project-root.ts'

type Package = { version?: string; optionalDependencies?: Record<string, string>; hasInstallScript?: boolean }
const read = (name: string) => JSON.parse(readFileSync(join(projectRoot, name), 'utf8'))
const locked = Object.entries((read('package-lock.json') as { packages: Record<string, Package> }).packages)
type Names = Record<string, string>
const manifest = read('package.json') as {
  dependencies: Names
  devDependencies: Names
  scripts: Names
  allowScripts: Record<string, boolean>
}

/** Programs and plugins nothing imports, and who calls them. */
const called: Record<string, string> = {
  '@biomejs/biome': 'biome, in the scripts',
  '@cyclonedx/cyclonedx-library': 'its schemas, in test/platform/sbom.test.ts',
  '@prisma/client': 'the client made in prisma/client',
  '@stryker-mutator/core': 'test/mutation/run.ts',
  '@stryker-mutator/vitest-runner': 'stryker, which finds its runners itself',
  '@vitest/coverage-v8': 'vitest, which measures with v8',
  oxlint: 'in the scripts',
  'oxlint-tsgolint': 'oxlint --type-aware',
  'prisma-json-types-generator': 'prisma generate, by the name in prisma/schema.prisma',
  typescript: 'tsc, in the scripts',
}
const folders = ['core', 'contract', 'server', 'web', 'prisma', 'test', '.ci']
const sources = folders
  .flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.(tsx?|css|json)$/.test(file) && !/node_modules|prisma\/client|\/text\/\w+\.json/.test(file))
  .map((file) => readFileSync(join(projectRoot, file), 'utf8'))
  .join('\n')

describe('the packages', () => {
  // A registry that lacks the package of a foreign system makes npm leave it out of the lock, and `npm ci` then fails there.
  it('are locked for every system, not only for the one that wrote the lock', () => {
    const names = new Set(
      locked.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
    )
    const wanted = locked.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies))
    expect(wanted.filter((name) => !names.has(name))).toEqual([])
  })

  it('run no script when they are installed', () => {
    const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
    const allowed = withScript.filter((path) => manifest.allowScripts[path.replace('node_modules/', '')] !== false)
    expect(allowed.filter((path) => path !== 'node_modules/fsevents')).toEqual([])
  })

  it('are each imported somewhere, or called by who is named here', () => {
    const scripts = Object.values(manifest.scripts).join('\n')
    const isUsed = (name: string) =>
      name in called ||
      [`'${name}'`, `'${name}/`, `"${name}"`, `"${name}/`].some((text) => sources.includes(text)) ||
      new RegExp(`(^|\\s|&)${name}(\\s|$)`, 'm').test(scripts)
    const all = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    // Types are there for the package they describe.
    const described = (name: string) => name.replace(/^@types\//, '')
    const isNode = (name: string) => described(name) === 'node'
    expect(all.filter((name) => !isUsed(name) && !isNode(name) && !isUsed(described(name)))).toEqual([])
    expect(Object.keys(called).filter((name) => !all.includes(name))).toEqual([])
  })

  it('that have no stable version are named exactly', () => {
    const unstable = Object.values(manifest.dependencies).filter((version) => version.includes('-'))
    expect(unstable.filter((version) => !/^\d/.test(version))).toEqual([])
  })
})
