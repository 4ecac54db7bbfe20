"""The faces: command line, HTTP service, report page, exports."""
