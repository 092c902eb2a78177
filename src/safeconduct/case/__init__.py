"""A case folder on disk, and the only room that joins the other rooms."""
