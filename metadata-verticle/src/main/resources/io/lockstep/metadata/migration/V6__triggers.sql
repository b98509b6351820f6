-- Triggers, how far each feed has been looked through for them, and what is to be delivered; and the rights to do a work
-- that one node at a time does.

create table trigger_state (
  version bigint not null                          -- grows with every change of the triggers; one row
);
insert into trigger_state values (0);

create table trigger (
  name            text collate "C" primary key,
  rules           text[]      not null,
  debounce_millis bigint,
  webhook         text,
  secret          text,
  address         text,
  created_at      timestamptz not null default now()
);

create table trigger_space (
  trigger text collate "C" not null references trigger on delete cascade,
  space   text collate "C" not null,               -- may not be there yet
  since   bigint not null,                         -- only changes after this seq
  epoch   bigint,                                  -- of the feed in which it counts; null when there was none
  primary key (trigger, space)
);

create table trigger_cursor (
  space text collate "C" primary key,
  epoch bigint not null,
  seq   bigint not null                            -- the feed has been looked through up to here
);

create table trigger_job (
  id          bigserial primary key,
  trigger     text collate "C" not null references trigger on delete cascade,
  payload     jsonb       not null,
  debounced   boolean     not null,
  due         timestamptz not null,                -- also the end of the time for which it was taken
  attempts    int         not null default 0,
  error       text,
  given_up_at timestamptz,                         -- null while it is to be delivered
  created_at  timestamptz not null default now()
);
create index trigger_job_due on trigger_job (due) where given_up_at is null;
create index trigger_job_given_up on trigger_job (trigger, id) where given_up_at is not null;
create unique index trigger_job_window on trigger_job (trigger)
  where debounced and attempts = 0 and given_up_at is null;

create table lease (
  name   text collate "C" primary key,
  holder text        not null,
  fence  bigint      not null,
  ends   timestamptz not null
);
