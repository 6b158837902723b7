ALTER TABLE "clocks" ADD COLUMN "soon_at" timestamp with time zone;
ALTER TABLE "clocks" ADD COLUMN "note" text DEFAULT '' NOT NULL;
ALTER TABLE "escalations" ADD COLUMN "why" text DEFAULT '' NOT NULL;
ALTER TABLE "escalations" ADD COLUMN "unread" boolean DEFAULT false NOT NULL;
CREATE INDEX "interchanges_unread" ON "interchanges" USING btree ("buyer_id","supplier_id","at") WHERE direction = 'in' and status in ('received', 'answered');
CREATE INDEX "clocks_stopped" ON "clocks" USING btree ("buyer_id","stopped_at") WHERE stopped_at is not null;