-- What a document names beside its own subject: an 856 may speak of several orders.
CREATE TABLE "further_subjects" (
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	CONSTRAINT "further_subjects_document_id_subject_id_pk" PRIMARY KEY("document_id","subject_id")
);

ALTER TABLE "further_subjects" ADD CONSTRAINT "further_subjects_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "further_subjects_of_subject" ON "further_subjects" USING btree ("subject_id");

-- Found as the supplier's system speaks; a corrected copy may name others.
call kernel.two_party('further_subjects', inserts => 'supplier', updates => 'nobody', deletes => 'supplier');
