import { zip } from '#server/questions/formats/zip.ts'

/** One slide of a deck that PowerPoint opens. `body`: shapes in PresentationML beside the title. */
export type WrittenSlide = {
  title?: string
  isTitle?: boolean
  body?: string
  notes?: string
  hidden?: boolean
  /** Of this slide: names of pictures in `media`, whose relations are `rImg1`, `rImg2`… */
  images?: readonly string[]
}

type WrittenDeck = { slides: readonly WrittenSlide[]; media?: Readonly<Record<string, Uint8Array>> }

/** A deck in PPTX with the master and the layouts a reader needs: bullets come from the master. */
export function writePptx({ slides, media = {} }: WrittenDeck): Promise<Uint8Array> {
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': contentTypes(slides),
    '_rels/.rels': relations([['rId1', 'officeDocument', 'ppt/presentation.xml']]),
    'ppt/presentation.xml': `${head}<p:presentation ${names}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rM"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rN"/></p:notesMasterIdLst><p:sldIdLst>${slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rS${index + 1}"/>`).join('')}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations([
      ['rM', 'slideMaster', 'slideMasters/slideMaster1.xml'],
      ['rN', 'notesMaster', 'notesMasters/notesMaster1.xml'],
      ['rT', 'theme', 'theme/theme1.xml'],
      ...slides.map((_, index) => [`rS${index + 1}`, 'slide', `slides/slide${index + 1}.xml`] as const),
    ]),
    'ppt/theme/theme1.xml': theme,
    'ppt/theme/theme2.xml': theme,
    'ppt/slideMasters/slideMaster1.xml': `${head}<p:sldMaster ${names}><p:cSld>${tree(
      `${placeholder('Titre', 'title', '', [685800, 457200, 10820400, 1143000])}${placeholder('Texte', 'body', '1', [685800, 1825625, 10820400, 4351338])}`,
    )}</p:cSld>${colours}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rL1"/><p:sldLayoutId id="2147483650" r:id="rL2"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr><a:buNone/><a:defRPr sz="4000"/></a:lvl1pPr></p:titleStyle><p:bodyStyle>${[1, 2, 3].map((level) => `<a:lvl${level}pPr marL="${level * 228600}" indent="-228600"><a:buFont typeface="Arial"/><a:buChar char="•"/><a:defRPr sz="2400"/></a:lvl${level}pPr>`).join('')}</p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>`,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations([
      ['rL1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['rL2', 'slideLayout', '../slideLayouts/slideLayout2.xml'],
      ['rT', 'theme', '../theme/theme1.xml'],
    ]),
    'ppt/slideLayouts/slideLayout1.xml': layout(
      'title',
      placeholder('Titre', 'ctrTitle', '', [685800, 2130425, 10820400, 1470025]),
    ),
    'ppt/slideLayouts/slideLayout2.xml': layout(
      'obj',
      `${placeholder('Titre', 'title', '')}${placeholder('Texte', '', '1')}`,
    ),
    'ppt/notesMasters/notesMaster1.xml': `${head}<p:notesMaster ${names}><p:cSld>${tree('')}</p:cSld>${colours}</p:notesMaster>`,
    'ppt/notesMasters/_rels/notesMaster1.xml.rels': relations([['rT', 'theme', '../theme/theme2.xml']]),
  }
  for (const number of [1, 2])
    files[`ppt/slideLayouts/_rels/slideLayout${number}.xml.rels`] = relations([
      ['rM', 'slideMaster', '../slideMasters/slideMaster1.xml'],
    ])
  for (const [index, slide] of slides.entries()) Object.assign(files, slideFiles(slide, index + 1))
  for (const [name, bytes] of Object.entries(media)) files[`ppt/media/${name}`] = bytes
  return zip(Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) })))
}

function slideFiles({ title, isTitle = false, body = '', notes, hidden, images = [] }: WrittenSlide, number: number) {
  const heading =
    title === undefined
      ? ''
      : `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Titre 1"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="${isTitle ? 'ctrTitle' : 'title'}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>${line(title)}</p:txBody></p:sp>`
  const written: Record<string, string> = {
    [`ppt/slides/slide${number}.xml`]: `${head}<p:sld ${names}${hidden ? ' show="0"' : ''}><p:cSld>${tree(heading + body)}</p:cSld></p:sld>`,
    [`ppt/slides/_rels/slide${number}.xml.rels`]: relations([
      ['rL', 'slideLayout', `../slideLayouts/slideLayout${isTitle ? 1 : 2}.xml`],
      ...(notes === undefined ? [] : [['rN', 'notesSlide', `../notesSlides/notesSlide${number}.xml`] as const]),
      ...images.map((name, index) => [`rImg${index + 1}`, 'image', `../media/${name}`] as const),
    ]),
  }
  if (notes === undefined) return written
  const spoken = `<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr/><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>${notes
    .split('\n')
    .map((text) => line(text))
    .join('')}</p:txBody></p:sp>`
  written[`ppt/notesSlides/notesSlide${number}.xml`] =
    `${head}<p:notes ${names}><p:cSld>${tree(spoken)}</p:cSld></p:notes>`
  written[`ppt/notesSlides/_rels/notesSlide${number}.xml.rels`] = relations([
    ['rN', 'notesMaster', '../notesMasters/notesMaster1.xml'],
    ['rS', 'slide', `../slides/slide${number}.xml`],
  ])
  return written
}

type Place = readonly [x: number, y: number, width: number, height: number]

export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A paragraph; `properties` go in its `pPr`, `look` in that of its run. */
export const line = (text: string, { properties = '', look = '' } = {}) =>
  `<a:p>${properties}<a:r><a:rPr lang="fr-FR"${look.startsWith('<') ? `>${look}</a:rPr>` : `${look}/>`}<a:t>${escaped(text)}</a:t></a:r></a:p>`

export const bullets = (...items: readonly (string | readonly [depth: number, text: string])[]) =>
  items
    .map((item) => (typeof item === 'string' ? line(item) : line(item[1], { properties: `<a:pPr lvl="${item[0]}"/>` })))
    .join('')

const font = '<a:latin typeface="Courier New"/>'
export const codeLines = (code: string) =>
  code
    .split('\n')
    .map((text) => (text === '' ? '<a:p/>' : line(text, { look: font })))
    .join('')

/** The text of the slide's body: its place and bullets come from the master. */
export const bodyShape = (paragraphs: string) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="3" name="Texte 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>${paragraphs}</p:txBody></p:sp>`

export const textBox = (paragraphs: string, place: Place) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="9" name="Zone de texte"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>${transform(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="square"/><a:lstStyle/>${paragraphs}</p:txBody></p:sp>`

export const group = (shapes: string) =>
  `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="20" name="Groupe"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:grpSp>`

export const table = (rows: readonly (readonly string[])[], place: Place) =>
  `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="Tableau"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>${corners(place)}</p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>${(rows[0] ?? []).map(() => '<a:gridCol w="2000000"/>').join('')}</a:tblGrid>${rows
    .map(
      (row) =>
        `<a:tr h="370840">${row.map((cell) => `<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>${line(cell)}</a:txBody><a:tcPr/></a:tc>`).join('')}</a:tr>`,
    )
    .join('')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`

export const pictureShape = (rank: number, alt: string, place: Place) =>
  `<p:pic><p:nvPicPr><p:cNvPr id="7" name="Image ${rank}" descr="${escaped(alt)}"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rImg${rank}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>${transform(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`

/** Date, footer and number of the slide. */
export const furnitureShapes = (footer: string, number: number) =>
  [
    ['dt', '10', line('12/03/2026')],
    ['ftr', '11', line(footer)],
    [
      'sldNum',
      '12',
      `<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="fr-FR"/><a:t>${number}</a:t></a:fld></a:p>`,
    ],
  ]
    .map(
      ([kind, index, paragraphs]) =>
        `<p:sp><p:nvSpPr><p:cNvPr id="${index}" name="${kind}"/><p:cNvSpPr/><p:nvPr><p:ph type="${kind}" sz="quarter" idx="${index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>${paragraphs}</p:txBody></p:sp>`,
    )
    .join('')

const corners = ([x, y, width, height]: Place) => `<a:off x="${x}" y="${y}"/><a:ext cx="${width}" cy="${height}"/>`
const transform = (place: Place) => `<a:xfrm>${corners(place)}</a:xfrm>`

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const names = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${office}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
const colours =
  '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'

const tree = (shapes: string) =>
  `<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:spTree>`

const placeholder = (name: string, kind: string, index: string, place?: Place) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="${name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph${kind ? ` type="${kind}"` : ''}${index ? ` idx="${index}"` : ''}/></p:nvPr></p:nvSpPr><p:spPr>${place ? transform(place) : ''}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>`

const layout = (type: string, shapes: string) =>
  `${head}<p:sldLayout ${names} type="${type}"><p:cSld name="${type}">${tree(shapes)}</p:cSld></p:sldLayout>`

const relations = (rows: readonly (readonly [id: string, type: string, target: string])[]) =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

function contentTypes(slides: readonly WrittenSlide[]): string {
  const type = (path: string, kind: string) =>
    `<Override PartName="/ppt/${path}" ContentType="application/vnd.openxmlformats-officedocument.${kind}+xml"/>`
  const presentation = (path: string, kind: string) => type(path, `presentationml.${kind}`)
  return `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="emf" ContentType="image/x-emf"/>${[
    presentation('presentation.xml', 'presentation.main'),
    presentation('slideMasters/slideMaster1.xml', 'slideMaster'),
    presentation('slideLayouts/slideLayout1.xml', 'slideLayout'),
    presentation('slideLayouts/slideLayout2.xml', 'slideLayout'),
    presentation('notesMasters/notesMaster1.xml', 'notesMaster'),
    type('theme/theme1.xml', 'theme'),
    type('theme/theme2.xml', 'theme'),
    ...slides.flatMap((slide, index) => [
      presentation(`slides/slide${index + 1}.xml`, 'slide'),
      ...(slide.notes === undefined ? [] : [presentation(`notesSlides/notesSlide${index + 1}.xml`, 'notesSlide')]),
    ]),
  ].join('')}</Types>`
}

const colour = (name: string, value: string) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`
const theme = `${head}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Sobre"><a:themeElements><a:clrScheme name="Sobre">${[
  ['dk1', '000000'],
  ['lt1', 'FFFFFF'],
  ['dk2', '1F2937'],
  ['lt2', 'F3F4F6'],
  ['accent1', '1D4ED8'],
  ['accent2', '047857'],
  ['accent3', 'B45309'],
  ['accent4', '7C3AED'],
  ['accent5', 'BE123C'],
  ['accent6', '0E7490'],
  ['hlink', '1D4ED8'],
  ['folHlink', '7C3AED'],
]
  .map(([name = '', value = '']) => colour(name, value))
  .join(
    '',
  )}</a:clrScheme><a:fontScheme name="Sobre"><a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme><a:fmtScheme name="Sobre"><a:fillStyleLst>${'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${'<a:ln w="9525"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${'<a:effectStyle><a:effectLst/></a:effectStyle>'.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`
