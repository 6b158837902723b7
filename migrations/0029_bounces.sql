CREATE INDEX "notices_of_message" ON "notices" USING btree ("message_id");

-- The name of a mail that came back, as nobody knows whose it is until its notice is found by it (decision 005).
create function kernel.message_id() returns text language sql stable parallel safe
  return nullif(current_setting('app.message_id', true), '');
create policy worker_finds on notices for select to pullwire_worker using (message_id = (select kernel.message_id()));
