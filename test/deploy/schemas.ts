import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import type { KubernetesObject } from './objects.ts'

export type JsonSchema = { [keyword: string]: unknown }

type Written = { kinds: Record<string, JsonSchema>; definitions: Record<string, JsonSchema> }
const { kinds, definitions } = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas.json'), 'utf8')) as Written

const ajv = new Ajv({ strict: false, allErrors: true })
const home = 'https://schemas.invalid/kubernetes.json'
ajv.addSchema({ $id: home, kinds, definitions })

/** What the API server would refuse, misspelt fields included; a kind that nobody described is a problem. */
export function problemsOf(object: KubernetesObject): string[] {
  const key = `${object.apiVersion} ${object.kind}`
  if (!kinds[key]) return [`${key} is not in test/deploy/schemas.json`]
  const validate = ajv.getSchema(`${home}#/kinds/${encodeURIComponent(key.replaceAll('/', '~1'))}`)
  if (!validate) throw new Error(`no schema of ${key}`)
  void validate(object)
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${object.kind}/${object.metadata.name}${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}
