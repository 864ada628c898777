import type { Files } from '#lib/files/create.ts'
import type { FileOwner } from '#lib/files/ports.ts'
import { renderSpecimen } from '#lib/providers/documents/specimen.ts'

type Person = Parameters<typeof renderSpecimen>[0]
export type SampleSubject = { subjectId: string; documentType: string; document: Person }

const VALID_UNTIL = '2034-08-19'

/** Invented people with a rendered specimen passport on file, one for each way the KYC workflow can end. */
export const SAMPLE_SUBJECTS: readonly SampleSubject[] = [
  {
    subjectId: 'user_jane_doe_001',
    documentType: 'passport',
    document: passport('Jane', 'Doe', '1990-05-15', 'female', 'X12345678', VALID_UNTIL),
  },
  {
    subjectId: 'user_john_expired_002',
    documentType: 'passport',
    document: passport('John', 'Sample', '1984-02-29', 'male', 'X23456789', '2019-06-30'),
  },
  {
    subjectId: 'user_viktor_hit_003',
    documentType: 'passport',
    document: passport('Viktor', 'Drozhkin', '1968-04-12', 'male', 'X34567890', VALID_UNTIL),
  },
]

/** Puts each sample subject's passport on record. */
export async function putSampleDocuments(files: Files, owner: FileOwner): Promise<void> {
  for (const { subjectId, documentType, document } of SAMPLE_SUBJECTS) {
    const bytes = await renderSpecimen(document)
    await files.put({ ...owner, name: `${subjectId}.png`, bytes, subjectId, documentType })
  }
}

function passport(
  firstName: string,
  lastName: string,
  birthDate: string,
  sex: Person['sex'],
  documentNumber: string,
  expiresAt: string,
): Person {
  return { firstName, lastName, birthDate, sex, documentNumber, expiresAt }
}
