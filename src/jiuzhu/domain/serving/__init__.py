"""服务类社会救助: needs and what answers them, visits and their proof, settlement."""
