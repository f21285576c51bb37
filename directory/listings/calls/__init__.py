"""Groups that letters do not reach: a steward phones them."""
