-- What was revoked after a version.
-- $1 version
-- gives a row for each user, in the order of the versions
select name, at, version
from revocation
where version > $1
order by version
