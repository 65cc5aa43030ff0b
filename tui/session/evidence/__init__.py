"""What goes on with evidence: dossiers, and drafts checked against the documents."""
