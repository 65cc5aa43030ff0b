"""What goes on in lists over the whole collection: quotations, dates, figures, copies, conversations."""
