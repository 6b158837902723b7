-- Who may see and change which row. Everything is denied unless a line here allows it.

-- Parties of a row are decided when it is written, for good.
create function kernel.parties_stay() returns trigger language plpgsql as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
begin
  if (before->>'org_id', before->>'buyer_id', before->>'supplier_id')
     is distinct from (after->>'org_id', after->>'buyer_id', after->>'supplier_id') then
    raise exception 'the parties of a row of % never change', tg_table_name;
  end if;
  return new;
end $$;

-- Row-level security on, forced even for the owner, who gets a policy of its own to migrate by.
create procedure kernel.guard(guarded regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('create policy owner_migrates on %s to current_user using (true) with check (true)', guarded);
  execute format('grant select, insert, update, delete on %s to pullwire_web, pullwire_worker', guarded);
end $$;

-- One organization's own rows.
create procedure kernel.one_party(guarded regclass) language plpgsql as $$
begin
  call kernel.guard(guarded);
  execute format('create policy own_rows on %s to pullwire_web, pullwire_worker
    using (org_id = (select kernel.org())) with check (org_id = (select kernel.org()))', guarded);
  execute format('create trigger parties_stay before update on %s for each row execute function kernel.parties_stay()', guarded);
end $$;

-- Rows that buyer and supplier both see; who may write them is said side by side: 'buyer', 'supplier', 'either' or 'nobody'.
create procedure kernel.two_party(guarded regclass, inserts text, updates text, deletes text default 'nobody') language plpgsql as $$
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
  execute format('create trigger parties_stay before update on %s for each row execute function kernel.parties_stay()', guarded);
end $$;

-- Partners: two-party rows with two exceptions written out below.
call kernel.guard('relationships');
create trigger parties_stay before update on relationships for each row execute function kernel.parties_stay();
create policy parties_read on relationships for select to pullwire_web, pullwire_worker
  using (buyer_id = (select kernel.org()) or supplier_id = (select kernel.org()));
create policy party_updates on relationships for update to pullwire_web, pullwire_worker
  using (buyer_id = (select kernel.org()) or (supplier_id = (select kernel.org()) and status = 'proposed'))
  with check (buyer_id = (select kernel.org()) or (supplier_id = (select kernel.org()) and status in ('active', 'declined')));
-- A proposal is the supplier's to agree to, and agreeing is all that the supplier may change.
create function kernel.supplier_agrees() returns trigger language plpgsql as $$
begin
  if kernel.org() = old.supplier_id
     and to_jsonb(new) - '{status,updated_at,version}'::text[] is distinct from to_jsonb(old) - '{status,updated_at,version}'::text[] then
    raise exception 'a supplier changes nothing of a relationship but whether it agrees';
  end if;
  if kernel.org() = old.buyer_id and new.status is distinct from old.status
     and old.status in ('proposed', 'declined') and new.status <> 'proposed' then
    raise exception 'only the supplier agrees to a proposed relationship';
  end if;
  return new;
end $$;
create trigger supplier_agrees before update on relationships for each row execute function kernel.supplier_agrees();
-- The worker watches folders of all relationships that use one; it reads them here and then acts as the party.
create policy worker_finds on relationships for select to pullwire_worker using (transport <> 'none');

-- Whether an organization and I trade with each other.
create function kernel.related(other uuid) returns boolean language sql stable as $$
  select exists (select from relationships
    where (buyer_id = kernel.org() and supplier_id = other) or (supplier_id = kernel.org() and buyer_id = other))
$$;

-- Organizations: my own, those I trade with, those I belong to, those I entered, and one whose connection code I hold.
call kernel.guard('organizations');
create policy reads on organizations for select to pullwire_web, pullwire_worker using (
  id = (select kernel.org())
  or invited_by = (select kernel.org())
  or connection_code = (select kernel.token_hash())
  or exists (select from relationships r where (r.buyer_id = organizations.id or r.supplier_id = organizations.id)
             and (r.buyer_id = (select kernel.org()) or r.supplier_id = (select kernel.org())))
  or exists (select from memberships m where m.org_id = organizations.id and m.person_id = (select kernel.person())));
create policy renames on organizations for update to pullwire_web, pullwire_worker
  using (id = (select kernel.org())) with check (id = (select kernel.org()));

-- A supplier that the buyer entered itself is active at once; any other must first agree to the relationship.
-- A function, for the policies of organizations and of relationships read each other.
create function kernel.entered_here(supplier uuid) returns boolean language sql stable as $$
  select exists (select from organizations where id = supplier and side = 'supplier' and invited_by = kernel.org())
$$;
create policy buyer_proposes on relationships for insert to pullwire_web, pullwire_worker with check (
  buyer_id = (select kernel.org()) and (status = 'proposed' or kernel.entered_here(supplier_id)));

-- The installation: its one row shows nothing but a hash, and can be used once.
call kernel.guard('installation');
create policy reads on installation for select to pullwire_web, pullwire_worker using (true);
create policy begin_once on installation for insert to pullwire_web, pullwire_worker with check (true);
create policy use_once on installation for update to pullwire_web, pullwire_worker using (used_at is null) with check (true);

-- People: oneself, one's colleagues, and the account whose e-mail was given at the door.
call kernel.guard('people');
create policy reads on people for select to pullwire_web, pullwire_worker using (
  id = (select kernel.person())
  or email = (select kernel.email())
  or exists (select from memberships m where m.person_id = people.id and m.org_id = (select kernel.org())));
create policy sign_up on people for insert to pullwire_web, pullwire_worker with check (email = (select kernel.email()));
create policy changes on people for update to pullwire_web, pullwire_worker
  using (id = (select kernel.person()) or email = (select kernel.email()))
  with check (id = (select kernel.person()) or email = (select kernel.email()));

-- Whether this transaction may make buyer organizations: the holder of the unused set-up link, or the installation's administrator.
create function kernel.may_set_up() returns boolean language sql stable as $$
  select exists (select from installation where set_up_token_hash = kernel.token_hash() and used_at is null)
      or exists (select from people where id = kernel.person() and installation_administrator)
$$;
create policy enters on organizations for insert to pullwire_web, pullwire_worker with check (
  (side = 'supplier' and invited_by = (select kernel.org())) or (side = 'buyer' and (select kernel.may_set_up())));

call kernel.guard('invitations');
create trigger parties_stay before update on invitations for each row execute function kernel.parties_stay();
create policy reads on invitations for select to pullwire_web, pullwire_worker using (
  org_id = (select kernel.org()) or invited_by_org_id = (select kernel.org()) or token_hash = (select kernel.token_hash()));
create policy invite on invitations for insert to pullwire_web, pullwire_worker with check (
  (org_id = (select kernel.org()) and invited_by_org_id = (select kernel.org()))
  or (invited_by_org_id = (select kernel.org())
      and exists (select from organizations o where o.id = org_id and o.invited_by = (select kernel.org())))
  or (select kernel.may_set_up()));
create policy changes on invitations for update to pullwire_web, pullwire_worker
  using (org_id = (select kernel.org()) or invited_by_org_id = (select kernel.org()) or token_hash = (select kernel.token_hash()))
  with check (org_id = (select kernel.org()) or invited_by_org_id = (select kernel.org()) or token_hash = (select kernel.token_hash()));

call kernel.guard('memberships');
create trigger parties_stay before update on memberships for each row execute function kernel.parties_stay();
create policy reads on memberships for select to pullwire_web, pullwire_worker
  using (org_id = (select kernel.org()) or person_id = (select kernel.person()));
create policy join_by_invitation on memberships for insert to pullwire_web, pullwire_worker with check (
  exists (select from invitations i where i.token_hash = (select kernel.token_hash()) and i.org_id = memberships.org_id
          and i.revoked_at is null and i.accepted_at is null and i.expires_at > kernel.now())
  or (select kernel.may_set_up()));
create policy changes on memberships for update to pullwire_web, pullwire_worker
  using (org_id = (select kernel.org())) with check (org_id = (select kernel.org()));
create policy leaves on memberships for delete to pullwire_web, pullwire_worker using (org_id = (select kernel.org()));

call kernel.guard('sessions');
create policy own_rows on sessions to pullwire_web, pullwire_worker
  using (token_hash = (select kernel.token_hash()) or person_id = (select kernel.person()))
  with check (person_id = (select kernel.person()));

call kernel.guard('password_resets');
create policy by_link on password_resets to pullwire_web, pullwire_worker
  using (token_hash = (select kernel.token_hash()) or person_id = (select kernel.person()))
  with check (token_hash = (select kernel.token_hash())
              or person_id = (select id from people where email = (select kernel.email())));

call kernel.one_party('api_tokens');
create policy by_secret on api_tokens for select to pullwire_web using (token_hash = (select kernel.token_hash()));

call kernel.guard('sign_in_attempts');
create policy own_rows on sign_in_attempts to pullwire_web, pullwire_worker
  using (account = (select kernel.email())) with check (account = (select kernel.email()));

-- Calendars and items of a buyer show to the suppliers whose answers or parts they concern.
call kernel.one_party('calendars');
create policy partner_reads on calendars for select to pullwire_web, pullwire_worker
  using (exists (select from relationships r where r.calendar_id = calendars.id and r.supplier_id = (select kernel.org())));
call kernel.one_party('calendar_versions');
create policy partner_reads on calendar_versions for select to pullwire_web, pullwire_worker
  using (exists (select from relationships r where r.calendar_id = calendar_versions.calendar_id and r.supplier_id = (select kernel.org())));
call kernel.one_party('sites');
call kernel.one_party('items');
call kernel.two_party('supplier_items', inserts => 'buyer', updates => 'buyer', deletes => 'buyer');
create policy supplier_reads on items for select to pullwire_web, pullwire_worker
  using (exists (select from supplier_items s where s.item_id = items.id and s.supplier_id = (select kernel.org())));

call kernel.two_party('api_keys', inserts => 'buyer', updates => 'buyer');
create policy by_secret on api_keys for select to pullwire_web using (key_hash = (select kernel.token_hash()));

-- The gateway writes for whichever party it acts.
call kernel.two_party('transmissions', inserts => 'either', updates => 'either');
call kernel.two_party('interchanges', inserts => 'either', updates => 'either');
call kernel.two_party('documents', inserts => 'either', updates => 'either');
call kernel.two_party('control_numbers', inserts => 'either', updates => 'either');

-- Buyers order, suppliers answer, both may propose.
call kernel.two_party('orders', inserts => 'buyer', updates => 'either');
call kernel.two_party('order_lines', inserts => 'buyer', updates => 'either');
call kernel.two_party('proposals', inserts => 'either', updates => 'either');
call kernel.two_party('answers', inserts => 'supplier', updates => 'nobody');

call kernel.one_party('forecast_releases');
call kernel.two_party('supplier_releases', inserts => 'buyer', updates => 'either');
call kernel.two_party('forecast_lines', inserts => 'buyer', updates => 'buyer');
call kernel.two_party('commits', inserts => 'supplier', updates => 'nobody');
call kernel.two_party('commit_lines', inserts => 'supplier', updates => 'nobody');

-- A clock starts in the buyer's transaction and stops in the supplier's.
call kernel.two_party('clocks', inserts => 'either', updates => 'either');
call kernel.two_party('escalations', inserts => 'either', updates => 'either');

call kernel.one_party('notices');

-- Facts: written by a party, seen by both, never changed but for the publisher's mark.
call kernel.guard('events');
create policy parties_read on events for select to pullwire_web, pullwire_worker
  using (org_id = (select kernel.org()) or counterpart_id = (select kernel.org()));
create policy party_announces on events for insert to pullwire_web, pullwire_worker with check (
  (org_id = (select kernel.org()) and (counterpart_id is null or (select kernel.related(counterpart_id))))
  or (counterpart_id is null and kernel.related(org_id)));
create policy worker_publishes on events to pullwire_worker using (true) with check (true);
grant usage on sequence events_seq_seq to pullwire_web, pullwire_worker;
revoke update, delete on events from pullwire_web;

call kernel.guard('feed_heads');
create policy own_rows on feed_heads for select to pullwire_web using (org_id = (select kernel.org()));
create policy worker_publishes on feed_heads to pullwire_worker using (true) with check (true);
call kernel.guard('feed');
create policy own_rows on feed for select to pullwire_web using (org_id = (select kernel.org()));
create policy worker_publishes on feed to pullwire_worker using (true) with check (true);

-- Work: left for oneself or for a partner; the worker finds what is due, then acts as its organization.
call kernel.guard('work');
create policy own_rows on work to pullwire_web using (org_id = (select kernel.org()));
create policy leaves_behind on work for insert to pullwire_web with check (org_id = (select kernel.org()) or kernel.related(org_id));
create policy worker_finds on work to pullwire_worker using (true) with check (true);
