/** What the commonest codes mean, in our own words: `data element code meaning | code meaning …`. */

export const codeWords = `
353 00 original | 01 cancel | 02 add | 03 delete | 04 change | 05 replace | 06 confirm | 07 duplicate | 08 status | 11 response | 12 not processed | 13 request | 14 advance notice | 22 information | 27 verify
92 BK blanket order | BE change to a blanket order | KN purchase order by fax or phone | NE new order | RL release | SA stand-alone order | SP sample | KB release order, several shipments | RO rush order | CF confirmation | DS drop shipment | OS special order | RE reorder
587 AC accepted with changes | AD accepted with detail, no change | AE accepted with exceptions named | AH on hold, accepted | AK acknowledged, no detail | AP accepted, parts reserved | AT accepted | NA no acknowledgment needed | RD rejected with detail | RF rejected, final | RJ rejected | RN rejected, new number | RO rejected with counter-offer | RV revised | ZZ as agreed
668 AA accepted, order forwarded | AC accepted and shipped | AR accepted and released for shipment | BP partly accepted, rest later | DR accepted, date changed | IA accepted | IB later: backordered | IC accepted with changes | ID deleted | IE accepted, price pending | IF on hold, incomplete | IH on hold | IP accepted, price changed | IQ accepted, quantity changed | IR rejected | IS accepted with a substitute | IW on hold, waiver wanted | R1 rejected, not a contract item | R2 rejected, invalid item | R3 rejected, invalid unit | R4 rejected, contract over | R5 rejected, reorder item | R6 rejected, ship-to not allowed | R7 rejected, out of stock | R8 rejected, discontinued | SP accepted, date to be told
670 AI line added | CA several changes | CB date and quantity changed | CT date changed | DI line deleted | NC no change | PC price changed | PQ price and quantity changed | PR price and date changed | QD quantity lowered | QI quantity raised | RS date rescheduled | RZ line replaced | TI item transferred
675 AD arrive by this date | AS available to ship | BB customer production | DL deliver by this date | JS buyer's production schedule | KB kanban signal | PD planned delivery | PR planned release | PS planned shipment | SH ship by this date | ZZ as agreed
676 A actual quantities | C cumulative quantities | D change to what was sent | R replaces what was sent
680 A immediate | B pilot | C firm | D planning | E rejected | F pre-production | Q release authorization | Z as agreed
681 A annual | C daily | D discrete date | F flexible interval | M monthly bucket | Q quarterly | S semiannual | T by time of day | W weekly bucket | X no sales | Z as agreed
672 FI finished goods | MT raw material | PQ required before the first date | PR prior cumulative | LB labour | ZZ as agreed
783 AA addendum | PM production schedule, monthly | PS planned schedule | SO single order
374 001 cancel after | 002 delivery wanted | 004 ordered | 006 sold | 007 effective | 010 shipment wanted | 011 shipped | 017 estimated delivery | 035 delivered | 036 expires | 037 do not ship before | 038 do not ship after | 050 received | 051 cumulative from | 052 cumulative until | 063 do not deliver after | 064 do not deliver before | 067 delivery promised | 068 shipment promised | 069 delivery promised, revised | 071 delivery wanted at the latest | 074 delivery wanted at the earliest | 079 shipment promised at the latest | 097 document date | 168 release | 171 revised | 371 arrival estimated
235 BP buyer's part | VP supplier's part | VN supplier's item | IN buyer's item | EC engineering change level | EN EAN | GE goods class | MG manufacturer's part | PD description | PL order line | PO order number | RN release number | SK stock number | UP UPC | RC returnable container | KP kanban plan | ON order number | CR contract
128 PO order | CO customer's order | VN supplier's order | RE release | CT contract | DO delivery order | DK dock | LF line feed location | BM bill of lading | SI shipper's id | MR model | IV invoice | ZZ as agreed | TN transaction | 06 system | BT batch | LI line | KB kanban card | P4 project | SE serial number | LT lot | RF release
98 BY buyer | SE seller | SU supplier | VN vendor | ST ship to | SF ship from | BT bill to | MI schedule issuer | RI remit to | SN store | CA carrier | MA material | PR payer | SI shipping schedule issuer | FR from | TO to
66 1 DUNS | 9 DUNS with suffix | 91 assigned by the supplier | 92 assigned by the buyer | UL GLN | ZZ as agreed
355 EA each | PC piece | BX box | CA case | CT carton | KG kilogram | LB pound | MR metre | LM running metre | FT foot | IN inch | LT litre | GA gallon | ST set | PR pair | RL roll | SH sheet | TN ton | PL pallet | HR hour | DA day | KT kit | C62 one
673 01 this shipment | 02 cumulative | 17 on hand | 38 ordered | 63 on order | 73 minimum | 90 received
110 TA document accepted | TE accepted with an error noted | TR document rejected | TC accepted with change | TP accepted in part | GA group accepted | GR group rejected | IA item accepted | IC item accepted with change | IE item accepted with error | IR item rejected
647 006 duplicate | 007 missing data | 008 out of range | 009 invalid date | 010 total out of balance | 011 not matching | 012 invalid combination | 024 other unlisted reason | DUP duplicate | INF missing information | POI order unknown | PPD date out of place | QTY quantity | RTE rate | ZZZ as agreed | 848 incorrect data | IID item unknown
717 A accepted | E accepted with errors | M rejected, authentication failed | R rejected | W rejected, assurance failed | X rejected, cannot be decrypted
715 A all accepted | E accepted with errors | M rejected, authentication failed | P accepted in part | R rejected | W rejected, assurance failed | X rejected, cannot be decrypted
718 1 document not taken | 2 end missing | 3 control numbers differ | 4 count wrong | 5 segments in error | 6 document type wrong | 7 control number wrong | 23 control number used twice
716 1 group not taken | 2 version not taken | 3 end missing | 4 control numbers differ | 5 count wrong | 6 control number wrong | 19 control number used twice
720 1 unknown segment | 2 unexpected | 3 missing | 4 group repeats too often | 5 repeats too often | 6 not used in this document | 7 out of order | 8 has errors in elements
723 1 missing | 2 missing because of another | 3 too many elements | 4 too short | 5 too long | 6 character not allowed | 7 code not in the list | 8 not a date | 9 not a time | 10 excludes another | 12 repeated too often | 13 too many parts
620 1 unknown segment | 2 unexpected | 3 missing | 4 group repeats too often | 5 repeats too often | 6 not used in this document | 7 out of order | 8 has errors in elements
621 1 missing | 2 missing because of another | 3 too many elements | 4 too short | 5 too long | 6 character not allowed | 7 code not in the list | 8 not a date | 9 not a time | 10 excludes another | 12 repeated too often | 13 too many parts
479 PO orders | PR order answers | PS planning schedules | SS shipping schedules | FA acknowledgments | AG application advice | SH ship notices | PC order changes | CA answers to changes | RC receipts | IB inventory | IN invoices | TX text | RS order status
143 850 order | 855 answer to an order | 856 ship notice | 830 planning schedule | 862 shipping schedule | 860 order change | 865 answer to a change | 861 receipt | 846 inventory | 810 invoice | 824 application advice | 864 text | 870 order status | 997 functional acknowledgment | 999 implementation acknowledgment
365 TE phone | EM mail | FX fax | UR web
366 BD buyer | IC information | SU supplier | EX expeditor | OC order contact
363 GEN general | ERR error | DEL delivery
735 S shipment | O order | T pallet or tare | P pack | I item | K kit | D part of a kit
1005 0001 shipment, order, pack, item | 0002 shipment, order, item, pack | 0003 shipment, pack, order, item | 0004 shipment, order, item
640 AS as stated
679 A first shift | C third shift | Y none
678 Y none | A Monday to Friday
ISA01 00 none | 03 additional data
ISA03 00 none | 01 password
ISA05 01 DUNS | 02 SCAC | 08 UCC | 12 phone number | 14 DUNS with suffix | 16 DUNS with four characters | 20 health industry number | ZZ as agreed
ISA07 01 DUNS | 02 SCAC | 08 UCC | 12 phone number | 14 DUNS with suffix | 16 DUNS with four characters | 20 health industry number | ZZ as agreed
ISA14 0 no | 1 yes
ISA15 P production | T test | I information
GS01 PO orders | PR order answers | PS planning schedules | SS shipping schedules | FA acknowledgments | AG application advice | SH ship notices | PC order changes | CA answers to changes | RC receipts | IB inventory | IN invoices | TX text | RS order status
TA104 A accepted | E accepted with errors | R rejected
TA105 000 no error | 001 control numbers differ | 002 standard not supported | 003 version not supported | 004 segment terminator | 005 sender qualifier | 006 sender id | 007 receiver qualifier | 008 receiver id | 009 receiver unknown | 010 authorization qualifier | 011 authorization | 012 security qualifier | 013 security | 014 date | 015 time | 016 standards id | 017 version | 018 control number | 019 acknowledgment wish | 020 usage | 021 number of groups | 022 structure | 023 ended too early | 024 content | 025 control number used twice | 026 element separator | 027 component separator
`
