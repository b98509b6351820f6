-- The tables of the metadata service. Ids sort by their bytes (collate "C"), as the pages of a listing do everywhere.
-- Rows of document, change and operation are only written while the row of their space is locked; spaces are never deleted.

create type member_role as enum ('viewer', 'editor', 'manager');

create table space (
  id             text collate "C" primary key,
  title          text        not null,
  fields         jsonb       not null,            -- field definitions, in the order in which they are shown
  seq            bigint      not null default 0,  -- position of the last change
  floor          bigint      not null default 0,  -- changes up to here are no longer kept
  epoch          bigint      not null,            -- names the feed's life
  access_version bigint      not null,            -- grows with every change of the members
  last_update    timestamptz not null             -- never goes back
);

create table member (
  space     text collate "C" not null references space,
  principal text collate "C" not null,            -- user:<name> or group:<name>
  role      member_role      not null,
  primary key (space, principal)
);
create index member_by_principal on member (principal);

create table document (
  space       text collate "C" not null,
  id          text collate "C" not null,
  revision    bigint      not null,
  etag        text        not null,
  fields      jsonb       not null,
  fence       jsonb       not null,               -- field to the highest fence that wrote it; * for the whole document
  readonly    boolean     not null,
  last_update timestamptz not null,
  updated_by  text        not null,
  last_seq    bigint      not null,
  deleted     boolean     not null,               -- keeps its row: revisions go on counting, fences keep holding
  primary key (space, id)
);

create table change (
  space          text collate "C" not null,
  seq            bigint      not null,
  document       text collate "C" not null,
  revision       bigint      not null,
  verb           text        not null,
  patch          jsonb,                           -- null for a deletion, and when it was too large to be kept
  etag           text        not null,
  actor          text        not null,
  at             timestamptz not null,
  access_version bigint      not null,
  primary key (space, seq)
);

create table operation (
  space  text collate "C" not null,
  id     text collate "C" not null,
  answer jsonb       not null,
  at     timestamptz not null default now(),
  primary key (space, id)
);

create table account (
  name          text collate "C" primary key,
  password_hash text   not null,
  display_name  text   not null,
  groups        text[] not null,
  quota_bytes   bigint
);
