/** Releases 002001 to 003060 where they differ from 004010 in what partners send: segments renamed since, DTM's century. */

/** UNT became UIT, ITA became SAC. */
export const segmentsOlder = `
  UNT 355! 212 639
  ITA 248! 559 560 331! 341 359 360 378 332 339 355 380 352
`

/** Until 003060 the century of a six-digit date stood beside it, and moved the date range two places. */
export const segmentsCentury = `
  DTM 374! 373 337 623 624 1250 1251 : C0403 P0607
`

export const elementsOlder = `
  339 R 1/10
  341 AN 1/16
  359 R 1/9
  360 N 1/9
  624 N 2/2
`
