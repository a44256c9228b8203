"""Room of thanks, nominations and signals that people let in: how people find each other."""
