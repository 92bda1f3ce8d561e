"""Receipt printing: the ESC/POS driver, its status reader and a simulated printer on real transports.

`escpos` owns the printer, `conversation` what is said on the wire, `transport` the bytes; the simulator's rooms
(`mechanism`, `simulator`, `paper`) are left out of production packages. The protocol: docs/drivers-printer.md.
"""
