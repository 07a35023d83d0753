import type { Language } from '#core/language.ts'

export type FrameWords = {
  lang: Language
  title: string
  offer: (platform: string) => string
  open: string
  opened: string
  wait: string
  over: string
  refused: string
  why: string
  post: (host: string) => string
  send: string
  notInvited: string
  register: (host: string) => string
  registerButton: string
  registered: (name: string) => string
}

/** The few sentences of the pages that a platform may frame; those of the site are in web/text. */
export const frameWords: Record<Language, FrameWords> = {
  fr: {
    lang: 'fr',
    title: 'Barème',
    offer: (platform) =>
      `Barème s’ouvre dans un onglet à lui\u202f: votre navigateur ne lui laisse pas garder votre connexion à l’intérieur de «\u202f${platform}\u202f».`,
    open: 'Ouvrir dans un nouvel onglet',
    opened: 'Barème est ouvert dans un autre onglet. Vous pouvez laisser celui-ci ouvert.',
    wait: 'Pour choisir un contenu, faites-le dans le nouvel onglet\u202f: cette page continue d’elle-même ensuite.',
    over: 'Cette ouverture est terminée. Retournez sur la plateforme de cours et ouvrez l’activité de nouveau.',
    refused: 'Barème ne s’est pas ouvert.',
    why: 'Voir pourquoi, dans un nouvel onglet',
    post: (host) => `Votre choix repart vers ${host}.`,
    send: 'Continuer',
    notInvited:
      'Cette adresse d’enregistrement n’est plus valable, ou elle n’a pas été ouverte depuis une plateforme de cours. Une personne responsable en donne une nouvelle, dans «\u202fPlateformes de cours\u202f».',
    register: (host) => `Barème va se faire connaître de ${host}, qui pourra ensuite ouvrir des examens.`,
    registerButton: 'Enregistrer Barème',
    registered: (name) =>
      `C’est fait\u202f: ${name} connaît Barème. Il reste à l’approuver dans Barème, dans «\u202fPlateformes de cours\u202f».`,
  },
  en: {
    lang: 'en',
    title: 'Barème',
    offer: (platform) =>
      `Barème opens in a tab of its own: your browser does not let it keep you signed in inside “${platform}”.`,
    open: 'Open in a new tab',
    opened: 'Barème is open in another tab. You may leave this one open.',
    wait: 'To choose content, do it in the new tab: this page then goes on by itself.',
    over: 'This opening is over. Go back to the learning platform and open the activity again.',
    refused: 'Barème did not open.',
    why: 'See why, in a new tab',
    post: (host) => `Your choice goes back to ${host}.`,
    send: 'Continue',
    notInvited:
      'This registration address is no longer valid, or it was not opened from a learning platform. An owner gives a new one, in “Learning platforms”.',
    register: (host) => `Barème will make itself known to ${host}, which can then open exams.`,
    registerButton: 'Register Barème',
    registered: (name) => `Done: ${name} knows Barème. It is left to approve it in Barème, in “Learning platforms”.`,
  },
}

/** French, unless English is asked for and French is not asked for before it. */
export function languageAsked(header: string | undefined): Language {
  const [first] = (header ?? '').toLowerCase().matchAll(/\b(fr|en)\b/g)
  return first?.[1] === 'en' ? 'en' : 'fr'
}
