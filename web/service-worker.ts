/**
 * Lets a page of a running exam reload without network, by storing the page, its code, its styles and its fonts. It
 * stores no personal data and ignores the API: the attempt is stored by the page itself
 * (web/attempts/sitting/outbox-store.ts). It never reloads a page, and serves a stored page only when the network
 * fails, so that a new version is displayed at the next visit.
 */
type Work = Event & { waitUntil(work: Promise<unknown>): void }
type Ask = Event & { readonly request: Request; respondWith(answer: Promise<Response>): void }
type Keeper = EventTarget & { skipWaiting(): Promise<void>; readonly clients: { claim(): Promise<void> } }

/** Written by web/offline-shell.ts at build: the files of an exam, and the name of this build. */
declare const __SHELL__: { build: string; files: string[] }

const worker = globalThis as unknown as Keeper
const prefix = 'bareme-shell-'
const { build, files } = __SHELL__
const own = prefix + build
const page = '/'
/** A request without a reply after this delay counts as a network failure. */
const patienceMs = 5_000

worker.addEventListener('install', (event) => {
  const kept = caches.open(own).then((cache) => cache.addAll([page, ...files]))
  ;(event as Work).waitUntil(kept.then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => {
  const cleaned = caches
    .keys()
    .then((names) =>
      Promise.all(names.filter((one) => one.startsWith(prefix) && one !== own).map((one) => caches.delete(one))),
    )
  ;(event as Work).waitUntil(cleaned.then(() => worker.clients.claim()))
})

/** The page sends the files it loaded before this worker started: its language, its fonts. */
worker.addEventListener('message', (event) => {
  const { data } = event as MessageEvent<unknown>
  const addresses = (Array.isArray(data) ? data : []).filter((one): one is string => typeof one === 'string')
  const missing = addresses.map((one) => new URL(one, location.href)).filter(isAsset)
  ;(event as unknown as Work).waitUntil(Promise.all(missing.map((address) => asset(new Request(address)))))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event as Ask
  const address = new URL(request.url)
  if (request.method !== 'GET') return
  if (isAsset(address)) (event as Ask).respondWith(asset(request))
  else if (request.mode === 'navigate' && isExam(address)) (event as Ask).respondWith(shell(request))
})

const isAsset = ({ origin, pathname }: URL) => origin === location.origin && pathname.startsWith('/assets/')
const isExam = ({ origin, pathname }: URL) => origin === location.origin && pathname.startsWith('/copies/')

/** The file name contains its hash, so a stored file never becomes outdated. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request.url)
  if (kept) return kept
  const fresh = await fetch(request)
  if (fresh.ok) await (await caches.open(own)).put(request.url, fresh.clone()).catch(() => undefined)
  return fresh
}

async function shell(request: Request): Promise<Response> {
  const fresh = fetch(request)
  const first = await Promise.race([fresh.catch(() => null), later(patienceMs)])
  if (first && first.status < 500) return first
  return (await caches.match(page)) ?? fresh
}

const later = (ms: number) => new Promise<null>((done) => setTimeout(() => done(null), ms))

// Makes this file a module, so that its types do not mix with those of the pages.
export {}
