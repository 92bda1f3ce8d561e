"""The program's name and version, as heartbeats, enrolment and the device page give them."""

SOFTWARE = "jiujin 0.1.0"
