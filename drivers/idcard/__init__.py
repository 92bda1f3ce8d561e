"""The identity-card reader: SAM-V over a serial port, its faults and its simulator."""
