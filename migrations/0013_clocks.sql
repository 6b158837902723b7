-- What our side has not dealt with holds a clock's step back: what waits for a person or is held, too.
-- A line that the buyer asks for anew is due on a round of its own.
-- What failed in the background is shown to those who run the organization's side.
DROP INDEX "interchanges_unread";
ALTER TABLE "clocks" ADD COLUMN "lines" integer[];
CREATE INDEX "work_in_trouble" ON "work" USING btree ("org_id","created_at") WHERE done_at is null and (failed_at is not null or attempts > 0);
CREATE INDEX "interchanges_unread" ON "interchanges" USING btree ("buyer_id","supplier_id","at") WHERE direction = 'in' and status in ('received', 'answered', 'needs-attention', 'held');