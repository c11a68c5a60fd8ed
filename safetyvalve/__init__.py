"""Safety Valve: the record behind an English council's DfE Safety Valve agreement."""
