import { describe, expect, it } from 'vitest'
import { lintCodes, severityOf } from '#core/questions/lint/codes.ts'
import { possibleEnemies } from '#core/questions/lint/enemies.ts'
import { type LintFinding, lintQuestion, lintQuestions } from '#core/questions/lint/lint.ts'
import type { Choice, Question } from '#core/questions/question.ts'

type Given = Partial<Omit<Question, 'choices'>> & { choices?: readonly string[] }

/** Choices as one line each; `*` before a right one. */
function question({ choices = ['Un volume', '*Un réseau', 'Une image'], ...given }: Given = {}): Question {
  return {
    id: 'q',
    section: 's',
    type: 'single',
    stem: 'Que crée cette commande ?',
    explanation: 'Elle crée un réseau.',
    difficulty: 'easy',
    level: 'apply',
    purpose: 'exam',
    expectedSeconds: 60,
    tags: [],
    source: { heading: 'Titre', quote: 'mots' },
    ...given,
    choices: choices.map(
      (line, rank): Choice => ({
        id: 'abcdefgh'.charAt(rank),
        text: line.replace(/^\*/, ''),
        correct: line.startsWith('*'),
        keepLast: false,
      }),
    ),
  }
}
const trueFalse = (stem: string, answer: boolean) =>
  question({ type: 'true_false', stem, choices: answer ? ['*Vrai', 'Faux'] : ['Vrai', '*Faux'] })
const said = (given: Question) => lintQuestion(given).map(({ code }) => code)
const dataOf = (given: Question, code: string) => lintQuestion(given).find((finding) => finding.code === code)?.data

it('has nothing to say about a sound question', () => {
  expect(lintQuestion(question())).toEqual([])
})

it('ranks every code: what cannot be asked, what says too much, what deserves a second look', () => {
  expect(lintCodes.filter((code) => severityOf(code) === 'error')).toEqual([
    'no_key',
    'several_keys',
    'too_few_choices',
    'duplicate_choice',
    'true_false_choices',
    'importance_misplaced',
    'gaps_misplaced',
    'answer_unreadable',
    'duplicate_question',
  ])
  expect(lintCodes.filter((code) => severityOf(code) === 'note')).toEqual(['long_stem'])
  expect(severityOf('longest_choice_is_key')).toBe('warning')
})

it('tells what cannot be asked', () => {
  expect(said(question({ choices: ['un', 'deux', 'trois'] }))).toEqual(['no_key'])
  expect(said(question({ choices: ['*un', '*deux', 'trois'] }))).toEqual(['several_keys'])
  expect(said(question({ choices: ['*un', 'deux', 'Deux'] }))).toEqual(['duplicate_choice'])
})

it('keeps an explained remark with its reason, and never an error', () => {
  const allow = { all_or_none: 'Le cas « aucune » est ce que l’on évalue.', no_key: 'Parce que je le veux ainsi.' }
  const found = lintQuestion(question({ allow, choices: ['un', 'deux', 'Aucune de ces réponses'] }))
  expect(found).toEqual<LintFinding[]>([
    { questionId: 'q', code: 'no_key', severity: 'error', data: {}, allowed: null },
    { questionId: 'q', code: 'all_or_none', severity: 'warning', data: { choice: 'C' }, allowed: allow.all_or_none },
  ])
})

describe('the longest choice', () => {
  const key = '*Un réseau privé, où chaque conteneur a un nom'
  it.each([
    ['the key, by far', { choices: [key, 'Un volume', 'Une image'] }, true],
    ['the key, by nine characters', { choices: ['*Un réseau privé là', 'Un volume', 'Une image'] }, false],
    ['the key, by less than a quarter', { choices: [`*${'a'.repeat(60)}`, 'b'.repeat(49), 'c'] }, false],
    ['the key, by a quarter', { choices: [`*${'a'.repeat(60)}`, 'b'.repeat(48), 'c'] }, true],
    ['a distractor', { choices: [key.slice(1), '*Un volume', 'Une image'] }, false],
    ['every key of several', { type: 'multiple', choices: [key, `${key}.`, 'Un volume'] }, true],
    ['one key of several', { type: 'multiple', choices: [key, '*Un nom', 'Un volume'] }, false],
    ['a key without distractors', { type: 'multiple', choices: [key, `${key}.`] }, false],
    ['no key', { choices: [key.slice(1), 'Un volume'] }, false],
  ] as const)('%s', (_, given, expected) => {
    expect(said(question(given)).includes('longest_choice_is_key')).toBe(expected)
  })

  it('is not looked for in a true or false', () => {
    expect(said({ ...question({ choices: [key, 'Faux'] }), type: 'true_false' })).toEqual([])
  })

  it('counts what is read, not the signs of Markdown', () => {
    expect(
      said(question({ choices: ['*[Un nom](https://exemple.fr/une/longue/adresse)', 'Un mot', 'Un son'] })),
    ).toEqual([])
  })
})

describe('absolute words', () => {
  it.each([
    ['only in a distractor', ['*Il démarre', 'Il s’arrête toujours'], { choice: 'B', word: 'toujours' }],
    ['in several distractors', ['*It runs', 'It never runs', 'It always stops'], { choice: 'B, C', word: 'never' }],
    ['without its accents', ['*Il démarre', 'Il s’arrête FORCÉMENT'], { choice: 'B', word: 'forcement' }],
    ['in the key too', ['*Il démarre toujours', 'Il ne démarre jamais'], undefined],
    ['inside a word', ['*Il démarre', 'Il appelle neverland'], undefined],
    ['inside code', ['*`--restart=no`', '`--pull always`'], undefined],
  ])('%s', (_, choices, expected) => {
    expect(dataOf(question({ choices }), 'absolute_word')).toEqual(expected)
  })

  it('give a false statement away, and make a true one interesting', () => {
    expect(dataOf(trueFalse('Un conteneur est toujours plus sûr.', false), 'absolute_word')).toEqual({
      word: 'toujours',
    })
    expect(said(trueFalse('Un conteneur partage toujours le noyau.', true))).toEqual([])
    expect(said(trueFalse('Un conteneur partage le noyau.', false))).toEqual([])
  })
})

describe('a negation', () => {
  it.each([
    ['Laquelle de ces commandes ne crée pas de réseau ?', 'ne cree pas'],
    ['Quel objet n’est jamais recréé ?', "n'est jamais"],
    ['Which command is not needed?', 'not'],
    ['Quelles réponses conviennent, sauf une ?', 'sauf'],
    ['Voici un fichier.\n\n```bash\nls\n```\n\nQuelle ligne n’agit pas ?', "n'agit pas"],
  ])('is seen in « %s »', (stem, word) => {
    expect(dataOf(question({ stem }), 'plain_negation')).toEqual({ word })
  })

  it.each([
    'Laquelle de ces commandes ne crée **pas** de réseau ?',
    'Laquelle de ces commandes ne crée _pas_ de réseau ?',
    'Laquelle de ces commandes NE crée PAS de réseau ?',
    'Pourquoi le Pod ne démarre-t-il pas ?',
    'Le Pod ne démarre pas. Quelle est la cause ?',
    'Le Pod ne démarre pas :\n\n```text\nno\n```\n\nQuelle est la cause ?',
    'Que fait le cluster ? Quelle suite si `web` n’existe pas ?',
    'Quelle image choisir quand le nom n’est pas donné ?',
  ])('is no trap in « %s »', (stem) => {
    expect(said(question({ stem }))).toEqual([])
  })

  it('is seen in any statement to judge, not in its conditions', () => {
    expect(dataOf(trueFalse('Un volume n’est pas effacé par `docker rm`.', true), 'plain_negation')).toEqual({
      word: "n'est pas",
    })
    expect(said(trueFalse('Un port répond même si ce port n’est pas publié.', true))).toEqual([])
    expect(said(trueFalse('Un port répond.', true))).toEqual([])
  })
})

describe('all or none of the above', () => {
  it.each([
    'Aucune de ces réponses',
    'Toutes les réponses',
    '**None of the above**',
    'All of these',
    'A et B',
    'Les deux',
  ])('%s', (last) =>
    expect(dataOf(question({ choices: ['*Un', 'Deux', last] }), 'all_or_none')).toEqual({ choice: 'C' }),
  )
  it('is not a choice that begins alike', () => {
    expect(said(question({ choices: ['*Aucune image', 'Toutes les images', 'Un volume'] }))).toEqual([])
  })
})

describe('choices that overlap', () => {
  it.each([
    [['*Il copie les fichiers', 'Il copie les fichiers du dossier', 'Il attend'], 'A, B'],
    [['Il attend', 'Il copie les fichiers du dossier', '*Il copie les fichiers'], 'B, C'],
    [['*de 10 à 20 Mo', 'de 15 à 30 Mo', 'autre'], 'A, B'],
    [['*10-20', 'plus de 15', 'autre'], 'A, B'],
    [['*between 1 and 3', 'at most 2.', 'autre'], 'A, B'],
    [['*au moins 5', 'moins de 6', 'autre'], 'A, B'],
  ])('%j', (choices, choice) => {
    expect(dataOf(question({ choices }), 'overlapping_choices')).toEqual({ choice })
  })

  it.each([
    [['*`docker run`', '`docker run -d nginx`', 'autre']],
    [['*Un réseau', 'Un réseau privé', 'autre']],
    [['*de 10 à 20 Mo', 'de 20 à 30 Mo', 'autre']],
    [['*de 30 à 40 Mo', 'de 20 à 30 Mo', 'autre']],
    [['*de 10 à 20 Mo', 'de 15 à 30 Go', 'autre']],
    [['*au plus 10 Pods, dont au moins 8', 'au plus 12 Pods, dont au moins 8', 'autre']],
    [['*plus de 10', 'dix', 'autre']],
    [['*dix', 'plus de 10', 'autre']],
  ])('not %j', (choices) => {
    expect(said(question({ choices }))).toEqual([])
  })

  it('may be right together in a multiple response', () => {
    const choices = ['*Il copie les fichiers', '*Il copie les fichiers du dossier', 'Il attend les fichiers']
    expect(said(question({ type: 'multiple', choices }))).toEqual([])
  })
})

describe('a grammatical cue', () => {
  it.each([
    [
      'the one that begins with a vowel after l’',
      'Cet outil s’appelle l’',
      ['*hyperviseur', 'noyau', 'conteneur'],
      'article',
    ],
    ['the one that fits « an »', 'A cluster is an', ['*orchestrator', 'volume', 'network'], 'article'],
    ['the one that fits « la »', 'On parle de la :', ['*couche', 'image', 'empreinte'], 'article'],
    ['the one that begins otherwise', 'Que faire ?', ['Il copie', 'Il lit', '*On attend', 'Il part'], 'start'],
    ['the one with a full stop', 'Que faire ?', ['*Copier.', 'Lire', 'Partir'], 'punctuation'],
    ['the one without a full stop', 'Que faire ?', ['*Copier', 'Lire.', 'Partir.'], 'punctuation'],
  ])('%s', (_, stem, choices, cue) => {
    expect(dataOf(question({ stem, choices }), 'grammatical_cue')).toMatchObject({ cue })
  })

  it.each([
    ['two fit', 'Cet outil s’appelle l’', ['*hyperviseur', 'image', 'conteneur']],
    ['the key does not fit', 'Cet outil s’appelle l’', ['hyperviseur', '*noyau', 'conteneur']],
    ['only the noun changes the article', 'Que voir ?', ['*L’attente', 'Le pilote', 'Le quota', 'Le mode']],
    ['two distractors only', 'Que faire ?', ['Il copie', '*On attend', 'Il part']],
    ['every one begins alike', 'Que faire ?', ['Il copie', '*Il attend', 'Il part', 'Il lit']],
    ['signs alone', 'Que lire ?', ['*`/`', '`.`', '`-`', '`..`']],
    ['one distractor', 'Que faire ?', ['*Copier.', 'Lire']],
  ])('none when %s', (_, stem, choices) => {
    expect(dataOf(question({ stem, choices }), 'grammatical_cue')).toBeUndefined()
  })

  it('is not looked for without a key, nor in a multiple response', () => {
    expect(dataOf(question({ choices: ['Copier.', 'Lire', 'Partir'] }), 'grammatical_cue')).toBeUndefined()
    expect(said(question({ type: 'multiple', choices: ['*Copier.', 'Lire', 'Partir'] }))).toEqual([])
  })
})

describe('what is read', () => {
  const words = (count: number) => Array.from({ length: count }, (_, rank) => `mot${rank}`).join(' ')
  it('fits in the time given: four words or one line of code a second', () => {
    expect(said(question({ stem: words(100), expectedSeconds: 27 }))).toEqual([])
    expect(dataOf(question({ stem: words(100), expectedSeconds: 26 }), 'reading_exceeds_time')).toEqual({
      words: 106,
      seconds: 27,
      expected: 26,
    })
    const code = `Que fait-il ?\n\n\`\`\`bash\n${'ls\n'.repeat(30)}\`\`\``
    expect(dataOf(question({ stem: code, expectedSeconds: 30 }), 'reading_exceeds_time')).toMatchObject({ seconds: 32 })
  })

  it('has a stem of a hundred and twenty words at most', () => {
    expect(said(question({ stem: words(120) }))).toEqual([])
    expect(dataOf(question({ stem: words(121) }), 'long_stem')).toEqual({ words: 121, most: 120 })
  })

  it('is explained, by the question or by each of its choices', () => {
    expect(said(question({ explanation: ' ' }))).toEqual(['no_explanation'])
    const bare = question({ explanation: '' })
    const choices = bare.choices.map((choice) => ({ ...choice, feedback: 'Parce que.' }))
    expect(said({ ...bare, choices })).toEqual([])
  })

  it('shows images the course has; what code quotes is none', () => {
    const held = `![le réseau](images/${'a'.repeat(64)}-8x5.png)`
    expect(said(question({ stem: `Que voit-on ?\n\n${held} \`![x](y.png)\`` }))).toEqual([])
    const stem = 'Que voit-on ?\n\n![le réseau](reseau.png) ![b](<b c.png>) ![encore](reseau.png)'
    expect(dataOf(question({ stem }), 'missing_image')).toEqual({ count: 2, name: 'reseau.png' })
  })

  it('lets the whole mark be reached: three rounded thirds are not one', () => {
    const weighted = (...weights: (string | undefined)[]) => {
      const bare = question({ type: 'multiple' })
      const choices = weights.map((weight, rank) => {
        const text = ['Un', 'Deux', 'Trois', 'Quatre'][rank] ?? ''
        return { ...(bare.choices[0] as (typeof bare.choices)[number]), id: text, text, correct: rank < 3, weight }
      })
      return { ...bare, choices }
    }
    const best = (...weights: (string | undefined)[]) => dataOf(weighted(...weights), 'full_mark_unreachable')
    expect(best('0.3333', '0.3333', '0.3301', '-1')).toEqual({ best: '0.9967' })
    expect(best('1/3', '1/3', '1/3', '-1/2')).toBeUndefined()
    expect(best('1/2', '1/2', '1/2', '0')).toBeUndefined()
    expect(best(undefined, undefined, undefined, undefined)).toBeUndefined()
    const single = { ...weighted('0.9', '0.5'), type: 'single' as const }
    expect(dataOf(single, 'full_mark_unreachable')).toEqual({ best: '0.9' })
  })

  it('says its images in words', () => {
    expect(dataOf(question({ stem: 'Que voit-on ?\n\n![](a.png) ![ ](b.png)' }), 'no_alternative_text')).toEqual({
      count: 2,
    })
    expect(said(question({ stem: 'Que voit-on ?\n\n![Trois couches](a.png)' }))).not.toContain('no_alternative_text')
  })
})

describe('questions that ask the same thing', () => {
  const stem = 'On lance `docker run -d -p 8080:80 nginx` sur un poste neuf. Quelle adresse ouvrir dans le navigateur ?'
  const among = (...given: Given[]) =>
    lintQuestions(given.map((one, rank) => question({ ...one, id: `q${rank}` }))).findings.map(
      ({ questionId, code, data }) => ({ questionId, code, ...data }),
    )

  it('are told once, on the later one', () => {
    expect(among({ stem }, { stem: stem.replace('neuf', 'vide'), choices: ['*un', 'deux', 'trois'] })).toEqual([
      { questionId: 'q1', code: 'near_duplicate', other: 'q0', percent: 78 },
    ])
  })

  it('may share their rarest words and still differ', () => {
    const [one, other] = ['le pod lit son secret ici', 'un pod lit son secret ici']
    expect(among({ stem: one, choices: [] }, { stem: other, choices: [] }).map(({ code }) => code)).not.toContain(
      'near_duplicate',
    )
  })

  it('are an error when the choices are the same, in any order', () => {
    expect(among({ stem, choices: ['*un', 'deux'] }, { stem: ` ${stem}`, choices: ['deux', '*un'] })).toEqual([
      { questionId: 'q1', code: 'duplicate_question', other: 'q0', percent: 100 },
    ])
  })

  it('with a short stem are judged with their choices', () => {
    expect(among({}, {})).toHaveLength(1)
    expect(among({}, { choices: ['Copier', '*Lire', 'Partir'] })).toEqual([])
    expect(among({ stem: '?', choices: [] }, { stem: '!', choices: [] }).map(({ code }) => code)).not.toContain(
      'near_duplicate',
    )
  })

  it('are not two readings of the same output', () => {
    expect(
      among({ stem }, { stem: 'Quelle couche de cette image pèse le plus, et pourquoi ? Lisez la sortie de dive.' }),
    ).toEqual([])
  })

  it('are found among five thousand in a moment', () => {
    const subjects = ['le Pod', 'le Service', 'le volume', 'le nœud', 'la sonde', 'l’image', 'le chart', 'le dépôt']
    const given = Array.from({ length: 5_000 }, (_, rank) => {
      const numbers = [rank, rank * 7, rank * 13, rank * 29].map((value) => (value * 7919) % 10_007)
      return question({
        id: `q${rank}`,
        stem: `Que devient ${subjects[rank % 8]} ${numbers.join(' puis ')} au bout du compte ?`,
      })
    })
    const twin = question({ id: 'twin', stem: (given[4_321] as Question).stem })
    const { findings } = lintQuestions([...given, twin])
    expect(findings.filter(({ severity }) => severity === 'error').map(({ data }) => data.other)).toEqual(['q4321'])
  }, 20_000)
})

describe('the place of the keys', () => {
  const paper = (places: readonly number[]) =>
    places.map((place, rank) =>
      question({
        id: `q${rank}`,
        stem: `${rank}`,
        choices: [0, 1, 2, 3].map((at) => `${at === place ? '*' : ''}${rank} ${at}`),
      }),
    )

  it('is balanced when chance could give it', () => {
    const { keyBalance } = lintQuestions(paper([0, 1, 2, 3, 1, 2, 0, 1]))
    expect(keyBalance).toEqual({
      isBalanced: true,
      positions: [
        { position: 1, keys: 2, expected: 2 },
        { position: 2, keys: 3, expected: 2 },
        { position: 3, keys: 2, expected: 2 },
        { position: 4, keys: 1, expected: 2 },
      ],
    })
  })

  it('is not when B is right three times out of four', () => {
    expect(lintQuestions(paper([1, 1, 1, 1, 0, 1, 1, 1, 1, 2, 1, 1])).keyBalance.isBalanced).toBe(false)
  })

  it('looks at single answers only, however many choices each has', () => {
    expect(lintQuestions([question({ type: 'multiple' })]).keyBalance).toEqual({ isBalanced: true, positions: [] })
    const two = question({ id: 'two', stem: 'Un ou deux ?', choices: ['*un', 'deux'] })
    expect(lintQuestions([...paper([3]), two]).keyBalance.positions.map(({ expected }) => expected)).toEqual([
      0.8, 0.8, 0.3, 0.3,
    ])
  })
})

describe('questions that should not be drawn together', () => {
  const source = { heading: 'Services', quote: 'un nom et une adresse stables' }
  const filler = Array.from({ length: 12 }, (_, rank) =>
    question({
      id: `f${rank}`,
      stem: `alpha${rank} beta${rank} gamma${rank} delta${rank} ?`,
      choices: [`*epsilon${rank}`, `zeta${rank}`],
      source: { heading: 'Titre', quote: `passage ${rank}` },
    }),
  )
  const giver = question({
    id: 'donne',
    stem: 'Vous avez tapé `kubectl rollout undo deployment web`. Qu’arrive-t-il au ReplicaSet ?',
    source,
  })
  const asker = question({
    id: 'demande',
    stem: 'Quelle commande ramène le ReplicaSet précédent de web ?',
    choices: ['*`kubectl rollout undo deployment web`', '`kubectl rollout pause`'],
  })
  const proposed = (questions: readonly Question[]) =>
    lintQuestions([...questions, ...filler])
      .findings.filter(({ code }) => code === 'possible_enemy')
      .map(({ questionId, data, allowed }) => [questionId, data.other, allowed])

  it('proposes the one whose stem holds the answer of the other, in whatever order', () => {
    expect(proposed([asker, giver])).toEqual([['donne', 'demande', null]])
    expect(proposed([giver, asker])).toEqual([['donne', 'demande', null]])
  })

  it('says nothing of enemies, of questions never drawn together, or of an answer that its own stem shows', () => {
    expect(proposed([giver, { ...asker, enemies: ['donne'] }])).toEqual([])
    expect(proposed([{ ...giver, enemies: ['demande'] }, asker])).toEqual([])
    expect(proposed([giver, { ...asker, purpose: 'practice' }])).toEqual([])
    const shown = { ...asker, stem: `${asker.stem} On hésite avec kubectl rollout undo deployment web.`, id: 'montre' }
    expect(
      proposed([{ ...giver, stem: 'On lance kubectl rollout undo deployment web : quel Pod vient ?' }, shown]),
    ).toEqual([])
  })

  it('leaves together the questions of one document', () => {
    const context = { id: 'doc', text: 'Le Deployment web.' }
    expect(
      proposed([
        { ...giver, context },
        { ...asker, context },
      ]),
    ).toEqual([])
    expect(proposed([{ ...giver, context }, asker])).toHaveLength(1)
  })

  it('proposes two questions that share their rare words, sooner when they rest on one passage', () => {
    const one = question({ id: 'un', stem: 'Le Service boutique vise le port 8080 du conteneur nginx.', source })
    const same = 'Le Service boutique vise le port 8080 du conteneur nginx, mais reste muet.'
    expect(proposed([one, question({ id: 'deux', stem: same })]).map(([id]) => id)).toEqual(['un'])
    const near = 'Le Service boutique vise un port fermé : quelle règle relire dans ce cas ?'
    expect(proposed([one, question({ id: 'deux', stem: near, source })])).toHaveLength(1)
    expect(proposed([one, question({ id: 'deux', stem: near })])).toHaveLength(0)
  })

  it('keeps a pair dismissed when the reason of either names the other', () => {
    const because = (id: string) => ({ allow: { possible_enemy: `${id} : l’un lit un état, l’autre choisit.` } })
    const reason = (id: string) => because(id).allow.possible_enemy
    expect(proposed([{ ...giver, ...because('demande') }, asker])).toEqual([['donne', 'demande', reason('demande')]])
    expect(proposed([giver, { ...asker, ...because('donne') }])).toEqual([['donne', 'demande', reason('donne')]])
    expect(proposed([{ ...giver, ...because('demande-autre') }, asker])).toEqual([['donne', 'demande', null]])
  })

  it('compares thousands in little time', () => {
    const words = ['pod', 'service', 'volume', 'image', 'couche', 'réseau', 'nœud', 'release', 'chart', 'agent']
    const many = Array.from({ length: 5_000 }, (_, rank) =>
      question({
        id: `n${rank}`,
        stem: `${words[rank % 10]} ${words[(rank * 7) % 10]} mot${rank % 900} terme${(rank * 31) % 1700} cas${rank} ?`,
      }),
    )
    const started = performance.now()
    possibleEnemies(many)
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})

it('counts the right answers of questions with several', () => {
  const many = (choices: readonly string[]) => question({ type: 'multiple', choices })
  const bank = [many(['*a', '*b', 'c']), many(['*a', 'b', '*c']), many(['*a', 'b', 'c']), question()]
  expect(lintQuestions(bank).keyCounts).toEqual([
    { keys: 1, questions: 1 },
    { keys: 2, questions: 2 },
  ])
})

it('warns of a line of code wider than what a student sees, in the stem, a choice, the explanation or the document', () => {
  const block = (columns: number) => `On lit :\n\n\`\`\`bash\ncourt\n${'é'.repeat(columns)}\n\`\`\`\n`
  expect(said(question({ stem: block(100) }))).toEqual([])
  expect(dataOf(question({ stem: block(101) }), 'wide_code')).toEqual({ columns: 101, most: 100 })
  expect(said(question({ explanation: block(120) }))).toEqual(['wide_code'])
  expect(said(question({ choices: ['Un volume', `*${block(120)}`, 'Une image'] }))).toContain('wide_code')
  expect(said(question({ context: { id: 'c', text: block(120) } }))).toEqual(['wide_code'])
  expect(said(question({ stem: `${'mot '.repeat(40)}?` }))).toEqual([])
})
