/** The part used here of an independent implementation of Bitstring Status List v1.0. */
declare module '@digitalbazaar/vc-bitstring-status-list' {
  export function decodeList(options: {
    encodedList: string
  }): Promise<{ length: number; getStatus(index: number): boolean }>

  export function checkStatus(options: {
    credential: object
    documentLoader: (url: string) => Promise<{ document: object }>
    verifyBitstringStatusListCredential: boolean
  }): Promise<{ verified: boolean; error?: Error; results?: { status: boolean }[] }>
}
