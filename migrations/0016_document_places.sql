ALTER TABLE "documents" ADD COLUMN "bytes_from" integer;
ALTER TABLE "documents" ADD COLUMN "bytes_to" integer;
ALTER TABLE "documents" ADD COLUMN "group_from" integer;
-- Pieces of long interchanges are read without the rest: compressed, each would be unpacked from the beginning.
ALTER TABLE "interchanges" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
