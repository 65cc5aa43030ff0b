"""What is known of documents beside their texts: by how their files are named, and from a table that lies with them."""
