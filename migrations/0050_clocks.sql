-- What our side has not dealt with holds a clock's step back: what waits for a person or is held, too.
-- A line that the buyer asks for anew is due on a round of its own.
DROP INDEX "interchanges_unread";
ALTER TABLE "clocks" ADD COLUMN "lines" integer[];
CREATE INDEX "interchanges_unread" ON "interchanges" USING btree ("buyer_id","supplier_id","at") WHERE direction = 'in' and status in ('received', 'answered', 'needs-attention', 'held');