"""Card readers: SAM-V over serial and USB, chip cards by PC/SC, their faults and their simulators."""
