"""The codebook: which codes there are, what they mean, and changing them over one's own annotations."""
