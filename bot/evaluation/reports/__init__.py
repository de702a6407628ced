"""Reports of a run, each made of its record and the gate's verdict alone."""
