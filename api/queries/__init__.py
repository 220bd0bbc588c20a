"""What is read: answers made from the store, changing nothing."""
