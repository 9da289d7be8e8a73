"""Messages: the mail door, parsing, documents, scans, the pipeline and its durable workflows."""
