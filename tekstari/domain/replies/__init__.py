"""What a person meant by a text: an answer to a question, or a command such as STOP."""
