"""What the commands about documents share: their statements, reading, changing, inserting and paging."""
