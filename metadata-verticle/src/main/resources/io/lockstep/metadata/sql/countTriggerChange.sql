-- Makes whoever matches triggers look again; until the end of the transaction nobody can enqueue jobs.
update trigger_state set version = version + 1
