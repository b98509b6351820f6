-- Who sees what of a storage of a Nextcloud.
-- $1: the storage's number; {prefix}: of the tables' names
-- back: user_id, and path, the root within the storage from which he sees it
SELECT m.user_id, f.path
FROM {prefix}mounts m
JOIN {prefix}filecache f ON f.fileid = m.root_id
WHERE m.storage_id = $1
