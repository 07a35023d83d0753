import type { BankProblem, BankProblemCode } from './bank-problem.ts'
import { sentenceOfYaml } from './yaml-sentences.ts'

/** For the author of the bank, in the language of the guide (questions/README.md). */
export function problemSentence({ code, key = '', detail = '' }: BankProblem): string {
  return sentences[code]({ key, detail })
}

type Sentence = (values: { key: string; detail: string }) => string

/** What was expected, with how to fix it. */
const kinds: Record<string, string> = {
  string: 'il faut du texte, entre guillemets quand il ressemble à un nombre',
  number: 'il faut un nombre, sans guillemets',
  int: 'il faut un nombre entier, sans guillemets',
  boolean: 'il faut true ou false, sans guillemets',
  array: 'il faut une liste, un tiret par élément',
  object: 'il faut des lignes « clé : valeur »',
}

/** What a field looks like, by its last name, when it is not an identifier. */
const forms: Record<string, string> = {
  reference: 'une adresse complète, qui commence par https://',
  date: 'un jour du calendrier entre guillemets, comme "2026-11-29"',
  until: 'un jour du calendrier entre guillemets, comme "2026-11-29"',
  reviewed: 'un jour du calendrier entre guillemets, comme "2026-11-29"',
}

const sentences: Record<BankProblemCode, Sentence> = {
  no_course: () => 'Le plan du cours est introuvable : ajoutez course.yaml.',
  file_too_large: () => 'Le fichier dépasse 2 Mo : répartissez ses questions.',
  yaml: ({ key, detail }) => sentenceOfYaml(detail, key),
  unreadable_question: () => 'Cette question n’a pas pu être lue : simplifiez-la, ou signalez-la.',
  missing: ({ key }) => `Il manque « ${key} ».`,
  unknown_key: ({ key }) => `« ${key} » n’existe pas dans ce format : vérifiez l’orthographe.`,
  wrong_type: ({ key, detail }) => `« ${key} » n’est pas du bon type : ${kinds[detail] ?? `${detail} attendu`}.`,
  not_one_of: ({ key, detail }) => `« ${key} » doit être l’un de : ${detail}.`,
  too_short: ({ key, detail }) => `« ${key} » est trop court ou trop petit : ${detail} au moins.`,
  too_long: ({ key, detail }) => `« ${key} » est trop long ou trop grand : ${detail} au plus.`,
  bad_format: ({ key }) =>
    `« ${key} » n’a pas la bonne forme (${forms[key.split('.').at(-1) ?? ''] ?? 'minuscules, chiffres et tirets pour un identifiant'}).`,
  unknown_section: ({ key }) => `La section « ${key} » n’est pas dans course.yaml.`,
  duplicate_session: ({ key }) =>
    `La séance « ${key} » est écrite deux fois : la première est gardée. Changez l’identifiant de l’autre.`,
  duplicate_section: ({ key }) =>
    `La section « ${key} » est écrite deux fois : la première est gardée. Changez l’identifiant de l’autre.`,
  reserved_section: ({ key }) =>
    `« ${key} » désigne les questions sans section : donnez un autre identifiant à cette section.`,
  same_title: ({ key }) => `Le titre « ${key} » est donné deux fois au même endroit : changez l’un des deux.`,
  wrong_folder: ({ key, detail }) =>
    `La section « ${key} » appartient à la séance « ${detail} » : déplacez le fichier dans ce dossier.`,
  wrong_file_name: ({ key, detail }) => `Le fichier s’appelle « ${detail} » mais annonce la section « ${key} ».`,
  duplicate_id: ({ key, detail }) =>
    `L’identifiant « ${key} » est déjà pris par ${detail === '' ? 'une autre question' : detail}.`,
  quote_not_found: ({ key, detail }) => `« ${key} » : le passage « ${detail} » n’est pas dans course.md.`,
  unknown_enemy: ({ key, detail }) =>
    `« ${key} » nomme « ${detail} » dans « enemies », mais aucune question n’a cet identifiant : corrigez-le, ou retirez-le.`,
  unknown_objective: ({ key, detail }) =>
    `« ${key} » mesure l’objectif « ${detail} », que sa section n’a pas dans course.yaml : recopiez-le, ou retirez-le.`,
  own_enemy: ({ key }) => `« ${key} » se nomme elle-même dans « enemies » : retirez son identifiant.`,
  unknown_context: ({ key, detail }) =>
    `« ${key} » porte sur le document « ${detail} », qui n’est pas dans « contexts » de son fichier : ajoutez-le, ou corrigez son nom.`,
  duplicate_context: ({ key }) => `Le document « ${key} » est écrit deux fois dans « contexts » : gardez-en un.`,
  context_differs: ({ key, detail }) =>
    `« ${key} » : le document « ${detail} » n’est pas le même que dans une autre question : donnez-lui un autre nom.`,
  missing_image: ({ key, detail }) =>
    `« ${key} » : l’image « ${detail} » n’est ni à côté du fichier, ni dans le dossier.`,
  external_image: ({ key, detail }) =>
    `« ${key} » : l’image « ${detail} » est ailleurs et n’est jamais lue : placez-la dans le dossier.`,
  too_complex: ({ key }) =>
    `« ${key} » a trop d’éléments pour être affichée (tableau, code ou formule) : raccourcissez-la, ou montrez-les en image.`,
  image_too_large: ({ key, detail }) => `« ${key} » : l’image « ${detail} » dépasse 1 Mo.`,
  image_too_wide: ({ key, detail }) =>
    `« ${key} » : l’image « ${detail} » est trop grande, 4 096 pixels de côté et 8 millions en tout au plus.`,
  image_svg: ({ key, detail }) =>
    `« ${key} » : « ${detail} » est un dessin SVG, qui peut contenir du code : exportez-le en PNG.`,
  image_damaged: ({ key, detail }) => `« ${key} » : l’image « ${detail} » est coupée, abîmée, ou contient autre chose.`,
  not_an_image: ({ key, detail }) => `« ${key} » : « ${detail} » n’est pas une image PNG, JPEG, GIF ou WebP.`,
  no_key: ({ key }) => `« ${key} » n’a aucune bonne réponse.`,
  several_keys: ({ key }) => `« ${key} » est à réponse unique mais a plusieurs bonnes réponses.`,
  too_few_choices: ({ key }) => `« ${key} » a moins de deux propositions.`,
  duplicate_choice: ({ key }) => `« ${key} » a deux fois la même proposition.`,
  true_false_choices: ({ key }) => `« ${key} » est un vrai ou faux : il a exactement deux propositions.`,
  gaps_misplaced: ({ key }) =>
    `« ${key} » : les trous [[1]], [[2]]… de l’énoncé ne sont pas ceux de la question, chacun une fois.`,
  answer_unreadable: ({ key }) => `« ${key} » : une réponse ne peut pas être lue, un nombre est attendu.`,
  importance_misplaced: ({ key }) =>
    `« ${key} » : seule une bonne réponse peut être indispensable, seule une mauvaise peut être inacceptable.`,
}
