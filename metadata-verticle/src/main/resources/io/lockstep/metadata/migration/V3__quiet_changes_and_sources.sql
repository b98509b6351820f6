-- Changes of imports, which listeners are told of once for all; what a document looked like at its source when it was
-- reconciled last; and the age of the answers to named writes, by which they are forgotten.

alter table change add column quiet boolean not null default false;

alter table document add column source_etag text;            -- null for a document that no source has

create index document_by_source on document (space, id) where source_etag is not null and not deleted;

create index operation_by_age on operation (at);
