-- Groups that a buyer sorts its suppliers and items by, and how much an order hurries: what a response policy may be narrowed to.
CREATE TABLE "item_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "item_groups_of_org" UNIQUE("org_id","id")
);

CREATE TABLE "supplier_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "supplier_groups_of_org" UNIQUE("org_id","id")
);

DROP INDEX "policies_once";
ALTER TABLE "items" ADD COLUMN "group_id" uuid;
ALTER TABLE "orders" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;
ALTER TABLE "orders" ADD COLUMN "item_group_id" uuid;
ALTER TABLE "relationships" ADD COLUMN "supplier_group_id" uuid;
ALTER TABLE "policies" ADD COLUMN "only_supplier_group_id" uuid;
ALTER TABLE "policies" ADD COLUMN "only_item_group_id" uuid;
ALTER TABLE "policies" ADD COLUMN "only_priority" text;
ALTER TABLE "policy_versions" ADD COLUMN "only_supplier_group_id" uuid;
ALTER TABLE "policy_versions" ADD COLUMN "only_item_group_id" uuid;
ALTER TABLE "policy_versions" ADD COLUMN "only_priority" text;
ALTER TABLE "item_groups" ADD CONSTRAINT "item_groups_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "supplier_groups" ADD CONSTRAINT "supplier_groups_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "item_groups_label" ON "item_groups" USING btree ("org_id",lower(label));
CREATE UNIQUE INDEX "supplier_groups_label" ON "supplier_groups" USING btree ("org_id",lower(label));
ALTER TABLE "items" ADD CONSTRAINT "items_org_id_group_id_item_groups_org_id_id_fk" FOREIGN KEY ("org_id","group_id") REFERENCES "public"."item_groups"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "orders" ADD CONSTRAINT "orders_buyer_id_item_group_id_item_groups_org_id_id_fk" FOREIGN KEY ("buyer_id","item_group_id") REFERENCES "public"."item_groups"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_buyer_id_supplier_group_id_supplier_groups_org_id_id_fk" FOREIGN KEY ("buyer_id","supplier_group_id") REFERENCES "public"."supplier_groups"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "policies" ADD CONSTRAINT "policies_org_id_only_supplier_group_id_supplier_groups_org_id_id_fk" FOREIGN KEY ("org_id","only_supplier_group_id") REFERENCES "public"."supplier_groups"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "policies" ADD CONSTRAINT "policies_org_id_only_item_group_id_item_groups_org_id_id_fk" FOREIGN KEY ("org_id","only_item_group_id") REFERENCES "public"."item_groups"("org_id","id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "policies_once" ON "policies" USING btree ("org_id","kind",coalesce(only_supplier_id, org_id),coalesce(only_supplier_group_id, org_id),coalesce(only_item_group_id, org_id),coalesce(only_priority, '')) WHERE retired_at is null;

-- A label is the buyer's own knowledge. A supplier's transaction finds ids in rows that both read, and no label to any.
call kernel.one_party('supplier_groups');
call kernel.one_party('item_groups');

-- A supplier reads the policies that time it: of those for groups the ones for its own.
drop policy times_me on policies;
create policy times_me on policies for select to pullwire_web, pullwire_worker using (
  retired_at is null and (only_supplier_id is null or only_supplier_id = (select kernel.org()))
  and exists (select from relationships r where r.buyer_id = policies.org_id and r.supplier_id = (select kernel.org())
    and (policies.only_supplier_group_id is null or policies.only_supplier_group_id = r.supplier_group_id)));
