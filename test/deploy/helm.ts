import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '#server/platform/project-root.ts'
import { temporaryFolder } from '#test/setup/process.ts'

const chart = join(projectRoot, 'deploy/helm/bareme')

/** What the program answers. */
const runTool = (tool: string, args: string[], input = '') =>
  new Promise<{ code: number; out: string; said: string }>((done) => {
    const child = execFile(tool, args, { maxBuffer: 64 * 1024 * 1024 }, (error, out, said) =>
      done({ code: error ? 1 : 0, out, said }),
    )
    child.stdin?.end(input)
  })

const answers = (tool: string, args: string[]) => spawnSync(tool, args, { stdio: 'ignore' }).status === 0
export const hasHelm = answers('helm', ['version'])
export const hasKubectl = answers('kubectl', ['version', '--client'])

// A Helm that was built without its version believes that Kubernetes is old.
const always = ['--namespace', 'bareme', '--kube-version', '1.34.0']

/** The chart with one of its values files, or with values given as text, or both. */
export function helmTemplate({ file, values = '' }: { file?: string; values?: string }) {
  const files = file ? ['--values', join(chart, `values-${file}.yaml`)] : []
  return runTool('helm', ['template', 'bareme', chart, ...always, ...files, '--values', '-'], values)
}

/** The chart under another version, as a program that packages it writes one. */
export async function helmTemplateOf(version: string, file: string) {
  const { folder, remove } = temporaryFolder()
  try {
    await runTool('helm', ['package', chart, '--version', version, '--app-version', version, '--destination', folder])
    const packed = join(folder, `bareme-${version}.tgz`)
    return await runTool('helm', [
      'template',
      'bareme',
      packed,
      ...always,
      '--values',
      join(chart, `values-${file}.yaml`),
    ])
  } finally {
    remove()
  }
}

export const helmLint = (file: string) =>
  runTool('helm', [
    'lint',
    chart,
    '--strict',
    '--kube-version',
    '1.34.0',
    '--values',
    join(chart, `values-${file}.yaml`),
  ])

export const kustomize = (folder: string) => runTool('kubectl', ['kustomize', join(projectRoot, 'deploy', folder)])
