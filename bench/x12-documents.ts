// Documents of any size as partners send them, made piece by piece: the same for every engine that is measured.

export type Kind = '850' | '830' | '856'

/** Lines of one set, so that no loop repeats more often than its guide allows. */
const linesPerSet: Record<Kind, number> = { 850: 60_000, 830: Number.POSITIVE_INFINITY, 856: 60_000 }
const groupIds: Record<Kind, string> = { 850: 'PO', 830: 'PS', 856: 'SH' }

const heads: Record<Kind, string[]> = {
  850: [
    'BEG*00*SA*4500012345**20260227',
    'REF*DP*038',
    'PER*BD*ED SMITH*TE*8005551234',
    'DTM*002*20260301',
    'N1*ST*PEDALWERK ULM*92*0001',
    'N3*WEG 1',
    'N4*ULM*BW*89073*DE',
  ],
  830: ['BFR*00**R-26-09*DL*A*20260302*20260831*20260302', 'N1*MI*PEDALWERK*92*0001', 'N1*SU*NORDIC SADDLES*92*S1'],
  856: ['BSN*00*SHIP-77*20260302*0910', 'DTM*011*20260302*0910', 'HL*1**S', 'TD1*CTN25*40', 'REF*BM*88121'],
}

const day = (n: number) => `2026${String((n % 9) + 1).padStart(2, '0')}${String((n % 28) + 1).padStart(2, '0')}`

const lines: Record<Kind, (n: number) => string[]> = {
  850: n => [
    `PO1*${n}*${(n % 90) + 1}*EA*${((n * 7) % 1000) / 100}*PE*BP*PART-${100_000 + n}*VP*V${n}`,
    `PID*F****SADDLE NUMBER ${n} IN BLACK`,
    `SCH*${(n % 90) + 1}*EA***002*${day(n)}`,
    `REF*CO*ORDER${n}`,
  ],
  830: n => [
    `LIN*${n}*BP*SAD-${100_000 + n}*VP*NS-${n}`,
    'UIT*EA',
    `ATH*FI*${day(n)}*480**20260101`,
    ...[0, 7, 14, 21].map(later => `FST*${((n + later) % 90) * 12}*${later < 14 ? 'C' : 'D'}*W*${day(n + later)}`),
    `SHP*02*${n % 999}*051*20260101**${day(n)}`,
  ],
  856: n => [
    `HL*${n + 1}*1*I`,
    `LIN*${n}*BP*SAD-${100_000 + n}*VP*NS-${n}`,
    `SN1**${(n % 90) + 1}*EA`,
    `PRF*4500012345***${day(n)}`,
    `REF*LT*LOT${n}`,
  ],
}

/** One interchange of at least that many bytes, in pieces of some ten kilobytes. */
export function* document(kind: Kind, bytes: number): Generator<string> {
  let size = 0
  let piece = `ISA*00*          *00*          *ZZ*PEDALWERK      *ZZ*SUPPLIER01     *260302*0910*U*00401*000000101*0*P*>~\n`
  piece += `GS*${groupIds[kind]}*PEDALWERK*SUPPLIER01*20260302*0910*17*X*004010~\n`
  let sets = 0
  while (size < bytes) {
    const control = String(++sets).padStart(4, '0')
    let segments = heads[kind].length + 1
    piece += `${[`ST*${kind}*${control}`, ...heads[kind]].join('~\n')}~\n`
    let n = 0
    while (n < linesPerSet[kind] && size + piece.length < bytes) {
      const line = lines[kind](++n)
      segments += line.length
      piece += `${line.join('~\n')}~\n`
      if (piece.length < 32_768) continue
      yield piece
      size += piece.length
      piece = ''
    }
    // CTT01 has six digits; a longer schedule goes without totals.
    const totals = n > 999_999 ? [] : [`CTT*${n + (kind === '856' ? 1 : 0)}`]
    piece += `${[...totals, `SE*${segments + totals.length + 1}*${control}`].join('~\n')}~\n`
    size += 1
    if (size + piece.length >= bytes) break
  }
  yield `${piece}GE*${sets}*17~\nIEA*1*000000101~\n`
}
