"""What goes on with marks: passages, codes, memos, layers, repairs, exports."""
