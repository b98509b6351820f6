-- gives the version of the triggers, which cannot change until the end of the transaction
select version from trigger_state for share
