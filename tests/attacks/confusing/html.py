# tries: to have a page run what it printed
# stopped by: escaping where it is shown; here it must only stay plain text
# report: raised
# control: none, because a test has no page
print("</pre><script>alert(1)</script><img src=x onerror=alert(1)>")
raise ValueError("<script>alert(1)</script>")
