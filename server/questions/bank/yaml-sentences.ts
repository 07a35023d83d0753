/** An error of the YAML parser, with how to fix it; `sign` is the character it failed at, if any. */
export function sentenceOfYaml(code: string, sign: string): string {
  return (sentences[code] ?? otherwise)(sign)
}

type Sentence = (sign: string) => string

const quoted = 'mettez le texte entre guillemets, "comme ceci", ou dans un bloc après |'
const otherwise: Sentence = () => `Ce n’est pas du YAML valide à cet endroit : ${quoted}.`

const sentences: Record<string, Sentence> = {
  BAD_SCALAR_START: (sign) => `Un texte ne peut pas commencer par « ${sign} » en YAML : ${quoted}.`,
  BLOCK_AS_IMPLICIT_KEY: () => `Un « : » suivi d’une espace, dans un texte, se lit comme une clé : ${quoted}.`,
  MULTILINE_IMPLICIT_KEY: () =>
    `Ce texte se lit comme une clé sur plusieurs lignes : ${quoted}, ou vérifiez qu’un « : » ne manque pas.`,
  KEY_OVER_1024_CHARS: () => `Une clé dépasse 1 024 signes : ${quoted}.`,
  UNEXPECTED_TOKEN: (sign) => `« ${sign} » n’est pas attendu ici : ${quoted}.`,
  MISSING_CHAR: () =>
    'Un guillemet, un crochet, une accolade ou un « : » manque : fermez ce qui est ouvert, ou ajoutez le deux-points.',
  BAD_INDENT: () => 'Cette ligne n’est pas alignée avec les précédentes : reprenez leur retrait, avec des espaces.',
  TAB_AS_INDENT: () => 'Une tabulation sert de retrait : remplacez-la par des espaces.',
  DUPLICATE_KEY: () => 'Cette clé est écrite deux fois au même endroit : gardez-en une.',
  BLOCK_IN_FLOW: () => 'Une liste à tirets est écrite entre crochets ou accolades : choisissez l’une des deux formes.',
  BAD_DQ_ESCAPE: () =>
    'Une barre oblique inverse entre guillemets doubles se double : écrivez \\\\, ou prenez des apostrophes.',
  BAD_ALIAS: () => `Un texte qui commence par « * » se lit comme un renvoi : ${quoted}.`,
  ALIAS_PROPS: () => `Un texte qui commence par « * » se lit comme un renvoi : ${quoted}.`,
  MULTIPLE_ANCHORS: () => `Un texte qui commence par « & » se lit comme une ancre : ${quoted}.`,
  MULTIPLE_TAGS: () => `Un texte qui commence par « ! » se lit comme une étiquette : ${quoted}.`,
  TAG_RESOLVE_FAILED: () => `Un texte qui commence par « ! » se lit comme une étiquette : ${quoted}.`,
  BAD_PROP_ORDER: () => `Un texte qui commence par « & » ou « ! » se lit autrement : ${quoted}.`,
  BAD_DIRECTIVE: () => `Un texte qui commence par « % » se lit comme une directive : ${quoted}.`,
  MULTIPLE_DOCS: () =>
    'Une ligne « --- » ou « ... » commence un autre document : enlevez-la, ou décalez-la d’un retrait.',
  IMPOSSIBLE: () => 'Trop de crochets ou d’accolades imbriqués pour être lus.',
  ALIASES: () => 'Ce fichier se recopie lui-même trop de fois avec des ancres (& et *) : écrivez les textes en entier.',
}
