"""An offer in other languages: what is there in each, and writing or checking it beside the English."""
