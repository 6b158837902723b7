CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"search" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_org_id_person_id_memberships_org_id_person_id_fk" FOREIGN KEY ("org_id","person_id") REFERENCES "public"."memberships"("org_id","person_id") ON DELETE cascade ON UPDATE no action;
CREATE UNIQUE INDEX "saved_views_named" ON "saved_views" USING btree ("org_id","person_id","page","name");

call kernel.one_party('saved_views');
