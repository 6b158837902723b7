-- Whoever writes a fact or leaves work behind rings the publisher's bell; at commit, once, however many rows it was.
create function kernel.ring() returns trigger language plpgsql as $$
begin
  perform pg_notify('pullwire_work', '');
  return null;
end $$;
create trigger ring after insert on events for each statement execute function kernel.ring();
create trigger ring after insert on work for each statement execute function kernel.ring();
