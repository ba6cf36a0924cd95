# tries: to nest brackets where counting does not see them, in UTF-16 that JSON readers guess at
# stopped by: UTF-8 alone
# report: protocol
# control: none, because outside nobody listens
import time

from cell.channel import Channel

body = '{"op": "finished", "\u2200": ' + '{"\u2200": ' * 300 + "0" + "}" * 300 + "}"
header = ('{"body": ' + body + ', "arrays": []}').encode("utf-16-le")
Channel(3)._write(len(header).to_bytes(4, "big") + header)
time.sleep(5)
