-- That the parties of a row never change is asked of the columns, not of the whole row written out as JSON: of an
-- interchange of megabytes, too, it costs nothing.
create or replace function kernel.parties_stay() returns trigger language plpgsql as $$
begin
  raise exception 'the parties of a row of % never change', tg_table_name;
end $$;

create procedure kernel.keep_parties(guarded regclass) language plpgsql as $$
declare
  changed text := (
    select string_agg(format('old.%1$I is distinct from new.%1$I', attname), ' or ')
      from pg_attribute
     where attrelid = guarded and attname in ('org_id', 'buyer_id', 'supplier_id') and not attisdropped);
begin
  execute format('create or replace trigger parties_stay before update on %s for each row when (%s)
    execute function kernel.parties_stay()', guarded, changed);
end $$;

create or replace procedure kernel.one_party(guarded regclass) language plpgsql as $$
begin
  call kernel.guard(guarded);
  execute format('create policy own_rows on %s to pullwire_web, pullwire_worker
    using (org_id = (select kernel.org())) with check (org_id = (select kernel.org()))', guarded);
  call kernel.keep_parties(guarded);
end $$;

create or replace procedure kernel.two_party(guarded regclass, inserts text, updates text, deletes text default 'nobody') language plpgsql as $$
declare
  may jsonb := jsonb_build_object(
    'buyer', 'buyer_id = (select kernel.org())',
    'supplier', 'supplier_id = (select kernel.org())',
    'either', '(buyer_id = (select kernel.org()) or supplier_id = (select kernel.org()))',
    'nobody', 'false');
begin
  call kernel.guard(guarded);
  execute format('create policy parties_read on %s for select to pullwire_web, pullwire_worker using (%s)', guarded, may->>'either');
  execute format('create policy party_inserts on %s for insert to pullwire_web, pullwire_worker with check (%s)', guarded, may->>inserts);
  execute format('create policy party_updates on %s for update to pullwire_web, pullwire_worker using (%s) with check (%s)',
    guarded, may->>updates, may->>updates);
  execute format('create policy party_deletes on %s for delete to pullwire_web, pullwire_worker using (%s)', guarded, may->>deletes);
  call kernel.keep_parties(guarded);
end $$;

do $$
declare guarded regclass;
begin
  for guarded in select tgrelid::regclass from pg_trigger where tgname = 'parties_stay' loop
    call kernel.keep_parties(guarded);
  end loop;
end $$;
call kernel.keep_parties('work');
