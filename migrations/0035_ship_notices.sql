-- Ship notices: what a supplier says is on its way, and of which order lines.
CREATE TABLE "ship_notice_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"notice_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"quantity" numeric NOT NULL,
	"lot" text DEFAULT '' NOT NULL
);

CREATE TABLE "ship_notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"number" text NOT NULL,
	"state" text NOT NULL,
	"ship_date" date NOT NULL,
	"arrival_date" date NOT NULL,
	"carrier" text DEFAULT '' NOT NULL,
	"tracking_number" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"ship_to_site_id" uuid,
	"ship_to" jsonb NOT NULL,
	"published_by" text NOT NULL,
	"channel" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"document_id" uuid,
	"cancelled_at" timestamp with time zone,
	"cancelled_by" text,
	"cancel_reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "ship_notices_of_parties" UNIQUE("buyer_id","supplier_id","id")
);

ALTER TABLE "ship_notice_items" ADD CONSTRAINT "ship_notice_items_line_id_order_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "ship_notice_items" ADD CONSTRAINT "ship_notice_items_buyer_id_supplier_id_notice_id_ship_notices_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","notice_id") REFERENCES "public"."ship_notices"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "ship_notice_items" ADD CONSTRAINT "ship_notice_items_buyer_id_supplier_id_order_id_orders_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","order_id") REFERENCES "public"."orders"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "ship_notices" ADD CONSTRAINT "ship_notices_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "ship_notice_items_of_notice" ON "ship_notice_items" USING btree ("notice_id");
CREATE INDEX "ship_notice_items_of_line" ON "ship_notice_items" USING btree ("line_id");
CREATE INDEX "ship_notice_items_of_order" ON "ship_notice_items" USING btree ("order_id");
CREATE UNIQUE INDEX "ship_notices_number" ON "ship_notices" USING btree ("buyer_id","supplier_id","number");
CREATE UNIQUE INDEX "ship_notices_of_document" ON "ship_notices" USING btree ("document_id");
CREATE INDEX "ship_notices_of_buyer" ON "ship_notices" USING btree ("buyer_id","received_at");
CREATE INDEX "ship_notices_of_supplier" ON "ship_notices" USING btree ("supplier_id","received_at");

-- The supplier alone says what it ships and takes it back; what a notice holds is never changed.
call kernel.two_party('ship_notices', inserts => 'supplier', updates => 'supplier');
call kernel.two_party('ship_notice_items', inserts => 'supplier', updates => 'nobody');
