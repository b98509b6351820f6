-- Who answers for what a space holds, how much it holds, and the attachments of its documents.

alter table space
  add column owner text collate "C",            -- an account, whose quota bounds the space
  add column bytes bigint not null default 0;   -- of its living documents and their attachments

-- A document counts with its fields as JSON text without spaces; PostgreSQL's text has them outside of strings.
update space
set bytes = counted.bytes
from (
  select space, sum(octet_length(fields::text) - octet_length(bare) + octet_length(replace(bare, ' ', ''))) as bytes
  from document
  cross join lateral regexp_replace(fields::text, '"(\\.|[^"\\])*"', '', 'g') as bare
  where not deleted
  group by space
) as counted
where space.id = counted.space;

-- The notes of a user are his: the id of the space names him, with percent-encoded bytes where his name has others.
update space
set owner = substr(id, length('notes:') + 1)
where id ~ '^notes:[A-Za-z0-9._~-]+$';

update space
set owner = name
from (
  select name,
         (select string_agg(
                   case when character ~ '[A-Za-z0-9._~-]' then character
                        else regexp_replace(upper(encode(convert_to(character, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end,
                   '' order by place)
          from regexp_split_to_table(name, '') with ordinality as spelled (character, place)) as encoded
  from account
) as spelt
where owner is null and id = 'notes:' || encoded;

create table attachment (
  space        text collate "C" not null references space,
  path         text collate "C" not null,        -- folders joined by /, and the name of the file
  document     text collate "C" not null,        -- for which it was put; it goes when that is deleted
  content_type text        not null,
  content      bytea       not null,
  size         bigint      not null,
  at           timestamptz not null default now(),
  primary key (space, path)
);
alter table attachment alter column content set storage external;
create index attachment_by_document on attachment (space, document);
