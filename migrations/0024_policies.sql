-- Response policies: what a buyer sets for many answers at once, in versions; a clock keeps the one that it started under.
CREATE TABLE "policies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"only_supplier_id" uuid,
	"retired_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "policies_of_org" UNIQUE("org_id","id")
);

CREATE TABLE "policy_versions" (
	"policy_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"only_supplier_id" uuid,
	"target" jsonb NOT NULL,
	"calendar_id" uuid,
	"ladder" jsonb NOT NULL,
	"pause_reasons" jsonb NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "policy_versions_policy_id_version_pk" PRIMARY KEY("policy_id","version")
);

ALTER TABLE "clocks" ADD COLUMN "policy" jsonb;
ALTER TABLE "policies" ADD CONSTRAINT "policies_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "policies" ADD CONSTRAINT "policies_org_id_only_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("org_id","only_supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_org_id_policy_id_policies_org_id_id_fk" FOREIGN KEY ("org_id","policy_id") REFERENCES "public"."policies"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_org_id_calendar_id_calendars_org_id_id_fk" FOREIGN KEY ("org_id","calendar_id") REFERENCES "public"."calendars"("org_id","id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "policies_name" ON "policies" USING btree ("org_id","name") WHERE retired_at is null;
CREATE UNIQUE INDEX "policies_once" ON "policies" USING btree ("org_id","kind",coalesce(only_supplier_id, org_id)) WHERE retired_at is null;
CREATE INDEX "policy_versions_of_org" ON "policy_versions" USING btree ("org_id");
CREATE INDEX "policy_versions_counted_on" ON "policy_versions" USING btree ("calendar_id") WHERE calendar_id is not null;

-- A supplier reads the policies that time what it is asked from now on: a clock may start in its own transaction.
call kernel.one_party('policies');
call kernel.one_party('policy_versions');
create policy times_me on policies for select to pullwire_web, pullwire_worker using (
  retired_at is null and (only_supplier_id is null or only_supplier_id = (select kernel.org()))
  and exists (select from relationships r where r.buyer_id = policies.org_id and r.supplier_id = (select kernel.org())));
create policy times_me on policy_versions for select to pullwire_web, pullwire_worker using (
  exists (select from policies p where p.id = policy_versions.policy_id and p.version = policy_versions.version));

-- And the calendar that such a policy counts on.
create policy counted_on_by_policy on calendars for select to pullwire_web, pullwire_worker
  using (exists (select from policy_versions v where v.calendar_id = calendars.id));
create policy counted_on_by_policy on calendar_versions for select to pullwire_web, pullwire_worker
  using (exists (select from policy_versions v where v.calendar_id = calendar_versions.calendar_id));
