"""The reads behind my home and the leaders' pages."""
