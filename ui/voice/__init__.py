"""The voice: sentences to sound, by a recording or by espeak-ng, and sound to the loudspeaker by aplay."""
