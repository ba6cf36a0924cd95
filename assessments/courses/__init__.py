"""What can be read and asked: content, enrolment, access."""
