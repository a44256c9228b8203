"""What a learner does with a claim: open it, keep it, submit it, appeal, withdraw."""
