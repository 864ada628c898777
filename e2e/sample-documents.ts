/** Machine readable zones of specimen passports that the sample workflows can read. */
export const MRZ = {
  /** Nobody on a list has this name. */
  clear: 'P<UTODOE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX123456785UTO9005156F3408191<<<<<<<<<<<<<<00',
  /** Stands in the sample sanctions list. */
  listed: 'P<UTODROZHKIN<<VIKTOR<<<<<<<<<<<<<<<<<<<<<<<\nX345678907UTO6804129M3408191<<<<<<<<<<<<<<00',
  /** Nobody on a list has this name; the passport has expired. */
  expired: 'P<UTOSAMPLE<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX234567891UTO8402297M1906305<<<<<<<<<<<<<<04',
} as const
