"""What a record is. Knows neither the screen nor the formats of output."""
