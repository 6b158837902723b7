/** Names of segments and elements, short and in our own words. `TAGnn` names one place, a number a data element anywhere. */

export const segmentWords = `
ST start of the document
SE end of the document
BAK answer: beginning
BEG order: beginning
BFR forecast: beginning
BSS shipping schedule: beginning
BGN beginning
BCH order change: beginning
BCA answer to a change: beginning
BSN ship notice: beginning
BRA receipt: beginning
BIA inventory: beginning
BIG invoice: beginning
BSR order status: beginning
BMG text message: beginning
ACK answer to a line
ATH authorization to make or buy
SHP shipped or received so far
FST quantity wanted by date
SDP delivery pattern
JIT quantity by time of day
LIN item
PO1 line ordered
POC line changed
PO3 more about the line
PO4 packing of the item
IT1 line invoiced
UIT unit of measure
PRS release status of the part
SCH delivery schedule
SDQ quantity by destination
SLN part of a line
SN1 quantity shipped
PRF order referred to
HL level of the hierarchy
RCD received
OTI document referred to
TED what was wrong
RED data referred to
NTE note
REF reference
N9 reference with text
DTM date
DTP date or period
PER person to contact
N1 party
N2 more of the name
N3 street
N4 city
NM1 person or company
CUR currency
CTT totals
AMT amount
QTY quantity
MSG text
MTX text
PID description
MEA measurement
MAN marks and labels
PKG packaging
TD1 packages and weight
TD3 vehicle or container
TD4 special handling
TD5 carrier and route
FOB delivery terms
ITD payment terms
DIS discount
SAC allowance or charge
CTP price
CSH conditions of sale
TAX tax reference
TXI tax
LDT lead time
LM source of the codes that follow
LQ code of that source
LS start of a bounded group
LE end of a bounded group
XPO order numbers assigned beforehand
TDS invoice total
ISR status of an item
AK1 group acknowledged
AK2 document acknowledged
AK3 segment in error
AK4 element in error
AK5 verdict on the document
AK9 verdict on the group
IK3 segment in error
IK4 element in error
IK5 verdict on the document
CTX context of the error
TA1 verdict on the interchange
ISA interchange header
IEA interchange trailer
GS group header
GE group trailer
YNQ question with yes or no
DMG about a person
PWK papers that come along
L7 tariff
BAL balance
INC payment in parts
PAM amount for a period
V1 vessel
R4 port or terminal
FA1 accounting: by whom
FA2 accounting: code
CRC condition that applies
IT3 more about the item invoiced
CAD carrier and shipment
SR times asked for
TC2 commodity
ISS shipped in all
ITA allowance or charge, as in older releases
DD details of the order
UNT unit of measure, as in older releases
CS contract in short
G53 what to maintain
PCT percentage
SI service features
CTB limit on the order
NX2 parts of the address
SPI specification
G61 contact
CB1 contract and price facts
ADV advertising
CN1 contract
IT8 conditions of sale for the line
EFI embedded file
IN2 parts of a name
TSD trailer details
LH1 hazardous goods: quantity
LH2 hazardous goods: class
LH3 hazardous goods: shipping name
LFH hazardous goods: more in text
LEP permits for waste
LH4 hazardous goods: emergency
LHT hazardous goods: labels over borders
LHR hazardous goods: reference
LHE hazardous goods: label wanted
CLD loads
PAL pallet
ETD premium freight
GF charges of the carrier
AT9 trailer measures
MIT message
PD pricing
PDD pricing of the line
LX number of the line
`

export const elementWords = `
ISA01 authorization is
ISA02 authorization
ISA03 security is
ISA04 security
ISA05 sender id is
ISA06 sender
ISA07 receiver id is
ISA08 receiver
ISA09 date
ISA10 time
ISA11 repetition separator or standard
ISA12 version
ISA13 control number
ISA14 acknowledgment wanted
ISA15 usage
ISA16 component separator
IEA01 number of groups
IEA02 control number
GS01 kind of group
GS02 sender
GS03 receiver
GS04 date
GS05 time
GS06 control number
GS07 agency
GS08 version
GE01 number of documents
GE02 control number
TA101 interchange acknowledged
TA102 its date
TA103 its time
TA104 verdict
TA105 reason
ST01 document type
ST02 control number
ST03 convention used
SE01 number of segments
SE02 control number
BAK01 purpose
BAK02 answer type
BAK03 order number
BAK04 order date
BAK05 release number
BAK06 request number
BAK07 contract number
BAK08 supplier's reference
BAK09 answer date
BEG01 purpose
BEG02 order type
BEG03 order number
BEG04 release number
BEG05 order date
BEG06 contract number
BFR01 purpose
BFR02 forecast number
BFR03 release number
BFR04 dates mean
BFR05 quantities mean
BFR06 horizon start
BFR07 horizon end
BFR08 issued on
BFR09 updated on
BFR10 contract number
BFR11 order number
BSS01 purpose
BSS02 schedule number
BSS03 issued on
BSS04 dates mean
BSS05 horizon start
BSS06 horizon end
BSS07 release number
BSS08 reference
BSS09 contract number
BSS10 order number
BSS11 quantities mean
BGN01 purpose
BGN02 advice number
BGN03 date
BGN04 time
BGN06 number of the original
BSN02 shipment number
BSN03 date
BSN04 time
ACK01 answer to the line
ACK02 quantity
ACK03 unit
ACK04 date means
ACK05 date
PO101 line number
PO102 quantity ordered
PO103 unit
PO104 unit price
PO105 price basis
LIN01 line number
FST01 quantity
FST02 firmness
FST03 bucket
FST04 date
FST05 end of the period
FST06 date or time means
FST07 time
FST08 reference means
FST09 reference
SHP01 quantity means
SHP02 quantity
SHP03 date means
SHP04 date
SHP06 end date
ATH01 authorization
ATH02 until
ATH03 quantity
ATH04 maximum quantity
ATH05 from
JIT01 quantity
JIT02 time
OTI01 verdict
OTI02 reference means
OTI03 reference
OTI04 sender of the original
OTI05 receiver of the original
OTI06 date
OTI07 time
OTI08 group control number
OTI09 document control number
OTI10 document type
OTI11 version
TED01 kind of error
TED02 explanation
TED03 segment
TED04 position of the segment
TED05 position of the element
TED07 bad value
TED08 right value
AK101 kind of group
AK102 group control number
AK103 version
AK201 document type
AK202 document control number
AK301 segment
AK302 position of the segment
AK303 bounded group
AK304 segment error
AK401 position of the element
AK402 number of the element
AK403 element error
AK404 bad value
AK501 verdict
AK502 reason
AK901 verdict
AK902 documents said
AK903 documents received
AK904 documents accepted
AK905 reason
N101 party is
N102 name
N103 id is
N104 id
REF01 reference means
REF02 reference
REF03 description
N901 reference means
N902 reference
DTM01 date means
DTM02 date
DTM03 time
QTY01 quantity means
QTY02 quantity
CTT01 number of lines
CTT02 hash total
HL01 level id
HL02 level above
HL03 level
SDP01 pattern
SDP02 time of day
SCH01 quantity
SCH02 unit
SCH05 date means
SCH06 date
92 order type
93 name
96 number of segments
97 documents said
98 party is
100 currency
103 package
107 payment method
110 verdict
116 postal code
123 documents received
124 receiver of the original
127 reference
128 reference means
133 position in the route
142 sender of the original
143 document type
146 freight paid by
156 state
166 street
187 weight means
19 city
2 documents accepted
206 vehicle initials
207 vehicle number
212 unit price
22 commodity
234 item number
235 item number is
236 price is
26 country
280 exchange rate
28 group control number
3 explanation
305 handling
306 action
309 place is
310 place
323 order date
324 order number
326 request number
327 change number
328 release number
329 control number
330 quantity ordered
335 delivery terms
337 time
346 application
347 hash total
349 kind of description
350 line number
352 description
353 purpose
354 number of lines
355 unit
356 pack
363 kind of note
364 phone or address
365 phone or mail
366 role of the contact
367 contract number
368 order status
369 description
373 date
374 date means
380 quantity
382 quantity shipped
384 weight of the pack
387 route
396 shipment number
443 reference
447 bounded group
478 credit or debit
479 kind of group
480 version
522 amount is
559 agency
587 answer type
61 text
610 amount
623 time zone
628 level id
639 price basis
640 kind of business
641 reason
646 shipped so far
647 kind of error
66 id is
663 quantity received
664 quantity returned
667 quantity in question
668 answer to the line
67 id
670 change
671 quantity left
672 authorization
673 quantity means
675 dates mean
676 quantities mean
678 pattern
679 time of day
680 firmness
681 bucket
706 relation
715 verdict on the group
716 reason
717 verdict on the document
718 reason
719 position of the segment
720 segment error
721 segment
722 position of the element
723 element error
724 bad value
725 number of the element
732 transit time unit
733 transit time
734 level above
735 level
736 has levels below
738 measurement
739 measured
76 invoice number
782 amount
783 kind of schedule
79 load
80 packages
81 weight
87 mark
88 mark is
91 transport
933 text
96 number of segments
961 right value
1005 order of levels
1019 kind of invoice
1166 kind of contract
1232 category
1250 format of the date
1251 date or period
1705 convention used
C001 unit, composed
C002 steps to take
C030 position in the segment
C040 further references
C056 origin of a person
C998 context
C999 number of the element
23 commodity code is
24 equipment kind
40 equipment is
46 tariff section
54 ownership passes at
55 vessel name
59 tariff of freight
65 height
82 length
102 who owns it
113 tariff supplement
114 port
115 port is
118 rate
119 tariff date
140 carrier
152 how to handle it
168 tariff from
169 tariff number
170 tariff item
171 tariff item part
172 tariff item part
173 tariff part
174 terminal
182 vessel code
183 volume
184 volume unit
188 unit of weight
189 width
200 compartment
208 hazardous goods code is
209 hazardous goods class
213 number of the line
215 hazard class
218 hazard wording
219 position on the trailer
222 placard
224 shipping name
225 seal
227 tariff distance
230 packing group
238 emergency plan
248 allowance or charge
249 vessel type
254 hazardous mark
267 number
271 permit
277 UN number
284 speed of service
289 multiplier
294 tariff quantity
295 tariff step
325 tax number
331 how it is settled
332 percent
333 basis of the terms
334 transport terms are
336 kind of terms
338 discount percent
339 quantity for the charge
341 special charge number
342 percent of the invoice
344 unit of the period
345 lead time is
351 discount days
357 size
358 invoiced quantity
359 rate
360 total amount
362 discount amount
370 discount until
371 reason for the change
378 percent of
383 difference
385 volume of the pack
386 net days
388 deferred payment due
389 deferred amount
395 pallet weight
399 pallet made by
400 marking
407 seal is
408 temperature
412 condition on receipt
426 why it was adjusted
433 contract status
441 taxable
446 net due
499 value of the condition
508 account
554 number
560 special service
563 how it may be sold
566 action when not met
567 length of the equipment
595 residue
597 lloyd's number
618 reason
620 segment error
621 element error
622 loads
624 century
626 premium freight reason
627 premium freight paid by
648 multiplier is
649 multiplier
653 discount terms
654 discount unit
655 discount value
656 discount control
657 discount limit
659 verified by
662 relation to the line
665 hazardous wording kind
669 currency market
682 status of the part
687 trade
688 limit is
704 step
728 returnable or not
729 feature
731 way of transit
737 measured for
740 from
741 to
743 authorization from
750 process
751 product code
752 surface or layer
753 packing characteristic
754 packing code
755 report
756 report sent by
757 copies
759 hazard label
765 day of the month
770 option
786 security
787 size in bytes
788 block size
789 record kind
790 entity
791 entity description
792 entity is for
797 security method
799 version
800 program
801 program version
802 program name
803 file
804 block kind
805 emergency contact
806 waste code
807 waste permit
808 more about the hazard is
809 more about the hazard
810 inner packs
819 language
822 industry code from
828 tax amount
847 order status asked for
848 order kind
849 receiver asks for
850 status reported
854 vessel need
875 maintenance
883 pallet
884 tiers
885 blocks in a tier
897 transport kind
931 width of the page
932 length of the page
934 line control
935 measurement attribute
936 attribute of the measure
951 balance is
954 percent
955 tax place is
956 tax place
962 receipt kind
963 tax
983 marine pollutant
984 shipping name is
985 not otherwise specified
986 technical name needed
1000 service feature
1004 percent is of
1018 exponent
1023 hazard area
1035 last name or company
1036 first name
1037 middle name
1038 title before
1039 title behind
1065 person or company
1066 citizenship
1067 married or not
1068 gender
1073 yes or no
1096 district
1104 part of the name is
1106 part of the address is
1109 origin
1136 condition area
1179 tax exempt
1195 accounting code
1196 accounting code is
1270 list is
1271 code of the list
1300 service or charge
1301 agency's service
1309 cost
1310 cost kind
1321 condition
1322 action
1373 measure method
1375 hazardous quantity
1401 proposal
1430 times of a day
1470 number
1525 access
1528 component
1551 text
1570 encoding
1609 data is
1686 repetition
1699 pallet exchange
1715 part of the country
9998 reference in the context
9999 name of the context
`
