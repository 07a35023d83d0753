import type { SebDict, SebValue } from './seb-settings.ts'

type Plain = string | number | boolean | readonly Plain[] | { readonly [name: string]: Plain }

type Wanted = {
  /** The scheme and host of the site: nothing else may be opened. */
  origin: string
  startUrl: string
  /** Opening it quits Safe Exam Browser. */
  quitUrl: string
  /** SHA-256 of the password that quits before that, in hexadecimal. */
  hashedQuitPassword: string
}

/** The settings we give an exam. The same for the same exam and site, so that their Config Key can be worked out anew. */
export function examSettings({ origin, startUrl, quitUrl, hashedQuitPassword }: Wanted): SebDict {
  return dictOf({
    startURL: startUrl,
    quitURL: quitUrl,
    quitURLConfirm: true,
    allowQuit: true,
    hashedQuitPassword,
    // Without this no request shows a key.
    sendBrowserExamKey: true,
    URLFilterEnable: true,
    URLFilterEnableContentFilter: false,
    URLFilterRules: [{ active: true, regex: false, action: allow, expression: `${origin}/*` }],
    newBrowserWindowByLinkPolicy: sameWindow,
    newBrowserWindowByScriptPolicy: blocked,
    // A page that does not answer may be loaded again: the answers are on the device.
    browserWindowAllowReload: true,
    showReloadButton: true,
    // What waits on the device outlives a crash; the session of whoever sat there before does not.
    removeBrowserProfile: false,
    removeLocalStorage: false,
    examSessionClearCookiesOnStart: true,
    examSessionClearCookiesOnEnd: true,
    enablePrivateClipboard: true,
    allowSpellCheck: false,
    allowDictionaryLookup: false,
    allowDictation: false,
    allowSiri: false,
    allowDownUploads: false,
    downloadAndOpenSebConfig: false,
    sebConfigPurpose: startsAnExam,
    allowPDFPlugIn: false,
    allowSwitchToApplications: false,
    allowUserSwitching: false,
    allowScreenSharing: false,
    allowDisplayMirroring: false,
    allowVirtualMachine: false,
    enablePrintScreen: false,
    allowPreferencesWindow: false,
    browserWindowWebView: modernWebView,
    browserViewMode: fullScreen,
    showTaskBar: true,
    showTime: true,
    showQuitButton: true,
  })
}

/** Of a rule for addresses; of what opens another window; of a window; of the file; of the engine of macOS and iOS. */
const allow = 1
const sameWindow = 1
const blocked = 0
const fullScreen = 1
const startsAnExam = 0
const modernWebView = 3

function dictOf(values: Readonly<Record<string, Plain>>): SebDict {
  return { kind: 'dict', entries: new Map(Object.entries(values).map(([name, value]) => [name, asValue(value)])) }
}

function asValue(value: Plain): SebValue {
  if (typeof value === 'string') return { kind: 'string', text: value }
  if (typeof value === 'number') return { kind: 'integer', text: String(value) }
  if (typeof value === 'boolean') return { kind: 'boolean', isTrue: value }
  return isList(value) ? { kind: 'array', items: value.map(asValue) } : dictOf(value)
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value)
