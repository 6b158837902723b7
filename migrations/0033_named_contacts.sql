-- Contacts without a sign-in that a buyer's ladders may name; and with a step who of those named was there when it fired. The telephone of a supplier's contact.
CREATE TABLE "named_contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

ALTER TABLE "escalations" ADD COLUMN "named" jsonb;
ALTER TABLE "escalations" ADD COLUMN "gone" integer DEFAULT 0 NOT NULL;
ALTER TABLE "named_contacts" ADD CONSTRAINT "named_contacts_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "relationships" ADD COLUMN "contact_phone" text DEFAULT '' NOT NULL;
CREATE UNIQUE INDEX "named_contacts_email" ON "named_contacts" USING btree ("org_id","email") WHERE removed_at is null;

-- Both parties read steps, which hold ids alone: who that is only the buyer reads.
call kernel.one_party('named_contacts');
