"""How the weights in `index/weights/` are trained; not needed to answer."""
