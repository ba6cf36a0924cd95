# tries: to act on the terminal of whoever reads what it printed
# stopped by: cleaning what is shown
# report: raised
# control: none, because a test has no terminal
print("\x1b[2J\x1b]0;owned\x07\x1b[31mred\x9b31m\x90dcs\x9c\x08\x08\r\n\x7f")


class Red(Exception):
    pass


Red.__name__ = "\x1b[31mRed\x1b]8;;http://example.org\x07"
raise Red("\x1b[2J\x9b2J\x07 and \udcff \ud800")
