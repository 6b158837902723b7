DROP INDEX "interchanges_inbox";
ALTER TABLE "documents" ADD COLUMN "working_text" text;
ALTER TABLE "interchanges" ADD COLUMN "delivery_since" timestamp with time zone;
ALTER TABLE "interchanges" ADD COLUMN "released_at" timestamp with time zone;
ALTER TABLE "interchanges" ADD COLUMN "closed_at" timestamp with time zone;
CREATE INDEX "documents_waiting" ON "documents" USING btree ("buyer_id","supplier_id") WHERE status = 'needs-attention';
CREATE INDEX "interchanges_related" ON "interchanges" USING btree ("related_id") WHERE related_id is not null;
CREATE INDEX "interchanges_held" ON "interchanges" USING btree ("buyer_id","supplier_id","sha256") WHERE status = 'held';
CREATE UNIQUE INDEX "interchanges_inbox" ON "interchanges" USING btree ("buyer_id","supplier_id","sender_qualifier","sender_id","receiver_qualifier","receiver_id","control","usage") WHERE direction = 'in' and status <> 'held' and released_at is null;