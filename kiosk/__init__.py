"""What the terminal does: pure Python that knows no device, window, table or connection."""
