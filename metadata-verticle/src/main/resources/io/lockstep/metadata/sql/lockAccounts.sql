-- Lets only one transaction at a time change accounts, so that versions rise in the order of the commits. Readers go on.
lock table revocation in exclusive mode
