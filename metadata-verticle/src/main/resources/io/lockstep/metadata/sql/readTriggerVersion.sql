-- gives the version of the triggers
select version from trigger_state
