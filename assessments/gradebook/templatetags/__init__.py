"""What templates of other rooms ask the gradebook for."""
