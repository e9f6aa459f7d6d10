//! The prompt: a session (line in, reply out) and the terminal around it.
