import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { MaterialFault, MaterialRemark } from '#core/courses/material.ts'
import { readMaterial } from '#server/courses/formats/read-material.ts'
import { sharedFixtures } from '#test/setup/shared-fixtures.ts'
import { fixturesAreThere, withFixtures } from './fixtures.ts'

// Whole files are read: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

type Known = {
  /** `page#heading`, one `#` per level; a part without a heading has none. */
  headings: string[]
  /** Words of the text, in order. */
  words: string[]
  absent?: string[]
  notes?: string[]
  images?: number
  remarks?: (MaterialRemark['code'] | `${MaterialRemark['code']}: ${string}`)[]
}

/** What each file shows when it is opened, read in its XML. */
const known: Record<string, Known | { fault: MaterialFault['code'] }> = {
  'pandoc_basic.pptx': {
    headings: ['1## LLMs', '2## Everworker venn diagram', '3## Table', '4## Smart Art'],
    words: [
      '- Provider → Available LLMs',
      '- Multimodal (voice streaming) models?',
      '**SKILLS**',
      '**BRAINS**',
      '| Age  | 23    | years  |',
      '![](image:',
      '- First\n  - subtitle\n  - another\n- Second\n  - yet more',
    ],
    images: 1,
  },
  'pandoc_slide_breaks_toc.pptx': {
    headings: ['1## Table of Contents', '2##', '3# Below section-level', '4## Section-level', '5##'],
    words: [
      '- Below section-level\n  - Section-level',
      'Break with a new section-level header',
      'Third slide (with a section-level of 2)',
      'This is another slide.',
    ],
  },
  'pandoc_speaker_notes.pptx': {
    headings: ['1##', '2##', '3##', '4##'],
    words: ['Here is a slide.', 'A page with no speaker notes', 'A page with two notes.', 'Strip links and footnotes.'],
    absent: ['Here is a note', 'note div'],
    notes: [
      'Here is a note.\n\nHere is _some_ **other** formatting.',
      '',
      'The first note div\n\nThe second note div',
      'No link here.\n\nNo note here.',
    ],
    remarks: ['page_numbers'],
  },
  'pandoc_tables.pptx': {
    headings: ['1## A Table, with a caption', '2##'],
    words: [
      '| Right | Left | Center | Default |',
      '| 123   | 123  | 123    | 123     |',
      'Demonstration of simple table syntax, with alignment',
      '| 1     | 1    | 1      | 1       |',
    ],
  },
  'pandoc_two_column.pptx': {
    headings: ['1## Two-Column Layout'],
    words: ['One paragraph.', 'Another paragraph.', 'Second column paragraph.', 'Another second paragraph.'],
  },
  // Four shapes, of which three in a group, and not a word in them.
  'pythonpptx_groupshape.pptx': { fault: 'no_text' },
  'pythonpptx_missing_rels.pptx': {
    headings: ['1# Presentation Title Text'],
    words: ['Subtitle Text'],
    remarks: ['missing_relations: slideLayout11.xml'],
  },
  'pythonpptx_no_slides.pptx': { fault: 'no_slide' },
  'pythonpptx_table.pptx': {
    headings: ['1##', '2##', '3##'],
    words: [
      '| having custom margins | vert anchor is inherited |',
      '| unladen swallows      |',
      '| merged cell |',
      '| g | h | i |',
    ],
  },
  'pandoc_codeblock.docx': {
    headings: ['1#'],
    words: [
      'This is some code:\n\n```\nreadDocx :: ReaderOptions\n         -> B.ByteString\n         -> Pandoc\n```\n\nfrom the beginning',
    ],
  },
  'pandoc_german_styled_lists.docx': {
    headings: ['1#'],
    words: [
      '- One level of the list.\n- Second level of the list.\n  - Next level of the list\n- Back to the top level.',
    ],
    absent: ['Seite', 'Produktinformationen'],
    remarks: [
      'page_numbers',
      'repeated_text: Error! No text of specified style in document., Seite 2Error! No text of specified style in document.',
      'repeated_text: Dieses Dokument zeigt die für den Kaufentscheid wesentlichen Produktinformationen im Überblick. Die Angaben sind unverbindlich. Massgebend sind die Allgemeinen Geschäftsbedingungen der Migros Bank AG ',
    ],
  },
  'pandoc_headers.docx': {
    headings: [
      ...['1# A Test of Headers', '1## Second Level', '1### Third level', '1#### Fourth level'],
      ...['1##### Fifth level', '1###### Sixth level'],
    ],
    // The file has no style of level 7.
    words: ['Some plain text.', 'Some more plain text.', 'Seventh level'],
  },
  'pandoc_lists.docx': {
    headings: ['1## Some nested lists'],
    words: [
      '1. one\n2. two\n   1. a\n   2. b\n\n- one\n- two\n  - three\n    - four\n\nSub paragraph\n\n- Same list\n- Different list',
    ],
  },
  'pandoc_track_changes_deletion.docx': {
    headings: ['1#'],
    words: ['This is a text with a deletion.'],
    absent: ['excessively'],
    remarks: ['deleted_text: n excessively modified'],
  },
  'pandoc_headers.odt': {
    headings: ['1# A header (Lv 1)', '1## Another header (Lv 2)', '1# Back to Level 1'],
    words: ['A paragraph', 'Another paragraph'],
  },
  'pandoc_listBlocks.odt': {
    headings: ['1#'],
    words: [
      'Indented text in a list.\n\n1. This is a numbered block.\\\n   It contains several paragraphs of text.\\\n   Like this.\n2. Next item.',
    ],
  },
  'pandoc_preformattedText.odt': {
    headings: ['1#'],
    words: ['```\nvoid main() {\n    printf("Hello world");\n}\n```'],
  },
  'pandoc_table.odt': {
    headings: ['1#'],
    words: ['| Table header | Another header |', '| Content      | More content   |'],
  },
  'pandoc_unicode.odt': {
    headings: ['1#'],
    words: ['“”’çӨ©¼вбФШöÉµ'],
    remarks: ['page_numbers'],
  },
  'training_multi_stage_builds.md': {
    headings: [
      ...[
        '1# Reducing image size',
        "2## Can't we remove superfluous files with RUN?",
        '3## Removing files with an extra layer',
      ],
      ...['4## Removing unnecessary files', '5## Collapsing layers', '6## Collapsing layers: pros and cons'],
      ...['7## Building binaries outside of the Dockerfile', '8## Building binaries outside: pros and cons'],
      ...['9## Squashing the final image', '10## Squashing the image: pros and cons', '11## Multi-stage builds'],
      ...['12# Multi-stage builds', '13## Multi-stage builds in practice', '14## Multi-stage builds for our C program'],
      ...[
        '15## Multi-stage build Dockerfile',
        '16## Comparing single/multi-stage build image sizes',
        '17## Build targets',
      ],
      ...[
        '17## Dealing with download caches',
        '18## Download caches and multi-stage builds',
        '19## Download caches and BuildKit',
      ],
    ],
    words: [
      '  * our `hello` program',
      'This adds a layer which removes',
      '| `FROM ubuntu` | Size of base image |',
      '```dockerfile\nFROM ubuntu\nCOPY xxx /usr/local/bin\n```',
      'RUN --mount=type=cache',
    ],
    absent: ['extra-details', '???', ':EN:'],
  },
  'training_networking_basics.md': {
    headings: [
      ...[
        '1# Container networking basics',
        '2## Objectives',
        '3## Running a very simple service',
        '4## Running an NGINX server',
      ],
      ...[
        '5## Finding our web server port',
        '6## Finding the address of the Docker host',
        '7## Connecting to our web server (GUI)',
      ],
      ...[
        '8## Connecting to our web server (CLI)',
        '9## How does Docker know which port to map?',
        "10## Why can't we just connect to port 80?",
      ],
    ],
    words: ['A dense graph network', '$ docker run -d -P nginx'],
    remarks: [
      'missing_image: images/title-container-networking-basics.jpg',
      'missing_image: images/welcome-to-nginx.png',
    ],
  },
  'training_intro_selfpaced.yml': {
    headings: ['1# Title', '1## Title', '1## About slides', '1## Handson'],
    words: [],
    absent: ['Logistics', 'Connecting'],
    remarks: ['names_only: 54'],
  },
}

/** Of these, the first headings are enough: the others follow the same way. */
const onlyFirst = ['training_networking_basics.md', 'training_intro_selfpaced.yml']

const folder = join(sharedFixtures, 'decks')

fixturesAreThere()

withFixtures('decks and documents of other tools', () => {
  it('are all described', () => {
    expect(Object.keys(known).sort()).toEqual(readdirSync(folder).sort())
  })

  it.each(Object.entries(known))('%s', async (file, expected) => {
    const read = await readMaterial({ name: file, bytes: readFileSync(join(folder, file)) })
    if ('fault' in expected) {
      expect(read).toEqual({ fault: { code: expected.fault, detail: '' } })
      return
    }
    if ('fault' in read) throw new Error(read.fault.code)
    const { parts, remarks } = read.material
    const headings = parts.map(({ page, level, heading }) => `${page}${'#'.repeat(level)} ${heading}`.trim())
    expect(onlyFirst.includes(file) ? headings.slice(0, expected.headings.length) : headings).toEqual(expected.headings)
    const text = parts.map((part) => part.text).join('\n\n')
    let from = 0
    for (const words of expected.words) {
      expect(text.slice(from)).toContain(words)
      from = text.indexOf(words, from) + words.length
    }
    for (const words of expected.absent ?? []) expect(text).not.toContain(words)
    if (expected.notes) expect(parts.map(({ notes }) => notes)).toEqual(expected.notes)
    expect(read.images).toHaveLength(expected.images ?? 0)
    const told = remarks.map(({ code, detail }) => (detail === '' ? code : `${code}: ${detail}`))
    expect(told).toEqual(expected.remarks ?? [])
  })
})
