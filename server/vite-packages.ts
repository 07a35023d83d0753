import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** A package of which a built file holds something. `folder` is relative to the project, with slashes. */
export type BundledPackage = { name: string; version: string; folder: string }

/**
 * A plugin that writes which packages the bundle really holds: those with a line of code in it, an asset or a style
 * sheet, and those left outside. The bill of materials is made of these lists (server/sbom.ts).
 */
export function listPackages(root: string, file: string): Plugin {
  let viteRoot = root
  return {
    name: 'list-packages',
    apply: 'build',
    configResolved(config) {
      viteRoot = config.root
    },
    generateBundle(_options, bundle) {
      const inside = new Set<string>()
      const outside = new Set<string>()
      for (const output of Object.values(bundle)) {
        if (output.type === 'asset') for (const name of output.originalFileNames) inside.add(resolve(viteRoot, name))
        else {
          for (const name of [...output.imports, ...output.dynamicImports]) if (!(name in bundle)) outside.add(name)
          // A style sheet leaves no code behind, only an asset.
          for (const [id, { renderedLength }] of Object.entries(output.modules))
            if (renderedLength > 0 || /\.css(\?|$)/.test(id)) inside.add(id)
        }
      }
      const packages = new Map<string, BundledPackage>()
      for (const id of inside) {
        const found = packageOf(root, id)
        if (found) packages.set(found.folder, found)
      }
      const list = {
        packages: [...packages.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1)),
        external: [...outside].filter((name) => !isBuiltin(name)).sort(),
      }
      mkdirSync(join(root, dirname(file)), { recursive: true })
      writeFileSync(join(root, file), `${JSON.stringify(list, null, 2)}\n`)
    },
  }
}

/** The package that a module comes from: the nearest package.json with a name and a version, below node_modules. */
function packageOf(root: string, id: string): BundledPackage | undefined {
  // Rolldown starts the names of modules it makes itself with a null character.
  const path = id.replaceAll('\0', '').replace(/\?.*$/, '')
  if (!/[\\/]node_modules[\\/]/.test(path)) return undefined
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) continue
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Partial<BundledPackage>
    if (name && version) return { name, version, folder: relative(root, folder).replaceAll('\\', '/') }
  }
  return undefined
}
