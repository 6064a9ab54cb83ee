"""What a reader sees, as pure functions of the record, a selection and a width."""
