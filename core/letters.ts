import { cutText, onOneLine } from './cut-text.ts'
import type { Language } from './language.ts'

/** The letters the platform writes, each about one thing. */
export const letterKinds = [
  'invitation',
  'new_link',
  'code',
  'announced',
  'moved',
  'reminder',
  'released',
  'trial',
] as const
export type LetterKind = (typeof letterKinds)[number]

export type LetterContent =
  | { kind: 'invitation'; course: string; by: string; link: string; until: string }
  | { kind: 'new_link'; course: string; by: string; name: string; link: string; until: string }
  | { kind: 'code'; course: string; name: string; code: string; address: string }
  | ({ kind: 'announced' | 'moved' | 'reminder' } & SittingContent)
  | { kind: 'released'; course: string; name: string; exam: string; address: string }
  | { kind: 'trial'; course: string; by: string }

/** When and where a student sits, one fact per line: core/exams/sitting-words.ts. */
type SittingContent = { course: string; name: string; exam: string; lines: readonly string[]; address: string }

export type Letter = {
  readonly subject: string
  readonly text: string
  /** A file that comes with it: the sitting, for a calendar. */
  readonly calendar?: string
}

/** Writes a letter in the language of its course. Names stay on their line: they never make a line or a header of their own. */
export function writeLetter(content: LetterContent, language: Language): Letter {
  const words = eachOnOneLine(content)
  const [subject, ...paragraphs] = language === 'fr' ? inFrench(words) : inEnglish(words)
  return { subject: subject ?? '', text: `${paragraphs.join('\n\n')}\n` }
}

function inFrench(content: LetterContent): string[] {
  switch (content.kind) {
    case 'invitation':
      return [
        `Invitation à rejoindre « ${content.course} »`,
        'Bonjour,',
        `${content.by} vous invite à rejoindre le cours « ${content.course} » dans Barème.`,
        `Ouvrez ce lien avant le ${content.until}. Il ne sert qu’une fois :`,
        content.link,
        'Vous n’attendiez pas cette invitation ? Ignorez ce message.',
      ]
    case 'new_link':
      return [
        'Votre nouveau lien de connexion',
        `Bonjour ${content.name},`,
        `${content.by} vous donne un lien pour choisir un nouveau mot de passe dans Barème (« ${content.course} »).`,
        `Ouvrez-le avant le ${content.until}. Il ne sert qu’une fois ; vos sessions seront alors fermées :`,
        content.link,
        'Vous n’avez rien demandé ? N’ouvrez pas ce lien et prévenez cette personne.',
      ]
    case 'code':
      return [
        `Votre code personnel pour « ${content.course} »`,
        `Bonjour ${content.name},`,
        `Voici votre code personnel pour tout le cours « ${content.course} » :`,
        content.code,
        `Le jour de l’examen, ouvrez ${content.address}, tapez le code de l’examen, donné dans la salle, puis celui-ci.`,
        'Ce code est à vous : ne le transmettez à personne.',
      ]
    case 'announced':
      return [
        `Votre examen : « ${content.exam} »`,
        `Bonjour ${content.name},`,
        `Voici quand et où vous passez « ${content.exam} » (${content.course}) :`,
        content.lines.join('\n'),
        'Le fichier joint l’ajoute à votre agenda. Vos consignes, et ces heures si elles changent, se lisent dans la page de vos examens :',
        content.address,
      ]
    case 'moved':
      return [
        `Changement pour votre examen : « ${content.exam} »`,
        `Bonjour ${content.name},`,
        `Ce qui vous avait été annoncé pour « ${content.exam} » (${content.course}) a changé. Voici ce qui compte maintenant :`,
        content.lines.join('\n'),
        'Le fichier joint remplace celui de votre agenda. Vos consignes se lisent dans la page de vos examens :',
        content.address,
      ]
    case 'reminder':
      return [
        `Rappel : « ${content.exam} »`,
        `Bonjour ${content.name},`,
        `Vous passez bientôt « ${content.exam} » (${content.course}) :`,
        content.lines.join('\n'),
        'Ayez votre code personnel. Vous pouvez tester votre poste, et lire vos consignes, dans la page de vos examens :',
        content.address,
      ]
    case 'released':
      return [
        `Notes rendues : « ${content.exam} »`,
        `Bonjour ${content.name},`,
        `Les notes de « ${content.exam} » (${content.course}) sont rendues. Elles se lisent avec votre code personnel, dans la page de vos examens :`,
        content.address,
        'Ce message ne contient aucune note.',
      ]
    case 'trial':
      return [
        'Message d’essai de Barème',
        'Bonjour,',
        `${content.by} a envoyé ce message d’essai depuis le cours « ${content.course} ». S’il vous parvient, l’envoi fonctionne.`,
      ]
  }
}

function inEnglish(content: LetterContent): string[] {
  switch (content.kind) {
    case 'invitation':
      return [
        `Invitation to join “${content.course}”`,
        'Hello,',
        `${content.by} invites you to join the course “${content.course}” in Barème.`,
        `Open this link before ${content.until}. It works once:`,
        content.link,
        'You did not expect this invitation? Ignore this message.',
      ]
    case 'new_link':
      return [
        'Your new sign-in link',
        `Hello ${content.name},`,
        `${content.by} gives you a link to choose a new password in Barème (“${content.course}”).`,
        `Open it before ${content.until}. It works once; your sessions are then closed:`,
        content.link,
        'You asked for nothing? Do not open this link, and tell this person.',
      ]
    case 'code':
      return [
        `Your personal code for “${content.course}”`,
        `Hello ${content.name},`,
        `Here is your personal code for the whole course “${content.course}”:`,
        content.code,
        `On the day of the exam, open ${content.address}, type the code of the exam, given in the room, then this one.`,
        'This code is yours: give it to nobody.',
      ]
    case 'announced':
      return [
        `Your exam: “${content.exam}”`,
        `Hello ${content.name},`,
        `This is when and where you sit “${content.exam}” (${content.course}):`,
        content.lines.join('\n'),
        'The attached file adds it to your calendar. Your instructions, and these times if they change, are on the page of your exams:',
        content.address,
      ]
    case 'moved':
      return [
        `A change for your exam: “${content.exam}”`,
        `Hello ${content.name},`,
        `What you were told of “${content.exam}” (${content.course}) has changed. This is what counts now:`,
        content.lines.join('\n'),
        'The attached file replaces the one in your calendar. Your instructions are on the page of your exams:',
        content.address,
      ]
    case 'reminder':
      return [
        `Reminder: “${content.exam}”`,
        `Hello ${content.name},`,
        `You sit “${content.exam}” (${content.course}) soon:`,
        content.lines.join('\n'),
        'Have your personal code with you. You can try your device, and read your instructions, on the page of your exams:',
        content.address,
      ]
    case 'released':
      return [
        `Results released: “${content.exam}”`,
        `Hello ${content.name},`,
        `The results of “${content.exam}” (${content.course}) are released. They are read with your personal code, on the page of your exams:`,
        content.address,
        'This message holds no mark.',
      ]
    case 'trial':
      return [
        'Trial message from Barème',
        'Hello,',
        `${content.by} sent this trial message from the course “${content.course}”. If it reaches you, sending works.`,
      ]
  }
}

function eachOnOneLine<Content extends LetterContent>(content: Content): Content {
  const flat = (words: string) => cutText(onOneLine(words), 1_000)
  return Object.fromEntries(
    Object.entries(content).map(([name, words]: [string, string | readonly string[]]) => [
      name,
      typeof words === 'string' ? flat(words) : words.map(flat),
    ]),
  ) as Content
}

/** `mailto:` with the letter in it, for the mail program of whoever sends it (RFC 6068). */
export const mailtoOf = (address: string, { subject, text }: Letter): string =>
  `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replace(/\n/g, '\r\n'))}`

/**
 * An address as a mail server takes it, its domain in ASCII, or null: one mailbox, within the limits of RFC 5321
 * (4.5.3.1), without quotes and comments, which RFC 5322 allows and which could name a second recipient.
 */
export function readMailbox(typed: string): string | null {
  const [, local = '', domain = ''] = /^([^@]+)@([^@]+)$/.exec(typed.trim()) ?? []
  if (!/^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) || local.length > 64) return null
  if (/[\s:/?#@\\[\]<>,;()"%]/.test(domain) || !URL.canParse(`http://${domain}`)) return null
  const { hostname } = new URL(`http://${domain}`)
  const isName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(hostname)
  return isName && local.length + 1 + hostname.length <= 254 ? `${local}@${hostname}` : null
}
