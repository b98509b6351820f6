-- What stood before a change, for those who have to tell the difference; and the changes of one document, for its history.

alter table change add column before jsonb;                   -- null for a creation, and when it was too large to be kept

create index change_by_document on change (space, document, seq);
