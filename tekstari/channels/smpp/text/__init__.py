"""What a short message carries: alphabets, headers, addresses, times; out and in."""
