"""All that is printed: papers as values, templates with data, and the rasters made of both."""
