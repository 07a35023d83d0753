import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { proposePlan } from '#core/courses/plan-proposal.ts'
import { readMaterial } from '#server/courses/formats/read-material.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { writePdf } from '#test/setup/decks/write-pdf.ts'
import {
  bodyShape,
  codeLines,
  furnitureShapes,
  group,
  line,
  pictureShape,
  textBox,
  type WrittenSlide,
  writePptx,
} from '#test/setup/decks/write-pptx.ts'

// Whole files are read: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

async function read(content: string | Uint8Array, name = 'cours') {
  const got = await readMaterial({ name, bytes: Buffer.from(content) })
  if ('fault' in got) throw new Error(got.fault.code)
  return { ...got.material, images: got.images }
}

type Material = Awaited<ReturnType<typeof read>>
const headings = ({ parts }: Material) =>
  parts.map(({ page, level, heading }) => `${page}${'#'.repeat(level)} ${heading}`.trim())
const texts = ({ parts }: Material) => parts.map(({ text }) => text)
const told = ({ remarks }: Material) => remarks.map(({ code, page, detail }) => [code, page, detail].join(' '))

const fixture = (name: string) => read(readFileSync(`test/setup/decks/${name}`), name)

describe('the two files of a course', () => {
  it('PPTX: slides, notes, table, code, picture; without footers, numbers and the hidden slide', async () => {
    const deck = await fixture('cours.pptx')
    expect(headings(deck)).toEqual([
      ...[
        '1# De la virtualisation à la conteneurisation',
        '2## Sommaire',
        '3## Pourquoi virtualiser',
        '4## Pourquoi virtualiser',
      ],
      ...['5## Les hyperviseurs', '6## Comparer deux approches', '7## Schéma des deux approches', '8## Le conteneur'],
      ...['9## Lancer un conteneur', '10## Docker et Podman', '11## Avantages et faiblesses', '13## Merci'],
    ])
    expect(told(deck)).toEqual([
      'repeated_text  12/03/2026',
      'repeated_text  Conteneurs – Module M2, année 2026–2027',
      'page_numbers  ',
      'hidden_slide 12 Démonstration gardée pour l’an prochain',
    ])
    expect(deck.parts[2]?.notes).toBe(
      'Demander combien de serveurs l’entreprise de chacun possède, et combien ils en utilisent vraiment.',
    )
    expect(deck.parts[5]?.text).toBe(
      '**Machine virtuelle**\n\nElle contient un système d’exploitation complet.\n\nElle démarre en quelques dizaines de secondes.\n\n**Conteneur**\n\nIl partage le noyau du système hôte.\n\nIl démarre en moins d’une seconde.',
    )
    expect(deck.parts[6]?.text).toBe(
      `![À gauche, deux machines virtuelles sur un hyperviseur ; à droite, deux conteneurs sur le noyau de l’hôte](image:${deck.images[0]?.hash})`,
    )
    expect(deck.parts[8]?.text).toContain(
      '```\ndocker run -d --name site -p 8080:80 nginx\ndocker ps\n\ndocker stop site\n```',
    )
    expect(deck.parts[9]?.text).toContain('| Podman | aucun             | utilisateur ordinaire     |')
    expect(proposePlan(deck)).toMatchObject([
      { title: 'De la virtualisation à la conteneurisation', sections: { length: 8 } },
    ])
  })

  it('PDF: headings, paragraphs whole, code, lists, table; without headers and numbers', async () => {
    const notes = await fixture('cours.pdf')
    expect(headings(notes)).toEqual([
      ...[
        '1# Images, données et réseau des conteneurs',
        '1## L’image d’un conteneur',
        '1### Le registre',
        '1## Écrire un Dockerfile',
      ],
      ...[
        '2## Examiner une image',
        '2## Garder les données',
        '2## Relier les conteneurs',
        '2## Composer une application',
      ],
      '2## Limites des conteneurs',
    ])
    expect(told(notes)).toEqual(['repeated_text  Conteneurs – Module M2, année 2026–2027', 'page_numbers  '])
    expect(notes.parts[1]?.text.split('\n\n')).toHaveLength(2)
    expect(notes.parts[3]?.text).toContain(
      '```\nFROM debian:12\nRUN apt-get update \\\n && apt-get install -y apache2 \\\n',
    )
    expect(notes.parts[3]?.text).toContain(
      '- partir d’une base légère et connue ;\n- n’installer que le nécessaire ;\n',
    )
    // A new page begins below the header of the table.
    const rows = notes.parts[3]?.text.split('\n').filter((line) => line.startsWith('|')) ?? []
    expect(rows.map((row) => row.replace(/ +/g, ' '))).toEqual([
      '| Instruction | Rôle | Moment |',
      expect.stringContaining('---'),
      '| FROM | choisit l’image de base | construction |',
      '| RUN | exécute une commande et ajoute une couche | construction |',
      '| CMD | dit quoi lancer par défaut | démarrage |',
    ])
    expect(notes.parts[7]?.text).toContain(
      '1. Décrire les services.\n2. Déclarer les volumes et les réseaux.\n3. Lancer docker compose up -d.',
    )
    expect(proposePlan(notes)[0]?.sections.map(({ title }) => title)).toHaveLength(7)
  })
})

describe('PPTX', () => {
  const deck = async (...slides: WrittenSlide[]) => read(await writePptx({ slides }))

  it('reads what is in groups, in the order of the places, not of the file', async () => {
    const right = textBox(line('À droite'), [6_000_000, 2_000_000, 3_000_000, 900_000])
    const left = textBox(line('À gauche'), [500_000, 2_000_000, 3_000_000, 900_000])
    const below = textBox(line('Dessous'), [500_000, 4_000_000, 9_000_000, 900_000])
    const written = await deck({ title: 'Ordre', body: below + group(right + group(left)) })
    expect(texts(written)).toEqual(['À gauche\n\nÀ droite\n\nDessous'])
  })

  it('numbers a numbered list, restarts it, and keeps levels', async () => {
    const numbered = (text: string, properties = '') =>
      line(text, {
        properties: `<a:pPr${properties}><a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/></a:pPr>`,
      })
    const written = await deck({
      title: 'Étapes',
      body: bodyShape(
        numbered('Un') + numbered('Deux') + line('Détail', { properties: '<a:pPr lvl="1"/>' }) + numbered('Trois'),
      ),
    })
    expect(texts(written)).toEqual(['1. Un\n2. Deux\n   - Détail\n3. Trois'])
  })

  it('joins what an edit cut, keeps emphasis outside spaces, and raises exponents', async () => {
    const run = (text: string, look = '') => `<a:r><a:rPr lang="fr"${look}/><a:t>${text}</a:t></a:r>`
    const written = await deck({
      title: 'Texte',
      body: bodyShape(
        `<a:p>${run('Un mo')}${run('t ')}${run('gras ', ' b="1"')}${run('puis 2')}${run('10', ' baseline="30000"')}${run(' et a_b*c*')}</a:p>`,
      ),
    })
    expect(texts(written)).toEqual(['- Un mot **gras** puis 2¹⁰ et a_b\\*c\\*'])
  })

  it('tells the pictures that it cannot keep, and says what they show', async () => {
    const written = await read(
      await writePptx({
        slides: [
          {
            title: 'Images',
            images: ['a.emf', 'b.png', 'absente.png'],
            body:
              pictureShape(1, 'Un schéma', [0, 0, 9, 9]) +
              pictureShape(2, '', [0, 20, 9, 9]) +
              pictureShape(3, 'Perdue', [0, 40, 9, 9]),
          },
        ],
        media: { 'a.emf': Buffer.from('x'), 'b.png': Buffer.alloc(2_000_000) },
      }),
    )
    expect(told(written)).toEqual(['unreadable_image 1 a.emf', 'large_image 1 b.png', 'missing_image 1 absente.png'])
    expect(texts(written)).toEqual(['_Un schéma_\n\n_Perdue_'])
  })

  it('converts formulas and tells them', async () => {
    const math =
      '<m:oMath xmlns:m="m"><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:den></m:f></m:oMath>'
    const written = await deck({
      title: 'Formule',
      body: bodyShape(
        `<a:p><a:pPr><a:buNone/></a:pPr><mc:AlternateContent xmlns:mc="mc"><mc:Choice><a14:m xmlns:a14="a14">${math}</a14:m></mc:Choice><mc:Fallback><a:r><a:t>image</a:t></a:r></mc:Fallback></mc:AlternateContent></a:p>`,
      ),
    })
    expect(texts(written)).toEqual(['$$\\frac{a}{{b}^{2}}$$'])
    expect(told(written)).toEqual(['formula 1 \\frac{a}{{b}^{2}}'])
  })

  it('leaves out a slide that the file has lost, and goes on', async () => {
    const bytes = await writePptx({
      slides: [
        { title: 'Un' },
        { title: 'Deux', body: bodyShape(line('Texte') + codeLines('ls')) + furnitureShapes('Pied', 2) },
      ],
    })
    const broken = Buffer.from(
      Buffer.from(bytes).toString('latin1').replaceAll('ppt/slides/slide1.xml', 'ppt/slides/slideX.xml'),
      'latin1',
    )
    const written = await read(broken)
    expect(headings(written)).toEqual(['2## Deux'])
    expect(told(written)[0]).toBe('missing_slide 1 slide1.xml')
  })
})

describe('DOCX', () => {
  const document = async (body: string, styles = '') =>
    read(
      await zip(
        Object.entries({
          '[Content_Types].xml':
            '<Types><x ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
          'word/_rels/document.xml.rels':
            '<Relationships><Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>',
          'word/styles.xml': `<w:styles xmlns:w="w">${styles}</w:styles>`,
          'word/document.xml': `<w:document xmlns:w="w" xmlns:m="m"><w:body>${body}</w:body></w:document>`,
        }).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
      ),
    )
  const paragraph = (text: string, style = '') =>
    `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

  it.each(['heading 2', 'Heading 2', 'Titre 2', 'Überschrift 2', 'Título 2'])(
    'takes « %s » for a heading',
    async (name) => {
      const style = `<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="${name}"/></w:style>`
      expect(headings(await document(paragraph('Volumes', 'T2') + paragraph('Texte'), style))).toEqual(['1## Volumes'])
    },
  )

  it('follows the style a style is based on, and outline levels without a style', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 3"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="Maison"/><w:basedOn w:val="A"/></w:style><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    const written = await document(
      `${paragraph('Le cours', 'T')}${paragraph('Un', 'B')}<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Deux</w:t></w:r></w:p>`,
      styles,
    )
    expect(headings(written)).toEqual(['1### Un', '1# Deux'])
    expect(written.title).toBe('Le cours')
  })

  it('keeps inserted text, leaves deleted and hidden text, and joins what a deleted end of line joins', async () => {
    const written = await document(
      `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Un </w:t></w:r><w:ins><w:r><w:t>texte</w:t></w:r></w:ins><w:del><w:r><w:delText>brouillon</w:delText></w:r></w:del></w:p><w:p><w:r><w:t xml:space="preserve"> entier</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>`,
    )
    expect(texts(written)).toEqual(['Un texte entier'])
    expect(told(written)).toEqual(['deleted_text  brouillon', 'hidden_text  '])
  })

  it('reads a table with merged cells, and a frame around code as code', async () => {
    const cell = (text: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`
    const code =
      '<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:rFonts w:ascii="Consolas"/></w:rPr><w:t>ls -l</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    const written = await document(
      `<w:tbl><w:tr>${cell('a', '<w:gridSpan w:val="2"/>')}${cell('b')}</w:tr><w:tr>${cell('c', '<w:vMerge w:val="restart"/>')}${cell('d')}${cell('e')}</w:tr><w:tr>${cell('x', '<w:vMerge/>')}${cell('f')}${cell('g')}</w:tr></w:tbl>${code}`,
    )
    expect(texts(written)).toEqual(['| a |   | b |\n| - | - | - |\n| c | d | e |\n|   | f | g |\n\n```\nls -l\n```'])
  })
})

describe('ODP', () => {
  const deck = async (pages: string, styles = '') =>
    read(
      await zip(
        Object.entries({
          mimetype: 'application/vnd.oasis.opendocument.presentation',
          'content.xml': `<office:document-content xmlns:office="o" xmlns:draw="d" xmlns:text="t" xmlns:presentation="p" xmlns:style="s" xmlns:svg="v" xmlns:xlink="x" xmlns:table="ta"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:presentation>${pages}</office:presentation></office:body></office:document-content>`,
        }).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
      ),
    )
  const frame = (kind: string, text: string, place = '') =>
    `<draw:frame presentation:class="${kind}"${place}><draw:text-box>${text}</draw:text-box></draw:frame>`
  const words = (text: string) => `<text:p>${text}</text:p>`

  it('reads titles, lists, notes; leaves hidden slides and footers', async () => {
    const list = `<text:list><text:list-item>${words('Un')}<text:list><text:list-item>${words('Dedans')}</text:list-item></text:list></text:list-item><text:list-item>${words('Deux')}</text:list-item></text:list>`
    const written = await deck(
      `<draw:page>${frame('title', words('Docker'))}${frame('subtitle', words('Séance 1'))}</draw:page>` +
        `<draw:page>${frame('title', words('Volumes'))}${frame('outline', list)}${frame('footer', words('M2'))}${frame('page-number', '<text:p><text:page-number>2</text:page-number></text:p>')}<presentation:notes>${frame('notes', words('À dire'))}</presentation:notes></draw:page>` +
        `<draw:page draw:style-name="dp2">${frame('title', words('Cachée'))}</draw:page>`,
      '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>',
    )
    expect(headings(written)).toEqual(['1# Docker', '2## Volumes'])
    expect(texts(written)).toEqual(['Séance 1', '- Un\n  - Dedans\n- Deux'])
    expect(written.parts[1]?.notes).toBe('À dire')
    expect(told(written)).toEqual(['repeated_text  M2', 'page_numbers  ', 'hidden_slide 3 Cachée'])
  })

  it('reads two columns one after the other', async () => {
    const at = (x: number, y: number) => ` svg:x="${x}cm" svg:y="${y}cm" svg:width="10cm" svg:height="5cm"`
    const written = await deck(
      `<draw:page>${frame('title', words('Deux'), at(1, 1))}${frame('', words('droite'), at(14, 8))}${frame('', words('gauche'), at(1, 8))}</draw:page>`,
    )
    expect(texts(written)).toEqual(['gauche\n\ndroite'])
  })
})

describe('PDF without tags', () => {
  const at = (text: string, x: number, y: number, size = 11) => ({ text, x, y, size })

  it('reads two columns in order below a title as wide as the page, and joins cut words', async () => {
    const left = [
      'Un conteneur ne garde rien quand il est sup-',
      'prim\xe9, sauf dans un volume mont\xe9 par le mo-',
      'teur au d\xe9marrage.',
    ]
    const right = ['La seconde colonne se lit apr\xe8s la premi\xe8re,', 'enti\xe8rement.']
    const written = await read(
      writePdf({
        pages: [
          [
            at('Garder les donn\xe9es des conteneurs dans des volumes', 60, 80, 20),
            ...right.map((text, index) => at(text, 320, 120 + index * 14)),
            ...left.map((text, index) => at(text, 60, 120 + index * 14)),
          ],
        ],
      }),
    )
    expect(headings(written)).toEqual(['1# Garder les données des conteneurs dans des volumes'])
    expect(texts(written)).toEqual([
      'Un conteneur ne garde rien quand il est supprimé, sauf dans un volume monté par le moteur au démarrage.\n\nLa seconde colonne se lit après la première, entièrement.',
    ])
  })

  it('takes each landscape page for a slide, and leaves out what is repeated', async () => {
    const page = (title: string, lines: string[], number: number) => [
      at(title, 50, 70, 28),
      ...lines.map((text, index) => at(text, 60, 130 + index * 22, 16)),
      at('Module M2', 50, 525, 10),
      at(`${number} / 3`, 900, 525, 10),
    ]
    const written = await read(
      writePdf({
        size: [960, 540],
        pages: [
          [at('Docker', 300, 250, 40)],
          page('Images', ['- Une pile de couches', '- Un catalogue'], 2),
          page('Images', ['Une couche ne change plus.'], 3),
        ],
      }),
    )
    expect(headings(written)).toEqual(['1# Docker', '2## Images', '3## Images'])
    expect(texts(written)).toEqual(['', '- Une pile de couches\n- Un catalogue', 'Une couche ne change plus.'])
    expect(told(written)).toEqual(['repeated_text  Module M2', 'page_numbers  '])
  })

  it('keeps code with its indentation, a table of three columns, and tells pages without text', async () => {
    const code = (text: string, x: number, y: number) => ({ text, x, y, size: 10, isCode: true })
    const row = (cells: string[], y: number) => cells.map((text, index) => at(text, 60 + index * 160, y))
    const written = await read(
      writePdf({
        pages: [
          [
            at('Du texte ordinaire sur une ligne.', 60, 80),
            code('for i in 1 2', 60, 120),
            code('echo $i', 84, 133),
            ...row(['Outil', 'Démon'.replace('é', '\xe9'), 'Droits'], 200),
            ...row(['Podman', 'aucun', 'utilisateur'], 216),
          ],
          [],
        ],
      }),
    )
    expect(texts(written)[0]).toContain('```\nfor i in 1 2\n    echo $i\n```')
    expect(texts(written)[0]).toContain('| Podman | aucun | utilisateur |')
    expect(told(written)).toEqual(['no_text_on_page 2 '])
  })
})

describe('Markdown', () => {
  it('plain: rules and underlined headings are not slides, code is left alone', async () => {
    const written = await read(
      'Titre\n=====\n\nTexte\n\nSous-titre\n---\n\n```yaml\n---\n# non\n```\n\n---\n\nFin **[ici](https://a.fr)**\n',
    )
    expect(headings(written)).toEqual(['1# Titre', '1## Sous-titre'])
    expect(texts(written)[1]).toBe('```yaml\n---\n# non\n```\n\n---\n\nFin **[ici](https://a.fr)**')
  })

  it('Marp: front matter, directives and notes', async () => {
    const written = await read(
      '---\nmarp: true\ntitle: Le cours\n---\n\n<!-- _class: lead -->\n# Docker\n\n---\n\n## Volumes (1/2)\n\n![bg right](data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==)\n\n<!-- À dire à voix haute -->\n\n---\n\n## Volumes (2/2)\n',
    )
    expect(written.title).toBe('Le cours')
    expect(headings(written)).toEqual(['1# Docker', '2## Volumes', '3## Volumes'])
    expect(written.parts[1]).toMatchObject({
      text: `![](image:${written.images[0]?.hash})`,
      notes: 'À dire à voix haute',
    })
  })

  it('remark: properties, pauses, frames, notes, slides that are models', async () => {
    const written = await read(
      'layout: true\n\n# Modèle\n\n---\n\nclass: title, center\n\n## Docker\n\n---\n\n## Volumes\n\n.small[petit] texte\n\n--\n\n.exercise[\n\n- faire\n\n]\n\n???\n\nÀ dire\n',
    )
    expect(headings(written)).toEqual(['2# Docker', '3## Volumes'])
    expect(written.parts[1]).toMatchObject({ text: 'petit texte\n\n- faire', notes: 'À dire' })
    expect(told(written)).toEqual(['hidden_slide 1 Modèle'])
  })
})

describe('HTML', () => {
  it('a page: its title, headings, lists, tables and code; without menus and scripts', async () => {
    const written = await read(
      '<!doctype html><html><head><title>Le cours</title><style>p{}</style></head><body><nav>Menu</nav><main><h1>Docker</h1><p>Du <b>texte</b></p><h2>Code</h2><pre><code class="language-sh">ls\n  -l</code></pre><ul><li>un<ul><li>deux</li></ul></li></ul><table><tr><th>a</th></tr><tr><td>b</td></tr></table><script>x()</script></main></body></html>',
    )
    expect(written.title).toBe('Le cours')
    expect(headings(written)).toEqual(['1# Docker', '1## Code'])
    expect(texts(written)).toEqual(['Du **texte**', '```sh\nls\n  -l\n```\n\n- un\n  - deux\n\n| a |\n| - |\n| b |'])
  })

  it('slides of reveal.js, one below the other, with their notes', async () => {
    const written = await read(
      '<!doctype html><html><body><div class="reveal"><div class="slides"><section><h1>Docker</h1></section><section><section><h2>Un</h2><p>a</p><aside class="notes">dire</aside></section><section><h3>Deux</h3></section></section></div></div></body></html>',
    )
    expect(headings(written)).toEqual(['1# Docker', '2## Un', '3## Deux'])
    expect(written.parts[1]?.notes).toBe('dire')
  })

  it('slides of remark and of reveal.js that are Markdown inside the page', async () => {
    const remark = await read(
      '<!doctype html><html><body><textarea id="source">\n# Docker\n\n---\n\n## Volumes\n\n???\n\ndire\n</textarea></body></html>',
    )
    expect(headings(remark)).toEqual(['1# Docker', '2## Volumes'])
    const reveal = await read(
      '<!doctype html><html><body><div class="slides"><section data-markdown>\n    ## Un\n\n    texte\n</section><section data-markdown><textarea data-template>\n    ## Deux\n  </textarea></section></div></body></html>',
    )
    expect(headings(reveal).map((one) => one.slice(1))).toEqual(['## Un', '## Deux'])
  })
})
