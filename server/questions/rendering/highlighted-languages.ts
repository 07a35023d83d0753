import type { LanguageFn } from 'highlight.js'
import bash from 'highlight.js/lib/languages/bash'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import ini from 'highlight.js/lib/languages/ini'
import json from 'highlight.js/lib/languages/json'
import nginx from 'highlight.js/lib/languages/nginx'
import plaintext from 'highlight.js/lib/languages/plaintext'
import python from 'highlight.js/lib/languages/python'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

/** Languages used in the courses; code in any other language is shown without colours. */
export const highlighted: Record<string, LanguageFn> = {
  bash,
  diff,
  dockerfile,
  ini,
  json,
  nginx,
  plaintext,
  python,
  sql,
  typescript,
  xml,
  yaml,
}
