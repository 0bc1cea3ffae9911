"""What was done: records of visits, who verified them, spot checks, call-backs and complaints."""
