"""What is read of badges: achievements here, awards and credentials beside them."""
