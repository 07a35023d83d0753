import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'
import { environments, sharedFiles } from './environments.ts'
import { helmTemplate } from './helm.ts'

// npx tsx test/deploy/write-rendered.ts: what Helm makes of each values file, for who has no Helm (Kustomize, the tests).
// A chart reads no file outside its folder: those it shares are copied into it.
for (const [from, to] of Object.entries(sharedFiles))
  copyFileSync(join(projectRoot, 'deploy', from), join(projectRoot, 'deploy', to))
for (const file of environments) {
  const { code, out, said } = await helmTemplate({ file })
  if (code !== 0) throw new Error(said)
  const folder = join(projectRoot, 'deploy/gitops/rendered', file)
  mkdirSync(folder, { recursive: true })
  // Helm 3 and 4 differ by empty lines.
  writeFileSync(join(folder, 'bareme.yaml'), `${out.replace(/\n\s*\n(?=---)/g, '\n').trimEnd()}\n`)
}
