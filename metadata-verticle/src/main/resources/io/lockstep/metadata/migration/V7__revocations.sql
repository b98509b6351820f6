-- Users whose sign-ins up to a moment count no more. Rows stay: a token may be old.

create table revocation (
  name    text collate "C" primary key,
  at      timestamptz not null,   -- what was signed before is no longer good
  gone    boolean     not null,   -- whether the account was removed, and not made anew since
  version bigint      not null    -- rises in the order of the commits
);
create index revocation_by_version on revocation (version);
