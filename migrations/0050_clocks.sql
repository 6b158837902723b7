-- What our side has not dealt with holds a clock's step back: what waits for a person or is held, too.
DROP INDEX "interchanges_unread";
CREATE INDEX "interchanges_unread" ON "interchanges" USING btree ("buyer_id","supplier_id","at") WHERE direction = 'in' and status in ('received', 'answered', 'needs-attention', 'held');