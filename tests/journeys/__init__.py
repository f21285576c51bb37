"""Ways through the site, told as a visitor walks them, without JavaScript."""
