"""结算: what a month of visits costs, signed by two people, and the recount that proves it."""
