DROP INDEX "interchanges_inbox";
-- Two of one number may be there, one of them released: it came second, and stands beside the other as such.
update interchanges late set held_as = 'conflict'
  where held_as = 'mismatch' and released_at is not null and exists (
    select from interchanges first
      where first.buyer_id = late.buyer_id and first.supplier_id = late.supplier_id and first.direction = 'in'
        and first.sender_qualifier = late.sender_qualifier and first.sender_id = late.sender_id
        and first.receiver_qualifier = late.receiver_qualifier and first.receiver_id = late.receiver_id
        and first.control = late.control and first.usage = late.usage and first.id <> late.id
        and (first.held_as is null or (first.held_as = 'mismatch' and first.released_at is not null
             and (first.released_at, first.id) < (late.released_at, late.id))));
CREATE UNIQUE INDEX "interchanges_inbox" ON "interchanges" USING btree ("buyer_id","supplier_id","sender_qualifier","sender_id","receiver_qualifier","receiver_id","control","usage") WHERE direction = 'in' and status <> 'held' and (released_at is null or held_as = 'mismatch');
ALTER TABLE "interchanges" ADD COLUMN "delivery_unanswered" boolean DEFAULT false NOT NULL;
CREATE INDEX "interchanges_unanswered" ON "interchanges" USING btree ("buyer_id","supplier_id","delivery_since") WHERE delivery = 'queued' and delivery_unanswered;
