"""The camera: capture, preview and face detection in a child process, values and events in the window process."""
