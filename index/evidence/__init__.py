"""Evidence: dossiers of passages, and finished drafts checked against the documents."""
