# tries: to make a page of a hundred megabytes of an exception's text
# stopped by: texts that are cut
# report: raised
# control: none, because outside nobody shows it
raise ValueError("x" * 100_000_000)
