CREATE TABLE "order_numbers" (
	"org_id" uuid PRIMARY KEY NOT NULL,
	"next" integer NOT NULL
);

ALTER TABLE "order_lines" ADD COLUMN "asked_version" integer DEFAULT 1 NOT NULL;
ALTER TABLE "orders" ADD COLUMN "status" text DEFAULT 'awaiting-answer' NOT NULL;
ALTER TABLE "order_numbers" ADD CONSTRAINT "order_numbers_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "orders_by_status" ON "orders" USING btree ("buyer_id","status");