"""Input methods of the keyboard: Pinyin, handwriting and traditional characters, through system libraries."""
