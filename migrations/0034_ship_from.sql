-- From where a supplier ships, each site with its working calendar; and working calendars of the buyer's own sites.
CREATE TABLE "ship_from_sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"name" text NOT NULL,
	"calendar_id" uuid,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "ship_from_sites_of_parties" UNIQUE("buyer_id","supplier_id","id")
);

ALTER TABLE "sites" ADD COLUMN "calendar_id" uuid;
ALTER TABLE "supplier_items" ADD COLUMN "ship_from_id" uuid;
ALTER TABLE "clocks" ADD COLUMN "places" jsonb;
ALTER TABLE "ship_from_sites" ADD CONSTRAINT "ship_from_sites_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "ship_from_sites" ADD CONSTRAINT "ship_from_sites_buyer_id_calendar_id_calendars_org_id_id_fk" FOREIGN KEY ("buyer_id","calendar_id") REFERENCES "public"."calendars"("org_id","id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "ship_from_sites_name" ON "ship_from_sites" USING btree ("buyer_id","supplier_id",lower(name));
CREATE INDEX "ship_from_sites_counted_on" ON "ship_from_sites" USING btree ("supplier_id","calendar_id") WHERE calendar_id is not null;
ALTER TABLE "sites" ADD CONSTRAINT "sites_org_id_calendar_id_calendars_org_id_id_fk" FOREIGN KEY ("org_id","calendar_id") REFERENCES "public"."calendars"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "supplier_items" ADD CONSTRAINT "supplier_items_buyer_id_supplier_id_ship_from_id_ship_from_sites_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","ship_from_id") REFERENCES "public"."ship_from_sites"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "sites_counted_on" ON "sites" USING btree ("calendar_id") WHERE calendar_id is not null;
CREATE INDEX "supplier_items_from" ON "supplier_items" USING btree ("ship_from_id") WHERE ship_from_id is not null;

-- Asked of orders for each site that is read: looked up, however few suppliers have nearly all of them.
CREATE INDEX "orders_going_to" ON "orders" USING btree ("supplier_id","ship_to_site_id");
alter table orders alter column supplier_id set (n_distinct = -0.001), alter column ship_to_site_id set (n_distinct = -0.001);
analyze orders;

-- Entered by the buyer, as what is agreed is; both read them.
call kernel.two_party('ship_from_sites', inserts => 'buyer', updates => 'buyer', deletes => 'buyer');

-- A proposal starts the buyer's own clock, in the supplier's transaction: it finds the sites that its orders go to, where they have a say.
create policy goods_go_there on sites for select to pullwire_web, pullwire_worker
  using (calendar_id is not null
    and exists (select from orders o where o.ship_to_site_id = sites.id and o.supplier_id = (select kernel.org())));

-- Whoever is timed by a calendar may read it: a supplier those of the sites that it ships from, and that its goods go to.
create policy of_a_site on calendars for select to pullwire_web, pullwire_worker using (
  exists (select from ship_from_sites f where f.calendar_id = calendars.id and f.supplier_id = (select kernel.org()))
  or exists (select from sites s where s.calendar_id = calendars.id));
create policy of_a_site on calendar_versions for select to pullwire_web, pullwire_worker using (
  exists (select from ship_from_sites f where f.calendar_id = calendar_versions.calendar_id and f.supplier_id = (select kernel.org()))
  or exists (select from sites s where s.calendar_id = calendar_versions.calendar_id));
