"""Search: indexes that rank rows instead of finding equal ones: vectors by nearness, texts by their terms."""
