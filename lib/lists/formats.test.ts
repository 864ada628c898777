import { afterEach, describe, expect, it } from 'vitest'
import { euSource } from './eu/source.ts'
import { openSanctionsSource } from './opensanctions/source.ts'
import { entriesOf, folderWith } from './testing.ts'
import { ukSource } from './uk/source.ts'

const remove: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of remove.splice(0)) await clean()
})

async function file(content: string): Promise<string> {
  const folder = await folderWith({ list: content })
  remove.push(folder.remove)
  return `${folder.path}/list`
}

const EU = `<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-27T10:00:00.000+01:00" globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.1" logicalId="13">
    <remark>Says &quot;much&quot;</remark>
    <regulation programme="IRQ" numberTitle="1"><publicationUrl>https://example.org</publicationUrl></regulation>
    <regulation programme="IRQ" numberTitle="2"/>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias wholeName="The Weaver" strong="false"/>
    <nameAlias firstName="Hamdan" lastName="Qarzawi" wholeName="Hamdan  Qarzawi" strong="true"/>
    <nameAlias wholeName="" strong="true"/>
    <citizenship countryIso2Code="IR" countryDescription="IRAN"/>
    <birthdate circa="false" birthdate="1962-11-23" year="1962"/>
    <birthdate circa="true" year="1964"/>
    <birthdate circa="false" yearRangeFrom="1960" yearRangeTo="1965"/>
    <address countryIso2Code="00" countryDescription="UNKNOWN"/>
    <identification number="OB 0243318" countryIso2Code="IR"/>
  </sanctionEntity>
  <sanctionEntity logicalId="14">
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Zarfam Petro" strong="true"/>
  </sanctionEntity>
</export>`

const UK = `<?xml version="1.0" encoding="utf-8"?>
<Designations>
  <DateGenerated>27/02/2026</DateGenerated>
  <Designation>
    <LastUpdated>01/02/2026</LastUpdated>
    <UniqueID>AFG0001</UniqueID>
    <Names>
      <Name><Name1>Hamdan</Name1><Name6>KARZAWI</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
      <Name><Name1>Hamdan</Name1><Name2>Yusuf</Name2><Name6>QARZAWI</Name6><NameType>Primary Name</NameType></Name>
    </Names>
    <NonLatinNames><NonLatinName><NameNonLatinScript>حمدان</NameNonLatinScript></NonLatinName></NonLatinNames>
    <RegimeName>The Invented Regulations 2020</RegimeName>
    <IndividualEntityShip>Individual</IndividualEntityShip>
    <OtherInformation>Says much</OtherInformation>
    <Addresses><Address><AddressCountry>Turkey</AddressCountry></Address></Addresses>
    <IndividualDetails><Individual>
      <DOBs><DOB>23/11/1962</DOB><DOB>dd/mm/1963</DOB><DOB>00/05/1964</DOB></DOBs>
      <Nationalities><Nationality>Iran</Nationality></Nationalities>
    </Individual></IndividualDetails>
  </Designation>
  <Designation>
    <UniqueID>RUS0002</UniqueID>
    <Names><Name><Name6>SABLE DAWN</Name6><NameType>Primary Name</NameType></Name></Names>
    <IndividualEntityShip>Ship</IndividualEntityShip>
    <ShipDetails><Ship><IMONumbers><IMONumber>0000011</IMONumber></IMONumbers></Ship></ShipDetails>
  </Designation>
</Designations>`

const OPEN_SANCTIONS = `"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","program_ids","dataset","first_seen","last_seen","last_change"
"NK-1","Person","Hamdan Qarzawi","H. Qarzawi;Hamdan Qarzawi","1962-11-23;1963","ir;tr","","OB0243318","","","","","US OFAC SDN;EU FSF","2020-01-01","2026-01-01","2025-01-01"
"NK-2","Vessel","SABLE DAWN","","","mt","","IMO0000011","","","","","UK","2020-01-01","2026-01-01","2025-01-01"
"NK-3","CryptoWallet","abc","","","","","","","","","","US","2020-01-01","2026-01-01","2025-01-01"
`

describe('the EU list', () => {
  it('is read from its XML file', async () => {
    const source = euSource(await file(EU))
    expect(await entriesOf(source)).toEqual([
      {
        id: '13',
        type: 'person',
        primaryName: 'Hamdan Qarzawi',
        aliases: [{ name: 'The Weaver', weak: true }],
        birthDates: ['1962-11-23', '1962/1966', '1960/1965'],
        countries: ['IR'],
        identifiers: ['OB 0243318'],
        programs: ['IRQ'],
        remarks: 'Says "much"',
      },
      {
        id: '14',
        type: 'organization',
        primaryName: 'Zarfam Petro',
        aliases: [],
        birthDates: [],
        countries: [],
        identifiers: [],
        programs: [],
        remarks: null,
      },
    ])
    expect(source.summary().publishedAt).toEqual(new Date('2026-02-27T09:00:00Z'))
  })

  it('is refused without a name and where it is another list', async () => {
    const nameless = EU.replace('wholeName="Zarfam Petro"', 'wholeName=""')
    await expect(entriesOf(euSource(await file(nameless)))).rejects.toThrow('line 18: an entry has no')
    await expect(entriesOf(euSource(await file(UK)))).rejects.toThrow('this is not an EU list')
  })
})

describe('the UK list', () => {
  it('is read from its XML file', async () => {
    expect(await entriesOf(ukSource(await file(UK)))).toEqual([
      {
        id: 'AFG0001',
        type: 'person',
        primaryName: 'Hamdan Yusuf QARZAWI',
        aliases: [
          { name: 'Hamdan KARZAWI', weak: true },
          { name: 'حمدان', weak: false },
        ],
        birthDates: ['1962-11-23', '1963', '1964-05'],
        countries: ['IR', 'TR'],
        identifiers: [],
        programs: ['The Invented Regulations 2020'],
        remarks: 'Says much',
      },
      {
        id: 'RUS0002',
        type: 'vessel',
        primaryName: 'SABLE DAWN',
        aliases: [],
        birthDates: [],
        countries: [],
        identifiers: ['0000011'],
        programs: [],
        remarks: null,
      },
    ])
  })

  it('is refused where an entry is of no known kind', async () => {
    const unknown = UK.replace('>Ship<', '>Comet<')
    await expect(entriesOf(ukSource(await file(unknown)))).rejects.toThrow('an entry is no individual, entity or ship')
  })
})

describe('a collection of OpenSanctions', () => {
  it('is read from its simplified CSV, without what cannot be screened', async () => {
    const source = openSanctionsSource(await file(OPEN_SANCTIONS), 'sanctions')
    expect(source.code).toBe('opensanctions_sanctions')
    expect(await entriesOf(source)).toEqual([
      {
        id: 'NK-1',
        type: 'person',
        primaryName: 'Hamdan Qarzawi',
        aliases: [{ name: 'H. Qarzawi', weak: false }],
        birthDates: ['1962-11-23', '1963'],
        countries: ['IR', 'TR'],
        identifiers: ['OB0243318'],
        programs: ['US OFAC SDN', 'EU FSF'],
        remarks: null,
      },
      {
        id: 'NK-2',
        type: 'vessel',
        primaryName: 'SABLE DAWN',
        aliases: [],
        birthDates: [],
        countries: ['MT'],
        identifiers: ['IMO0000011'],
        programs: ['UK'],
        remarks: null,
      },
    ])
    expect(source.summary().leftOut).toEqual({ 'other kinds': 1 })
  })

  it('counts as a list of politically exposed people under that name', () => {
    expect(openSanctionsSource('list', 'peps').code).toBe('pep_opensanctions')
  })

  it('is refused where a column is missing or a line is short', async () => {
    const headless = OPEN_SANCTIONS.replace('"schema"', '"kind"')
    await expect(entriesOf(openSanctionsSource(await file(headless), 'sanctions'))).rejects.toThrow(
      'line 1: the column schema is missing',
    )
    const short = `${OPEN_SANCTIONS}"NK-4","Person","Cut`
    await expect(entriesOf(openSanctionsSource(await file(short), 'sanctions'))).rejects.toThrow('line 5')
  })
})
