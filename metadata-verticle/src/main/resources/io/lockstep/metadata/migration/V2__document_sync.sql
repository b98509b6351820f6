-- Lets a synchronisation by time find what changed, and the ids of all the rest, without reading the documents.

create index document_sync on document (space, deleted, last_update, id);
