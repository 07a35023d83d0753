import type { ImportNotice, NoticeCode, Unusable, UnusableReason } from './imported.ts'
import type { Feature, Loss } from './losses.ts'

/** For the person at the command line, in the language of the guide. */
export function sentenceOfUnusable({ reason, kind = '', title }: Unusable): string {
  if (reason === 'unsupported_kind')
    return `${kinds[kind] ?? `question de type « ${kind} »`} : ce type n’est pas pris en charge.`
  if (reason === 'bank_problem') return title
  return reasons[reason]
}

export const sentenceOfNotice = ({ code, detail }: ImportNotice): string =>
  `${notices[code]}${detail ? ` (${detail})` : ''}`

export const sentenceOfLoss = ({ feature, questions }: Loss): string =>
  `${features[feature]} : ${questions} question${questions > 1 ? 's' : ''}.`

/** Shown to students until somebody writes the explanation. */
export const explanationToWrite = 'Explication à écrire : le fichier importé n’en donnait pas.'

const kinds: Record<string, string> = {
  essay: 'Question rédigée',
  short_answer: 'Réponse courte',
  numerical: 'Réponse numérique',
  matching: 'Appariement',
  description: 'Texte sans question',
  cloze: 'Texte à trous',
  order: 'Mise en ordre',
  typed_gaps: 'Texte à trous remplis au clavier',
  several_answers_gap: 'Trou à plusieurs réponses',
  adaptive: 'Question adaptative',
  composite: 'Question en plusieurs parties',
  template: 'Question à valeurs tirées au sort',
  hotspot: 'Zone à désigner',
  file_upload: 'Dépôt de fichier',
}

const reasons: Record<Exclude<UnusableReason, 'unsupported_kind' | 'bank_problem'>, string> = {
  no_key: 'Aucune bonne réponse.',
  several_keys: 'Plusieurs bonnes réponses à une question qui n’en attend qu’une.',
  too_few_choices: 'Moins de deux propositions.',
  duplicate_choice: 'Deux fois la même proposition.',
  importance_misplaced: 'Une bonne réponse inacceptable, ou une mauvaise indispensable.',
  gaps_misplaced: 'Les trous [[1]], [[2]]… de l’énoncé ne sont pas ceux de la question, chacun une fois.',
  answer_unreadable: 'Une réponse acceptée ne peut pas être lue : un nombre est attendu.',
  true_false_choices: 'Un vrai ou faux a exactement deux propositions.',
  unreadable_question: 'Cette question n’a pas pu être lue : simplifiez-la, ou signalez-la.',
  unclear_scoring: 'Son barème ne dit pas une seule bonne réponse : corrigez la question dans l’outil d’origine.',
  no_stem: 'La question n’a pas de texte.',
  empty_choice: 'Une proposition est vide, ou ne tient que dans une image d’ailleurs.',
  too_long: 'Un texte dépasse ce que la banque accepte.',
  too_many_choices: 'Plus de 12 propositions.',
  too_many_questions: 'Le fichier dépasse 5 000 questions : celle-ci et les suivantes sont laissées.',
  bad_weight: 'Un poids n’est pas un nombre.',
  answer_pattern:
    'Une réponse acceptée est un modèle (« * », expression régulière) : écrivez une à une les réponses acceptées.',
  several_tolerances: 'Les nombres acceptés n’ont pas tous la même tolérance : n’en gardez qu’une.',
  several_answers_per_item: 'Un élément n’a pas exactement une réponse.',
  too_few_parts: 'Moins de trois éléments à ordonner, ou de deux à associer.',
  too_many_parts: 'Plus de huit trous, éléments ou propositions par trou.',
  too_complex: 'Trop d’éléments pour être affiché (tableau, code ou formule) : raccourcissez la question.',
  unclosed_answers: 'L’accolade des réponses n’est pas fermée.',
  nested_braces: 'Une accolade dans les réponses n’est pas échappée : écrivez \\{ et \\}.',
  several_answer_blocks: 'Plusieurs groupes de réponses : échappez les accolades du texte avec \\{ et \\}.',
  unknown_answers: 'Les réponses entre accolades ne sont pas reconnues.',
  no_answer_line: 'La ligne ANSWER manque.',
  answer_not_among_choices: 'La réponse annoncée n’est pas parmi les propositions.',
  choice_outside_question: 'Une proposition avant toute question.',
  external_reference: 'Le fichier renvoie ailleurs : rien d’extérieur n’est lu.',
  xml_malformed: 'Le XML est mal formé ici.',
  xml_doctype: 'Un DOCTYPE qui déclare des entités est refusé : retirez ce qu’il a entre crochets.',
  xml_too_deep: 'Le XML est imbriqué au-delà de 200 niveaux.',
  xml_too_large: 'Le XML a trop d’éléments.',
  bad_file: 'Un fichier joint n’est pas lisible.',
  unreadable_math: 'Une formule n’est donnée qu’en MathML : ajoutez son TeX.',
  zip_damaged: 'L’archive est abîmée.',
  zip_unsafe_name: 'L’archive nomme un fichier hors d’elle-même : elle est refusée.',
  zip_link: 'L’archive contient un lien : elle est refusée.',
  zip_encrypted: 'L’archive est chiffrée.',
  zip_too_large: 'L’archive est trop grande une fois ouverte (128 Mo, 16 Mo par fichier).',
  zip_too_many_files: 'L’archive a plus de 2 000 fichiers.',
  zip_bomb: 'L’archive enfle anormalement à l’ouverture : elle est refusée.',
  missing_file: 'Le manifeste annonce ce fichier, qui n’est pas dans l’archive.',
  no_question: 'Aucune question dans cette archive.',
  other_section: 'Le brouillon est d’une autre section que celle demandée.',
  id_taken: 'Une question de la banque a déjà cet identifiant ou ce texte.',
  lint: 'Le contrôle de rédaction écarte ce brouillon.',
  file_too_large: 'Le fichier dépasse 16 Mo (64 Mo pour une archive).',
  not_text: 'Ce n’est ni un texte ni une archive.',
  unknown_format: 'Le format n’est pas reconnu : précisez-le avec --format.',
}

const notices: Record<NoticeCode, string> = {
  windows_1252: 'Encodage supposé Windows-1252 : vérifiez les accents',
  several_keys_made_multiple: 'Plusieurs réponses valaient tous les points : devenue une question à réponses multiples',
  partial_weights: 'Poids par proposition repris : ils ne comptent que sous l’échelle par poids',
  unescaped_sign: 'Un = au milieu d’un mot commence une proposition : écrivez \\= si c’est du texte',
  combined_feedback: 'Les commentaires selon la note sont laissés',
  hints: 'Les indices sont laissés',
  scoring: 'Le barème propre à la question est laissé',
  heading: 'Option de mise en page laissée',
  external_image: 'Image d’un autre site non reprise',
  missing_image: 'Image absente du fichier',
  image_too_large: 'Image de plus de 1 Mo, non reprise',
  image_too_wide: 'Image trop grande, non reprise (4 096 pixels de côté, 8 millions en tout)',
  image_svg: 'Dessin SVG, qui peut contenir du code, non repris',
  image_damaged: 'Image coupée ou abîmée, non reprise',
  not_an_image: 'Fichier qui n’est pas une image, non repris',
  media: 'Son, vidéo ou objet laissé',
  attached_file: 'Fichier joint qui n’est pas une image',
  latex: 'LaTeX gardé comme du code',
  too_deep: 'Mise en forme imbriquée à l’excès laissée',
  underline: 'Soulignement devenu italique',
  long_document: 'Document partagé de plus de 8 000 caractères laissé : la question est reprise sans lui',
  section_instructions: 'Consignes d’une section laissées',
  rubric: 'Consignes aux correcteurs laissées',
  hidden_text: 'Texte caché dans la page d’origine, laissé',
  hidden: 'Question cachée dans Moodle, reprise visible',
  any_answer: 'Le commentaire pour toute autre réponse est laissé',
  wrong_pattern: 'Une réponse sous forme de modèle (« * »), sans tous les points, est laissée',
  other_tolerance: 'Une réponse d’une autre tolérance, sans tous les points, est laissée',
  units: 'Les autres unités, ou ce que coûte leur oubli, sont laissés',
  part_weights: 'Les trous n’avaient pas tous les mêmes points : ils comptent autant l’un que l’autre',
  part_of_items: 'L’autre outil ne montrait qu’une partie des éléments : tous sont repris',
  ordering_credit: 'La façon de compter un ordre partiel n’a pas d’équivalent : chaque bonne place compte',
  used_once: 'Chaque étiquette ne servait qu’une fois : chaque trou a maintenant toute la liste',
}

const features: Record<Feature, string> = {
  source: 'Le passage du cours n’est pas emporté',
  reference: 'L’adresse de la documentation n’est pas emportée',
  verified: 'La date de vérification n’est pas emportée',
  objective: 'L’objectif mesuré n’est pas emporté',
  enemies: 'Les questions à ne pas tirer ensemble ne sont pas emportées',
  context_apart: 'Le document commun est écrit une fois, avant ses questions : l’autre outil peut l’en séparer',
  keep_last: 'La proposition gardée en dernier ne l’est plus',
  partial_weights: 'Les poids par proposition ne sont pas emportés',
  even_weights: 'Les poids égaux deviennent « tout ou rien » au retour',
  importance: 'Les propositions indispensables ou inacceptables ne sont qu’une étiquette dans l’autre outil',
  feedback: 'Les commentaires par proposition ne sont pas emportés',
  statement_feedback: 'Les commentaires d’un vrai ou faux passent dans l’explication',
  explanation: 'L’explication n’est pas emportée',
  title: 'Le titre n’est pas emporté',
  category: 'La catégorie n’est pas emportée',
  files: 'Les images et fichiers joints ne sont pas emportés',
  layout: 'Listes, tableaux ou liens deviennent du texte',
  code_language: 'Le langage des blocs de code n’est pas emporté',
  strikethrough: 'Le texte barré ne l’est plus',
  task_list: 'Les cases à cocher deviennent les signes ☐ et ☑',
  footnotes: 'Les notes de bas de page restent, sans leurs liens',
  list_start: 'Une liste qui commence par un autre numéro que 1 commence par 1',
  table_alignment: 'L’alignement des colonnes d’un tableau n’est pas emporté',
  formulas: 'Les formules restent en TeX, entre deux $$',
  control_characters: 'Les caractères de commande, invisibles, sont retirés',
  cloze: 'Textes à compléter, que ce format ne peut pas dire : laissés',
  ordering: 'Mises en ordre, que ce format ne peut pas dire : laissées',
  matching: 'Appariements, que ce format ne peut pas dire : laissés',
  exact_answer: 'Réponses exactes, que ce format ne peut pas dire : laissées',
  plain_lists: 'Dans les listes de réponses, le code et la mise en forme deviennent du texte',
  part_feedback: 'Les commentaires par élément, trou ou réponse tapée ne sont pas emportés',
  ordering_credit: 'Un ordre partiel n’y rapporte rien',
  letter_case: 'Majuscules et minuscules n’y sont plus distinguées',
  unit: 'L’unité d’un nombre n’est pas emportée',
}
