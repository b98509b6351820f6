"""Everything that an overlay must hold beyond the schemas. A rule yields a sentence for each thing that is wrong."""

import rules_of_lockstep
import rules_of_pods
import rules_of_wiring

ALL = [
    it
    for module in (rules_of_pods, rules_of_wiring, rules_of_lockstep)
    for it in vars(module).values()
    if callable(it) and getattr(it, "__module__", "") == module.__name__
]
