"""Import of e-PPGBM's identity and measurement files: read, check, show, then write all good rows or none."""
