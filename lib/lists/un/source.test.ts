import { afterEach, describe, expect, it } from 'vitest'
import { entriesOf, folderWith } from '../testing.ts'
import { unSource } from './source.ts'

const LIST = `<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS>
    <!-- people -->
    <INDIVIDUAL>
      <DATAID>1</DATAID>
      <FIRST_NAME>HAMDAN</FIRST_NAME><SECOND_NAME>QARZAWI</SECOND_NAME><THIRD_NAME/>
      <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
      <NAME_ORIGINAL_SCRIPT>حمدان</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Trades as Quill &amp; Sons &#x2014; <![CDATA[<nowhere>]]></COMMENTS1>
      <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Hamdan Karzawi; Abu Quill</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Weaver</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><COUNTRY>Turkey</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1962-11-23</DATE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1964</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1965</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB 0243318</NUMBER></INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT/>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY><DATAID>2</DATAID><FIRST_NAME>ZARFAM PETRO</FIRST_NAME></ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
`

const remove: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of remove.splice(0)) await clean()
})

async function sourceOf(content: string) {
  const folder = await folderWith({ 'un.xml': content })
  remove.push(folder.remove)
  return unSource(`${folder.path}/un.xml`)
}

describe('the UN list', () => {
  it('is read from its XML file', async () => {
    const source = await sourceOf(LIST)
    expect(await entriesOf(source)).toEqual([
      {
        id: '1',
        type: 'person',
        primaryName: 'HAMDAN QARZAWI',
        aliases: [
          { name: 'حمدان', weak: false },
          { name: 'Hamdan Karzawi', weak: false },
          { name: 'Abu Quill', weak: false },
          { name: 'The Weaver', weak: true },
        ],
        birthDates: ['1962-11-23', '1962/1966', '1960/1965'],
        countries: ['IR', 'TR'],
        identifiers: ['OB 0243318'],
        programs: ['Al-Qaida'],
        remarks: 'Trades as Quill & Sons — <nowhere>',
      },
      {
        id: '2',
        type: 'organization',
        primaryName: 'ZARFAM PETRO',
        aliases: [],
        birthDates: [],
        countries: [],
        identifiers: [],
        programs: [],
        remarks: null,
      },
    ])
    expect(source.summary()).toMatchObject({ publishedAt: new Date('2026-02-27T00:00:09.554Z'), leftOut: {} })
  })

  it.each([
    ['breaks off', LIST.slice(0, LIST.indexOf('<ENTITIES>')), 'line 22: the file breaks off'],
    ['closes another element', LIST.replace('</ENTITY>', '</ENTITIES>'), 'ENTITIES is closed where ENTITY is open'],
    ['declares a document type', LIST.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'), 'document types are not read'],
    ['uses an unknown entity', LIST.replace('&amp;', '&quill;'), 'line 10: &quill; is not known'],
    [
      'has an entry without a name',
      LIST.replace('<FIRST_NAME>ZARFAM PETRO</FIRST_NAME>', ''),
      'line 24: an entry has no',
    ],
    ['is another document', '<html><body/></html>', 'line 1: this is not a UN list'],
    ['is empty', '', 'line 1: the file breaks off'],
  ])('is refused where it %s', async (_, content, message) => {
    await expect(entriesOf(await sourceOf(content))).rejects.toMatchObject({
      code: 'validation_failed',
      message: expect.stringContaining(message),
    })
  })
})
