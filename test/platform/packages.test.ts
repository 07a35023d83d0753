import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '#server/platform/project-root.ts'

type Package = { version?: string; optionalDependencies?: Record<string, string>; hasInstallScript?: boolean }
const read = (name: string) => JSON.parse(readFileSync(join(projectRoot, name), 'utf8'))
const locked = Object.entries((read('package-lock.json') as { packages: Record<string, Package> }).packages)
const manifest = read('package.json') as { dependencies: Record<string, string>; allowScripts: Record<string, boolean> }

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

  it('that have no stable version are named exactly', () => {
    const unstable = Object.values(manifest.dependencies).filter((version) => version.includes('-'))
    expect(unstable.filter((version) => !/^\d/.test(version))).toEqual([])
  })
})
