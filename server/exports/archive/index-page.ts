import type pg from 'pg'
import type { Content, ContentNode } from '#contract/questions/content.ts'
import { formatMark } from '#core/points.ts'
import type { Exam } from '#prisma/client/client.ts'
import { listMarks } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { allChoices } from '#server/questions/seen-choices.ts'
import { fileWords } from '../words.ts'
import { type ArchivedTable, archivedTables, rowsQuery } from './archived-tables.ts'
import { pathOf } from './table-path.ts'

type IndexPageInput = { client: pg.PoolClient; exam: Exam & { courseTitle: string }; takenAt: Date }
type Question = {
  section: string
  points: number
  asked: {
    context?: { title: string; content: Content }
    stem: Content
    choices: { id: string; text: Content }[]
  }
  content: { choices: { id: string; correct: boolean }[] }
  explained: { explanation: Content }
}

type Drawing = { hash: string; type: string; base64: string }
/** Hash → the image itself, so that the page needs no other file. */
type Drawings = ReadonlyMap<string, string>

const words = fileWords.fr
const imageTable = archivedTables.find(({ table }) => table === 'Image') as ArchivedTable

/** The index page of an archive: the exam, its marks, its questions with their key, and a list of the files. */
export async function indexPage(deps: Deps, { client, exam, takenAt }: IndexPageInput): Promise<string> {
  // Reads from the same snapshot as the data; only `query` is used.
  const marks = await listMarks({ ...deps, pool: client as unknown as pg.Pool }, exam.id)
  const { rows: questions } = await client.query<Question>(
    `select section, points, asked, content, explained from "ExamQuestion" where "examId" = $1 order by position`,
    [exam.id],
  )
  const { rows: runs } = await client.query<{ number: number; createdAt: Date; reason: string }>(
    `select number, "createdAt", reason from "MarkingRun" where "examId" = $1 order by number`,
    [exam.id],
  )
  const { rows: images } = await client.query<Drawing>(
    `select i.hash, i.type, encode(i.bytes, 'base64') as base64 from (${rowsQuery(imageTable)}) kept
     join "Image" i on i.hash = kept.row::jsonb->>'hash' and i."courseId" = $2`,
    [exam.id, exam.courseId],
  )
  const drawings: Drawings = new Map(
    images.map(({ hash, type, base64 }) => [hash, `data:${type};base64,${base64.replaceAll('\n', '')}`]),
  )
  const at = instantIn(exam.timeZone)
  const copies = marks.filter(({ attemptId }) => attemptId !== null)
  const { outOf } = exam.markRule as { outOf: number }
  const facts: [string, string][] = [
    ['Cours', exam.courseTitle],
    ['Ouvert', at(exam.openedAt)],
    ['Fermé', at(exam.closedAt)],
    ['Notes publiées', exam.releasedAt ? at(exam.releasedAt) : 'non'],
    ['Durée', `${exam.limitMinutes} min`],
    ['Questions', String(questions.length)],
    ['Copies', String(copies.length)],
    ['Corrections', runs.map(({ number, createdAt }) => `n° ${number} (${at(createdAt)})`).join(', ') || 'aucune'],
    ['Archive faite le', at(takenAt)],
  ]
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${text(exam.title)} – archive</title><style>${style}</style></head><body><main>
<p class="kicker">Archive d’un examen · Barème</p>
<h1>${text(exam.title)}</h1>
<p class="note">Ce dossier contient des données personnelles et les bonnes réponses : il ne se transmet qu’à qui doit les lire.</p>
<dl>${facts.map(([name, value]) => `<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`).join('')}</dl>
<h2>Notes</h2>
<div class="wide" role="region" aria-label="Notes" tabindex="0"><table><thead><tr><th scope="col">Nom</th><th scope="col">Prénom</th><th scope="col">Numéro</th><th scope="col">Groupe</th><th scope="col">Copie</th><th scope="col" class="figure">Note sur ${formatMark(outOf, 'fr')}</th></tr></thead><tbody>
${marks.map((one) => `<tr><th scope="row">${text(one.familyName)}</th><td>${text(one.givenName)}</td><td>${text(one.number)}</td><td>${text(one.group)}</td><td>${text(one.attemptId === null ? words.attempt.absent : words.attempt[one.status])}</td><td class="figure">${one.mark === null ? '–' : formatMark(one.mark, 'fr')}</td></tr>`).join('\n')}
</tbody></table></div>
<h2>Questions, telles qu’elles ont été posées</h2>
<ol class="questions">${questions.map((question) => questionHtml(question, drawings)).join('\n')}</ol>
<h2>Ce que contient l’archive</h2>
<ul>
<li><code>tableaux/</code> : notes, points, réponses, présences et statistiques, pour un Excel français ; <code>statistiques.json</code> pour un programme.</li>
<li><code>donnees/</code> : tout, une ligne JSON par enregistrement ; c’est ce que Barème restaure. Notes et points en centièmes, heures en temps universel.</li>
<li><code>MANIFEST.json</code> : la taille et l’empreinte SHA-256 de chaque fichier, signées par l’installation qui a fait l’archive.</li>
</ul>
<div class="wide" role="region" aria-label="Fichiers" tabindex="0"><table><thead><tr><th scope="col">Fichier</th><th scope="col">Contenu</th></tr></thead><tbody>${archivedTables.map((table) => `<tr><td><code>${pathOf(table)}</code></td><td>${text(table.title)}</td></tr>`).join('')}</tbody></table></div>
<h2>Restaurer</h2>
<p>Dans Barème : Examens, « Restaurer une archive ». Un fichier modifié, tronqué ou d’une version inconnue est refusé. Les codes personnels des étudiants n’y sont pas : ils se redonnent.</p>
</main></body></html>
`
}

function questionHtml({ section, points, asked, content, explained }: Question, drawings: Drawings) {
  const html = (nodes: Content) => htmlOf(nodes, drawings)
  const right = new Set(content.choices.flatMap(({ id, correct }) => (correct ? id : [])))
  const choices = allChoices(asked, { key: content }).map(
    ({ id, text: said }) =>
      `<li${right.has(id) ? ' class="right"' : ''}>${html(said)}${right.has(id) ? '<span class="tag">bonne réponse</span>' : ''}</li>`,
  )
  const { context } = asked
  const document = context ? `<div class="note"><p>${text(context.title)}</p>${html(context.content)}</div>` : ''
  return `<li><p class="kicker">${text(section)} · ${formatMark(points, 'fr')} point${points >= 200 ? 's' : ''}</p>${document}${html(asked.stem)}<ol type="A">${choices.join('')}</ol>${explained.explanation?.length ? `<div class="why">${html(explained.explanation)}</div>` : ''}</li>`
}

/** Safe, because a content tree holds only tags and properties of a closed list (contract/questions/content.ts). */
const htmlOf = (nodes: Content, drawings: Drawings): string => nodes.map((node) => nodeHtml(node, drawings)).join('')

const alone = ['br', 'hr', 'img']

function nodeHtml(node: ContentNode, drawings: Drawings): string {
  if (node.type === 'text') return text(node.value)
  const { tag, props = {}, children = [] } = node
  const named = Object.entries(props).flatMap(([name, value]) => {
    if (value === undefined) return []
    const said = name === 'src' ? (drawings.get(String(value).slice(-64)) ?? '') : String(value)
    return [` ${name === 'className' ? 'class' : name}="${text(said)}"`]
  })
  const open = `<${tag}${named.join('')}>`
  return alone.includes(tag) ? open : `${open}${htmlOf(children, drawings)}</${tag}>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const text = (value: string) => value.replace(/[&<>"']/g, (one) => entities[one] ?? one)

function instantIn(timeZone: string) {
  const format = new Intl.DateTimeFormat('fr-FR', { timeZone, dateStyle: 'long', timeStyle: 'short' })
  return (at: Date | null) => (at === null ? '–' : format.format(at))
}

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#5a6470;--line:#d5dae0;--good:#116329;--tint:#f3f5f7}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--paper:#15181c;--soft:#a3adb8;--line:#38404a;--good:#7ee2a0;--tint:#1e2329}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:56rem;margin:0 auto;padding:2rem 1rem 4rem}h1{margin:.2rem 0 1rem;font-size:1.9rem;line-height:1.2}h2{margin:2.5rem 0 .75rem;font-size:1.3rem}
.kicker{margin:0;color:var(--soft);font-size:.875rem}.note,.why{padding:.6rem .9rem;background:var(--tint);border-left:3px solid var(--line)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.75rem 1.5rem;margin:1.5rem 0}dt{color:var(--soft);font-size:.875rem}dd{margin:0;font-weight:600}
.wide{overflow-x:auto}.wide table{min-width:38rem}table{overflow-wrap:normal;border-collapse:collapse;width:100%;font-size:.9375rem}th,td{padding:.4rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}thead th{color:var(--soft);font-weight:600}
.figure{text-align:right;font-variant-numeric:tabular-nums}.questions>li{margin:0 0 1.75rem;padding-left:.25rem}.questions p{margin:.3rem 0}
.right{color:var(--good);font-weight:600}.tag{margin-left:.5rem;font-size:.8125rem}pre{white-space:pre-wrap;padding:.75rem;background:var(--tint)}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
img{max-width:100%;height:auto}a{color:inherit}@media print{main{max-width:none;padding:0}li,tr{break-inside:avoid}}
`.trim()
